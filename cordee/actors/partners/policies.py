"""Who animates, who sits, who contributes. Each answer is None, or a refusal that says the rule and who can act."""

from __future__ import annotations

from typing import Any

from cordee.actors.directory.models import Organisation
from cordee.actors.partners.models import AgendaItem, Committee, Contribution, Meeting, Member
from cordee.core.access import READERS, Actor, Refusal, in_person

#: profiles that animate committees and keep contributions, on their territory
ANIMATORS = frozenset({"officer", "head", "regional", "national", "admin"})
#: profiles that may be members of a committee, or contribute
PARTNERS = frozenset({"funder", "network", "provider", "structure"})

LIVE = (Meeting.State.PLANNED, Meeting.State.HELD)
OVER = Refusal("over", "Le compte rendu est publié, ou la réunion annulée : ses avis et ses liens d'intérêt ne changent plus.")
RECUSED = Refusal("recused", "Vous avez un lien d'intérêt avec ce point : ses pièces et son avis ne vous sont pas ouverts.")
NO_SEAT = Refusal("hidden", "Seuls les membres du comité donnent un avis ou déclarent un lien d'intérêt.")


def may_create(actor: Actor) -> Refusal | None:
    if actor.is_system or actor.profile in ANIMATORS:
        return None
    return Refusal("profile", "Un comité est ouvert par le DLA qui l'anime : demandez-le à votre DLA.")


def may_create_in(actor: Actor, zone: str, region_zones: frozenset[str] | None = None) -> Refusal | None:
    """A committee of a zone by who covers it; that of a region by who covers all of it."""
    if refusal := may_create(actor):
        return refusal
    covered = all(actor.covers(one) for one in region_zones) if region_zones else actor.covers(zone)
    return None if actor.is_system or covered else Refusal("zone", "Ce territoire n'est pas le vôtre : son DLA peut ouvrir ce comité.")


def may_animate(actor: Actor, subject: Committee | Meeting) -> Refusal | None:
    """The animating DLA, and those who hold its territory after it or above it."""
    committee = subject.committee if isinstance(subject, Meeting) else subject
    if actor.is_system:
        return None
    if actor.profile in ANIMATORS and (actor.organisation_id == committee.organisation_id or actor.covers(committee.zone)):
        return None
    return Refusal("hidden", f"Ce comité est animé par {committee.organisation} : elle seule peut le faire.")


@in_person
def may_move(actor: Actor, meeting: Meeting) -> Refusal | None:
    """To convene, publish, annul: the members are written to in the name of whoever does it."""
    return may_animate(actor, meeting)


@in_person
def may_take_back_minutes(actor: Actor, meeting: Meeting) -> Refusal | None:
    """Once adopted by the next meeting, they belong to the committee."""
    if meeting.adopted_in_id:
        return Refusal("adopted", "Ce compte rendu est adopté : une rectification s'inscrit à l'ordre du jour de la prochaine réunion.")
    return may_animate(actor, meeting)


def sits(actor: Actor, member: Member) -> bool:
    """For the organisation that holds the seat; who only looks at it reads, and does not speak for it."""
    if actor.organisation_id is None or actor.profile in READERS:
        return False
    return member.organisation_id == actor.organisation_id


@in_person
def may_declare(actor: Actor, item: AgendaItem, member: Member) -> Refusal | None:
    """A member for its own seat; the animator notes what was said to it."""
    if item.meeting.state not in LIVE:
        return OVER
    if sits(actor, member) or may_animate(actor, item.meeting) is None:
        return None
    return NO_SEAT


def may_lift(actor: Actor, item: AgendaItem, member: Member) -> Refusal | None:
    """A link declared by mistake is lifted by the animator, with a reason: never by the member that it concerns."""
    if item.meeting.state not in LIVE:
        return OVER
    if may_animate(actor, item.meeting) is None and not sits(actor, member):
        return None
    return Refusal("animator", f"Un lien d'intérêt déclaré à tort est levé par {item.meeting.committee.organisation}, avec un motif.")


@in_person
def may_give_opinion(actor: Actor, item: AgendaItem, member: Member) -> Refusal | None:
    """Before the meeting or at it. The animator notes the opinion of a member who has no account. Links of interest are read by the
    action, once the point is locked."""
    if not item.asks_opinion:
        return Refusal("unasked", "Aucun avis n'est demandé sur ce point.")
    if item.meeting.state not in LIVE:
        return OVER
    if sits(actor, member) or may_animate(actor, item.meeting) is None:
        return None
    return NO_SEAT


# -- contributions, partnerships ------------------------------------------------------------------------------------------
def may_receive(actor: Actor, operator: Organisation) -> Refusal | None:
    """The DLA that receives, or whoever holds its territory."""
    if actor.is_system or (actor.profile in ANIMATORS and (actor.organisation_id == operator.pk or actor.covers(operator.zone))):
        return None
    return Refusal("zone", f"Cet engagement est tenu par {operator} : son équipe seule l'enregistre.")


@in_person
def may_propose(actor: Actor, contribution: Contribution) -> Refusal | None:
    """The partner proposes its own contribution; the DLA records it as well."""
    if actor.organisation_id == contribution.contributor_id and actor.profile not in READERS:
        return None
    return may_receive(actor, contribution.operator)


@in_person
def may_keep(actor: Actor, contribution: Contribution) -> Refusal | None:
    """To agree on it and to close it: the DLA that receives."""
    refusal = may_receive(actor, contribution.operator)
    return Refusal("hidden", refusal.sentence) if refusal else None


def may_edit_contribution(actor: Actor, contribution: Any) -> Refusal | None:
    if contribution.state != Contribution.State.PROPOSED:
        return Refusal("state", "Une contribution convenue ne se modifie plus : fermez-la, puis enregistrez la suivante.")
    return may_propose(actor, contribution)
