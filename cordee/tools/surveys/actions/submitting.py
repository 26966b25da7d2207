"""Sending answers: one transaction, one statement and what is told in the thread, done once whatever the network does.

The lock of the invitation puts two sendings one after the other; that of the campaign (shared) makes a closing wait for the sendings in
progress, and those wait for it. `submission` is unique: a repetition gets the first receipt. An anonymous answer bears neither token,
nor person, nor hour.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import record
from cordee.core.verbs import allow
from cordee.tools.surveys import policies, queries
from cordee.tools.surveys.actions import rows
from cordee.tools.surveys.definition import Definition, Levels, checks, scoring
from cordee.tools.surveys.definition.tidying import tidy
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response

CLOSED = {
    "not_yet": "Cette campagne n'est pas encore ouverte : revenez à sa date d'ouverture.",
    "closed": "Cette campagne est close : elle ne reçoit plus de réponse. Ce que vous avez écrit reste sur votre appareil.",
    "withdrawn": "Cette invitation a été retirée : demandez un nouveau lien à qui vous l'a envoyée.",
    "answered": "Ce lien a déjà servi. Votre réponse est enregistrée ; comme elle est anonyme, elle ne peut plus changer.",
}
OWN_LINK = Refusal("link", "Cette campagne donne à chacun son propre lien : rouvrez le questionnaire par le vôtre pour l'envoyer.")
VOICES_OF_OFFICERS = {Response.Voice.OFFICER.value, Response.Voice.AGREED.value}


class Faulty(Exception):
    """Answers to take up: a sentence for each question, nothing was saved."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


class Conflict(Exception):
    """Another answer came meanwhile: both are shown, the person chooses."""

    def __init__(self, theirs: Response) -> None:
        super().__init__(f"revision {theirs.revision}")
        self.theirs = theirs


class Outdated(Exception):
    """Another device went on with the same answers: what it kept is shown."""

    def __init__(self, kept: Progress) -> None:
        super().__init__(f"revision {kept.revision}")
        self.kept = kept


class Replayed(Exception):
    """These answers had arrived: nothing of this sending is kept."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response))
        self.response = response


@dataclass(frozen=True, slots=True)
class Receipt:
    """What who answered keeps. `first` is false when these answers had already arrived."""

    submission: uuid.UUID
    received_on: date
    received_at: datetime | None
    revision: int
    first: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent, read and judged once, before any lock."""

    submission: uuid.UUID
    invitation: Invitation | None
    campaign: Campaign | None
    definition: Definition
    levels: Levels
    asked_id: int
    answers: dict[str, Any]
    marks: list[float | None]
    channel: str
    voice: str
    base: int
    draft: int | None
    actor: Actor | None
    reason: str = ""

    @property
    def anonymous(self) -> bool:
        return self.campaign is not None and self.campaign.anonymous

    @property
    def told(self) -> bool:
        """An answer asked alone, and any correction, are told in the thread; those of a campaign are counted."""
        return self.campaign is None or self.base > 0


def submit(
    *,
    submission: uuid.UUID,
    answers: Mapping[str, Any],
    channel: str,
    invitation: Invitation | None = None,
    campaign: Campaign | None = None,
    actor: Actor | None = None,
    voice: str = Response.Voice.RESPONDENT,
    base: int = 0,
    draft: int | None = None,
    levels: Levels | None = None,
    reason: str = "",
) -> Receipt:
    """By an invitation, or by the open link of a campaign. `base`: the revision that the page was opened on (0: none); `draft`: that of
    what was kept meanwhile, None when nothing else can have gone on with it; `levels`: those of the day, where the door read them.

    `actor`: who enters an answer for somebody else, or acts for the structure with an account; None = the link was enough.
    Raises `Faulty`, `Conflict`, `Outdated`, or `Refused` (code: not_yet | closed | withdrawn | answered).
    """
    subject = _let(actor, invitation, campaign, voice)
    definition = queries.definition_of(subject.asked_id)
    kept = tidy(definition, answers)
    if wrong := checks.faults(definition, kept, final=True):
        raise Faulty(wrong)
    sending = Sending(
        submission, invitation, invitation.campaign if invitation else campaign, definition,
        levels or queries.levels_of(subject.asked), subject.asked_id, kept,
        scoring.marks(definition, kept), channel, voice, base, draft, actor, reason,
    )  # fmt: skip
    try:
        # alone, the statement of the sending is a transaction of its own
        with transaction.atomic() if sending.told or connection.in_atomic_block else nullcontext():
            return _receipt(_received(sending), first=True)
    except Replayed as replayed:
        return _receipt(replayed.response, first=False)
    except IntegrityError:
        if invitation and (theirs := queries.current_response(invitation, voice)):
            raise Conflict(theirs) from None
        raise


def _let(actor: Actor | None, invitation: Invitation | None, campaign: Campaign | None, voice: str) -> Invitation | Campaign:
    """What is answered, once it is sure that whoever sends may."""
    subject = invitation or campaign
    if subject is None:
        raise ValueError("an answer has an invitation, or comes by an open link")
    if actor is not None:
        allow(policies.may_answer(actor, invitation) if invitation else policies.may_enter(actor, subject))
    elif isinstance(subject, Campaign) and subject.target != Campaign.Target.ANYONE:
        raise Refused(OWN_LINK)
    if voice in VOICES_OF_OFFICERS:
        allow(policies.may_enter(actor, subject) if actor else Refusal("voice", "Cette réponse se donne en réunion, avec le DLA."))
    return subject


def _received(sending: Sending) -> Response:
    response = _response(sending)
    held = rows.send(
        response, campaign=sending.campaign, invitation=sending.invitation, anonymous=sending.anonymous, draft=sending.draft
    )  # fmt: skip
    if held.pk is None:
        raise _why_not(sending, held)
    if sending.told:
        _tell(sending, response)
    return response


def _why_not(sending: Sending, held: rows.Held) -> Exception:
    """The phone that heard no answer sends again: whatever closed since, it gets the receipt of what arrived."""
    if first := rows.already(sending.submission, sending.campaign, sending.invitation):
        return Replayed(first)
    if code := "answered" if not held.closed and sending.anonymous and held.answered else held.closed:
        return Refused(Refusal(code, CLOSED[code]))
    if sending.draft is not None and held.draft not in (None, sending.draft):
        return Outdated(rows.in_progress(sending.submission, sending.invitation, sending.voice))
    if held.revision != sending.base:
        return Conflict(_theirs(sending))
    return Refused(Refusal("submission", "Cet envoi porte le numéro d'un autre : rouvrez le questionnaire par votre lien."))


def _theirs(sending: Sending) -> Response:
    theirs = queries.current_response(sending.invitation, sending.voice) if sending.invitation else None
    if theirs is None:
        raise Refused(Refusal("base", "Cette réponse n'existe plus : rouvrez le questionnaire par votre lien."))
    return theirs


def _response(sending: Sending) -> Response:
    score = scoring.score(sending.definition, sending.levels, sending.marks)
    home: Any = sending.invitation or sending.campaign
    named = sending.invitation if not sending.anonymous else None
    response = Response(
        submission=sending.submission, asked_id=sending.asked_id, campaign=sending.campaign, invitation=named,
        thread_id=home.thread_id, zone=home.zone, voice=sending.voice, channel=sending.channel,
        answers=sending.answers, marks=sending.marks, total=score.total, result=score.to_json(), revision=sending.base + 1,
        reason=sending.reason,
    )  # fmt: skip
    if sending.invitation:
        response.department, response.structure_kind = sending.invitation.department, sending.invitation.structure_kind
    if named:
        response.organisation_id, response.person_id = named.organisation_id, named.person_id
    if not sending.anonymous:
        response.entered_by_label = sending.actor.label if sending.actor else ""
    return response


def _tell(sending: Sending, response: Response) -> None:
    code = "surveys.response.received" if response.revision == 1 else "surveys.response.corrected"
    data = {"title": sending.definition.title, "revision": response.revision, "reason": response.reason, "voice": response.voice}
    actor = sending.actor or Actor.system("la personne qui a répondu")
    record(sending.invitation, code, actor=actor, audience=["operator", "structure"], data=data)


def _receipt(response: Response, *, first: bool) -> Receipt:
    return Receipt(response.submission, response.submitted_on, response.submitted_at, response.revision, first)


def correct(*, actor: Actor, response: Response, answers: Mapping[str, Any], reason: str) -> Receipt:
    """A new revision of somebody else's answer, with its reason: the first one stays as it was given."""
    allow(policies.may_correct(actor, response))
    if not reason.strip():
        raise Faulty({"reason": "Indiquez pourquoi cette réponse est corrigée : la personne pourra le lire."})
    return submit(
        submission=uuid.uuid4(), answers=answers, channel=response.channel, invitation=response.invitation, actor=actor,
        voice=response.voice, base=response.revision, reason=reason.strip(),
    )  # fmt: skip
