"""What becomes of answers at the door: kept until they are sent, found again by six letters, sent once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files import File as Upload

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.files.actions import join_file
from cordee.core.formats import date_long
from cordee.core.models import File
from cordee.tools.surveys.actions.progress import give_code, keep_progress, resume_by_code
from cordee.tools.surveys.actions.submitting import Conflict, Outdated, submit
from cordee.tools.surveys.answering.door import ANSWERING, Door
from cordee.tools.surveys.answering.reading import Answers
from cordee.tools.surveys.models import Invitation, Progress, Response

NO_FILE = Refusal("anonymous", "Ce questionnaire est anonyme : il ne reçoit pas de fichier, qui pourrait dire qui vous êtes.")
HEAVY = Refusal("heavy", "Ce fichier est trop lourd : il en faut un de 25 Mo au plus. Le reste de vos réponses est gardé.")
MOST_BYTES = 25 * 1024 * 1024


class Differs(Exception):
    """Another device wrote meanwhile: both are shown, nothing is chosen for the person."""

    def __init__(self, revision: int, base: int, answers: Answers) -> None:
        super().__init__(revision, base)
        self.told = {"revision": revision, "base": base, "answers": answers}


@dataclass(frozen=True, slots=True)
class Receipt:
    submission: uuid.UUID
    on: date

    @property
    def number(self) -> str:
        """Short enough to be copied by hand; it says nothing of the answers."""
        letters = self.submission.hex[:12].upper()
        return f"{letters[:4]} {letters[4:8]} {letters[8:]}"

    @property
    def told(self) -> dict[str, str]:
        return {"number": self.number, "said": f"le {date_long(self.on)}"}


def keep(door: Door, submission: uuid.UUID, answers: Answers, revision: int | None) -> Progress:
    """`revision`: the one this device read; None, for a page without script, which sends one part and keeps the others."""
    kept, clash = keep_progress(submission=submission, answers=answers, base=revision, invitation=_invitation(door), campaign=door.campaign)
    if clash:
        raise Differs(kept.revision, door.sent.revision if door.sent else 0, kept.answers)
    return kept


def _invitation(door: Door) -> Invitation | None:
    """What was found again by a code stays under the code: of an anonymous campaign, nothing says who it is."""
    return door.by_code.invitation if door.by_code else door.invitation


def coded(door: Door, submission: uuid.UUID, answers: Answers, revision: int | None) -> tuple[Progress, str]:
    kept = keep(door, submission, answers, revision)
    return kept, give_code(submission=kept.submission)


def found_by_code(door: Door, typed: str) -> Progress | None:
    """What these six letters keep, behind the link of a guest who is anonymous."""
    kept = resume_by_code(typed) if door.takes_code else None
    return kept if kept and kept.campaign == door.campaign and kept.behind_a_link else None


def send(door: Door, submission: uuid.UUID, answers: Answers, base: int, *, draft: int | None = None) -> Receipt:
    """`draft`: the revision of what is kept that this device read; None, for a page without script, which sends what is kept."""
    channel = door.opened.channel or (door.invitation.channel if door.invitation else Invitation.Channel.LINK)
    try:
        sent = submit(
            submission=submission, answers=answers, channel=channel, invitation=_invitation(door), campaign=door.campaign, base=base,
            draft=draft, levels=door.opened.levels, actor=door.opened.actor,
        )  # fmt: skip
    except Outdated as outdated:
        raise Differs(outdated.kept.revision, base, outdated.kept.answers) from outdated
    except Conflict as conflict:
        raise Differs(0, conflict.theirs.revision, conflict.theirs.answers) from conflict
    return Receipt(sent.submission, sent.received_on)


def receipt_of(door: Door, submission: uuid.UUID | None) -> Receipt | None:
    """Of what arrived by this door: the submission, or the answer of the invitation."""
    rows = Response.objects.for_system(ANSWERING).filter(submission=submission, campaign=door.campaign)
    found = rows.first() if submission else door.sent
    return Receipt(found.submission, found.submitted_on) if found else None


def join(door: Door, upload: Upload[Any]) -> File:
    """A file of who answers: read by the DLA, with the answer. An anonymous campaign takes none."""
    if door.anonymous:
        raise Refused(NO_FILE)
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(HEAVY)
    actor = Actor.system("la personne qui a répondu")
    return join_file(actor=actor, thread=door.thread, upload=upload, label=f"{door.definition.title} : pièce jointe", audience=["operator"])
