"""Who designs, who asks, who enters an answer for somebody else. Each answer is None, or a refusal that says the rule and who can act."""

from __future__ import annotations

from cordee.actors.directory.models import Organisation
from cordee.actors.territory.models import NATIONAL
from cordee.core.access import Actor, Refusal
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire, Response, Version

#: profiles that run campaigns, on their territory
KEEPERS = frozenset({"officer", "head", "regional", "national", "admin"})
#: profiles that design questionnaires
DESIGNERS = KEEPERS | {"network"}
WIDE = frozenset({"regional", "national", "admin"})

ANONYMOUS = Refusal(
    "anonymous", "Cette campagne est anonyme : une réponse envoyée ne se relie plus à personne, elle ne peut donc plus être corrigée."
)


def may_design(actor: Actor) -> Refusal | None:
    if actor.is_system or actor.profile in DESIGNERS:
        return None
    return Refusal("profile", "Un questionnaire est conçu par un DLA ou par un réseau : demandez-le à votre DLA.")


def may_design_in(actor: Actor, zone: str, organisation: Organisation | None = None) -> Refusal | None:
    """For one's territory; a network, where its own sheet is; for the whole country, those who serve more than a department."""
    if refusal := may_design(actor):
        return refusal
    open_to_all = zone == NATIONAL and actor.profile in WIDE | {"network"}
    at_home = organisation is not None and organisation.pk == actor.organisation_id and organisation.zone == zone
    own = actor.is_system or open_to_all or at_home or actor.covers(zone)
    return None if own else Refusal("zone", "Ce territoire n'est pas le vôtre : choisissez l'un des vôtres.")


def may_create(actor: Actor, questionnaire: Questionnaire) -> Refusal | None:
    return may_design_in(actor, questionnaire.zone, questionnaire.organisation)


def may_edit(actor: Actor, questionnaire: Questionnaire | Version) -> Refusal | None:
    """Who made it, and those who hold its territory. The library that comes with the platform: the national level."""
    one = questionnaire.questionnaire if isinstance(questionnaire, Version) else questionnaire
    if actor.is_system:
        return None
    own = one.organisation_id is not None and actor.organisation_id == one.organisation_id
    if actor.profile in DESIGNERS and (own or (actor.profile in KEEPERS and actor.covers(one.zone))):
        return None
    return Refusal("hidden", "Ce questionnaire n'est pas le vôtre : dupliquez-le, la copie sera la vôtre.")


def may_ask(actor: Actor) -> Refusal | None:
    if actor.is_system or actor.profile in KEEPERS:
        return None
    return Refusal("profile", "Une campagne est menée par un DLA : demandez-la à votre DLA.")


def may_ask_in(actor: Actor, zone: str) -> Refusal | None:
    if refusal := may_ask(actor):
        return refusal
    own = actor.is_system or (zone == NATIONAL and actor.profile in WIDE) or actor.covers(zone)
    return None if own else Refusal("zone", "Ce territoire n'est pas le vôtre : choisissez l'un des vôtres.")


def may_prepare(actor: Actor, campaign: Campaign) -> Refusal | None:
    return may_ask_in(actor, campaign.zone)


def may_run(actor: Actor, campaign: Campaign) -> Refusal | None:
    """Who asks, and those who hold its territory."""
    if actor.is_system:
        return None
    if actor.profile in KEEPERS and (actor.organisation_id == campaign.asker_id or actor.covers(campaign.zone)):
        return None
    return Refusal("hidden", f"Cette campagne est menée par {campaign.asker} : son équipe seule peut le faire.")


def may_enter(actor: Actor, subject: Invitation | Campaign) -> Refusal | None:
    """To enter an answer for somebody else, from paper or by telephone: who runs the campaign; alone, the DLA of the territory."""
    campaign = subject if isinstance(subject, Campaign) else subject.campaign
    if campaign is not None:
        return may_run(actor, campaign)
    if actor.is_system or (actor.profile in KEEPERS and actor.covers(subject.zone)):
        return None
    return Refusal("hidden", "Cette réponse est saisie par le DLA de ce territoire.")


def may_answer(actor: Actor, invitation: Invitation) -> Refusal | None:
    """With an account, without the link: whoever acts for the organisation that is asked."""
    if actor.organisation_id is not None and invitation.organisation_id == actor.organisation_id and invitation.person_id is None:
        return None
    return may_enter(actor, invitation)


def may_correct(actor: Actor, response: Response) -> Refusal | None:
    if response.submitted_at is None:
        return ANONYMOUS
    if response.invitation is None:
        return Refusal("open", "Cette réponse est arrivée par un lien ouvert : personne ne peut dire qu'elle est la sienne.")
    return may_enter(actor, response.invitation)


def may_erase(actor: Actor, response: Response) -> Refusal | None:
    """At the request of who answered, by those who hold the answer."""
    if response.submitted_at is None:
        return ANONYMOUS
    subject = response.invitation or response.campaign
    return (
        may_enter(actor, subject)
        if subject
        else Refusal("alone", "Cette réponse n'a ni invitation ni campagne : rien ne dit qui la tient.")
    )
