"""Who is asked: invitations with their links, reminders that stop when answered, what is asked alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import F, Q
from django.utils import timezone

from cordee.actors.directory.models import Agreement, Organisation, Person
from cordee.actors.partners.actions.common import allow, locked, writing
from cordee.core import outbox
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import record
from cordee.core.models import Thread
from cordee.core.models.bases import period_contains_today
from cordee.tools.surveys import links, policies
from cordee.tools.surveys.actions.campaigns import READERS
from cordee.tools.surveys.letters import letters_to
from cordee.tools.surveys.models import Campaign, Invitation, Version

Pair: TypeAlias = tuple[Person | None, Organisation | None]
MOST = 5000
A_DAY = timedelta(hours=20)  # a press and the night's job do not write twice the same day


def invite(
    *,
    actor: Actor,
    campaign: Campaign,
    organisations: Iterable[Organisation] = (),
    persons: Iterable[tuple[Person, Organisation | None]] = (),
    channel: str = Invitation.Channel.MAIL,
) -> int:
    """Those who were not invited yet; who was withdrawn is invited again. Answers how many. Letters leave once the campaign is open."""
    allow(policies.may_run(actor, campaign))
    asked: list[Pair] = [*((None, one) for one in organisations), *persons]
    if campaign.state == Campaign.State.CLOSED:
        raise Refused(Refusal("state", "La campagne est close : rouvrez-la avant d'inviter."))
    if campaign.target == Campaign.Target.ANYONE:
        raise Refused(Refusal("target", "Cette campagne a un lien ouvert à toute personne : elle n'a pas d'invités."))
    if len(asked) > MOST:
        raise Refused(Refusal("many", f"{MOST} invitations au plus à la fois : filtrez, puis recommencez."))
    with writing(actor, "surveys.campaign.invite", Invitation):
        held = locked(campaign)
        rows = Invitation.objects.for_system("of a campaign that the actor runs").filter(campaign=held)
        known = {(one.person_id, one.organisation_id): one for one in rows.order_by("pk")}
        back = [one.pk for pair in asked if (one := known.get(_pair(*pair))) and one.withdrawn_at]
        rows.filter(pk__in=back).update(withdrawn_at=None, sent_at=None)
        new = {_pair(*pair): pair for pair in asked if _pair(*pair) not in known}
        kinds = kinds_of(one.pk for _, one in new.values() if one)
        Invitation.objects.for_system("of a campaign that the actor runs").bulk_create(
            [_invitation(held.asked_id, held.thread, pair, channel=channel, campaign=held, kinds=kinds) for pair in new.values()]
        )
        if count := len(new) + len(back):
            record(held, "surveys.campaign.invited", actor=actor, audience=READERS, data={"count": count, "channel": channel})
    return count


def _pair(person: Person | None, organisation: Organisation | None) -> tuple[int | None, int | None]:
    return person.pk if person else None, organisation.pk if organisation else None


def _invitation(asked_id: int, thread: Thread, pair: Pair, *, channel: str, campaign: Campaign | None, kinds: dict[int, str]) -> Invitation:
    """What syntheses are crossed by is copied: a structure that moves does not change the answers that it gave."""
    return Invitation(
        thread=thread, zone=thread.zone, campaign=campaign, asked_id=asked_id, person=pair[0], organisation=pair[1], channel=channel,
        department=department_of(pair[1]), structure_kind=kinds.get(pair[1].pk, "") if pair[1] else "",
    )  # fmt: skip


def department_of(organisation: Organisation | None) -> str:
    commune = organisation.commune if organisation else None
    return str(commune.department.code) if commune else ""


def kinds_of(ids: Iterable[int]) -> dict[int, str]:
    """The kind of each structure, which syntheses tell apart: its type of agreement, the first one where it has several."""
    rows = Agreement.objects.for_system("the kind of structures that are asked").filter(period_contains_today(), organisation__in=list(ids))
    found: dict[int, str] = {}
    for organisation, type_ in rows.order_by("organisation", "type").values_list("organisation_id", "type"):
        found.setdefault(organisation, type_)
    return found


def ask(
    *, actor: Actor, asked: Version, organisation: Organisation, person: Person | None = None, thread: Thread | None = None,
    channel: str = Invitation.Channel.MEETING,
) -> Invitation:  # fmt: skip
    """Alone, outside any campaign: a diagnosis in a meeting. The one that waits for its answer is taken up again."""
    thread = thread or organisation.thread
    kinds = kinds_of([organisation.pk])
    made = _invitation(asked.pk, thread, (person, organisation), channel=channel, campaign=None, kinds=kinds)
    allow(policies.may_enter(actor, made))
    with writing(actor, "surveys.invitation.ask", Invitation):
        locked(organisation)
        rows = Invitation.objects.for_system("of a structure that the actor accompanies").filter(
            campaign=None, organisation=organisation, person=person, asked=asked, answered=False, withdrawn_at=None, thread=thread
        )
        if waiting := rows.order_by("pk").first():
            found: Invitation = waiting
            return found
        made.save()
        record(made, "surveys.invitation.asked", actor=actor, audience=["operator", "structure"], data={"title": asked.questionnaire.title})
    return made


def withdraw(*, actor: Actor, invitation: Invitation) -> None:
    """Its link no longer opens anything. What was answered stays."""
    allow(policies.may_enter(actor, invitation))
    with writing(actor, "surveys.invitation.withdraw", Invitation):
        held: Invitation = locked(invitation)
        if held.answered:
            raise Refused(Refusal("answered", "Une réponse est arrivée par cette invitation : elle ne se retire plus."))
        if held.withdrawn_at is None:
            held.withdrawn_at, held.token_sha256 = timezone.now(), ""
            held.save()
            record(held, "surveys.invitation.withdrawn", actor=actor, audience=READERS, data={"who": str(held)})


def entry_key(*, actor: Actor, subject: Invitation | Campaign, channel: str) -> str:
    """The address of who answers with an account, or enters what somebody else gave on paper, by telephone, in a meeting."""
    if channel not in Invitation.Channel.values:
        raise Refused(Refusal("channel", "Indiquez comment cette réponse vous est parvenue."))
    allow(policies.may_answer(actor, subject) if isinstance(subject, Invitation) else policies.may_enter(actor, subject))
    return links.entry_key(subject, channel, actor)


def issue_link(*, actor: Actor, invitation: Invitation, renew: bool = False) -> str:
    """The token of this invitation, to hand over, print or read out; `renew` closes the one that went astray."""
    allow(policies.may_enter(actor, invitation))
    with writing(actor, "surveys.invitation.link", Invitation):
        held: Invitation = locked(invitation)
        if held.withdrawn_at:
            raise Refused(Refusal("withdrawn", "Cette invitation est retirée : invitez de nouveau."))
        token = token_for(held, renew=renew)
        if renew:
            record(held, "surveys.invitation.renewed", actor=actor, audience=READERS, data={"who": str(held)})
    return token


def token_for(invitation: Invitation, *, renew: bool = False) -> str:
    """Of a locked invitation. One that the base does not know (first link, another secret since) is made."""
    if renew or not invitation.links or invitation.token_sha256 != links.hashed(links.token_of(invitation)):
        invitation.links += 1
        invitation.token_sha256 = links.hashed(links.token_of(invitation))
        invitation.save(update_fields=["links", "token_sha256"])
    return links.token_of(invitation)


# -- letters ----------------------------------------------------------------------------------------------------------------
def _waiting(campaign: Campaign) -> Any:
    """Who has not answered, and was asked by mail."""
    rows = Invitation.objects.for_system("letters of a campaign").filter(campaign=campaign, campaign__state=Campaign.State.OPEN)
    return rows.filter(answered=False, withdrawn_at=None, channel=Invitation.Channel.MAIL)


def unsent(campaign: Campaign) -> list[int]:
    return list(_waiting(campaign).filter(sent_at=None).order_by("pk").values_list("pk", flat=True))


def to_remind(campaign: Campaign, *, now: datetime, by_hand: bool = False) -> list[int]:
    """By themselves: every so many days, so many times. By hand: whoever was not written to today."""
    rows = _waiting(campaign).filter(sent_at__isnull=False)
    quiet = A_DAY if by_hand else timedelta(days=campaign.reminder_days) - timedelta(hours=4)
    rows = rows.filter(Q(reminded_at=None, sent_at__lte=now - quiet) | Q(reminded_at__lte=now - quiet))
    if not by_hand:
        rows = rows.filter(reminded__lt=F("campaign__reminders"), campaign__closes_at__gt=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def send_link(invitation_id: int, *, reminder: bool = False) -> bool:
    """One letter to one invitation, in its own transaction: an answer that arrives meanwhile is waited for, and stops it."""
    actor = Actor.system("l'envoi des questionnaires")
    with writing(actor, "surveys.invitation.send", Invitation):
        rows = Invitation.objects.for_system("one letter").select_related("campaign__asker", "organisation", "person")
        held: Invitation = rows.select_for_update(of=("self",), no_key=True).get(pk=invitation_id)
        if held.answered or held.withdrawn_at or (held.sent_at is not None) is not reminder:
            return False
        found = list(letters_to(held, token_for(held), reminder=reminder))
        if not found:
            return False
        for letter in found:
            outbox.post(letter)
        if reminder:
            held.reminded_at, held.reminded = timezone.now(), held.reminded + 1
        else:
            held.sent_at = timezone.now()
        held.save(update_fields=["sent_at", "reminded_at", "reminded"])
    return True


def remind(*, actor: Actor, campaign: Campaign) -> int:
    """By hand: everyone who has not answered and was not written to today. Answers how many letters leave."""
    allow(policies.may_run(actor, campaign))
    if campaign.state != Campaign.State.OPEN:
        raise Refused(Refusal("state", "Une relance se fait pendant que la campagne est ouverte."))
    ids = to_remind(campaign, now=timezone.now(), by_hand=True)
    if not ids:
        raise Refused(Refusal("nobody", "Personne n'est à relancer aujourd'hui : chacun a répondu, ou a reçu un courriel depuis hier."))
    with writing(actor, "surveys.campaign.remind", Campaign):
        count = sum(send_link(one, reminder=True) for one in ids)
        record(campaign, "surveys.campaign.reminded", actor=actor, audience=READERS, data={"count": count})
    return count
