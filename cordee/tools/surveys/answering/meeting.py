"""A grid filled in a meeting: the structure and the DLA each mark, what differs is discussed, one answer is agreed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.formats import counted
from cordee.tools.surveys import queries
from cordee.tools.surveys.actions import keep_progress, progress_of, submit
from cordee.tools.surveys.answering.drawing import Field
from cordee.tools.surveys.answering.reading import RADIOS, Answer, Answers
from cordee.tools.surveys.answering.written import in_words
from cordee.tools.surveys.definition import scoring
from cordee.tools.surveys.definition.answers import is_left
from cordee.tools.surveys.definition.conditions import Sight
from cordee.tools.surveys.definition.schema import Definition, Item, Section
from cordee.tools.surveys.models import Invitation, Progress, Response

STRUCTURE, OFFICER, AGREED = Response.Voice.RESPONDENT, Response.Voice.OFFICER, Response.Voice.AGREED
ORDERED = {"level", "three"}  # a place further down is a level further down
CHANNEL = Invitation.Channel.MEETING
LEFT = Refusal("gaps", "Il reste des écarts sans réponse commune : choisissez-en une pour chacun, puis enregistrez.")


@dataclass(frozen=True, slots=True)
class Gap:
    """A question on which the two voices differ, or that only one of them answered."""

    item: Item
    structure: str
    officer: str
    size: float
    said: str
    field: Field


class Meeting:
    """One sitting: the answers of each voice, kept as they come."""

    def __init__(self, invitation: Invitation) -> None:
        self.invitation = invitation
        self.kept: dict[str, Progress | None] = {voice: progress_of(invitation, voice) for voice in (STRUCTURE, OFFICER, AGREED)}

    @cached_property
    def definition(self) -> Definition:
        return queries.definition_of(self.invitation.asked_id)

    def answers(self, voice: str) -> Answers:
        kept = self.kept[voice]
        return dict(kept.answers) if kept else {}

    @cached_property
    def common(self) -> Answers:
        """What conditions look at: the structure's word first, the DLA's where it said nothing."""
        return self.answers(OFFICER) | self.answers(STRUCTURE)

    @cached_property
    def asked(self) -> list[tuple[Section, Item]]:
        """The questions one after the other. Repeated blocks and files are filled by the entry of an answer, not in front of everyone."""
        sight = Sight(self.definition, self.common)
        return [(s, i) for s in self.definition.sections if not s.repeat for i in s.items if sight.item(i.code) and i.kind != "file"]

    @property
    def first_left(self) -> int:
        left = (n for n, (_, item) in enumerate(self.asked, 1) if is_left(self.answers(STRUCTURE).get(item.code)))
        return next(left, len(self.asked))

    def fields(self, item: Item) -> list[tuple[str, str, Field]]:
        """(voice, its name, its field): what is a choice is marked by both, the rest is written once."""
        names = [(STRUCTURE, str(self.invitation.organisation)), (OFFICER, "Le DLA")]
        shown = names if item.kind in RADIOS else [(STRUCTURE, "Réponse")]
        return [
            (voice, name, Field(item, f"{voice}.{item.code}", True, self.answers(voice).get(item.code, {}), officer=voice == OFFICER))
            for voice, name in shown
        ]

    def note(self, voice: str, item: Item, answer: Answer) -> None:
        answers = {code: one for code, one in self.answers(voice).items() if code != item.code} | ({item.code: answer} if answer else {})
        kept, _ = keep_progress(submission=uuid.uuid4(), answers=answers, invitation=self.invitation, voice=voice)
        self.kept[voice] = kept
        self.__dict__.pop("common", None)
        self.__dict__.pop("asked", None)

    # -- what differs ------------------------------------------------------------------------------------------------------
    @property
    def gaps(self) -> list[Gap]:
        """The widest first: what deserves the time that is left."""
        found = [gap for _, item in self.asked if item.kind in RADIOS and (gap := self._gap(item))]
        return sorted(found, key=lambda gap: -gap.size)

    def _gap(self, item: Item) -> Gap | None:
        theirs, ours = self.answers(STRUCTURE).get(item.code, {}), self.answers(OFFICER).get(item.code, {})
        if is_left(ours) or (theirs.get("v"), theirs.get("s")) == (ours.get("observed") or ours.get("v"), ours.get("s")):
            return None
        marks = [scoring.mark(item, one) for one in (theirs, ours)]
        size = abs(marks[0] - marks[1]) if marks[0] is not None and marks[1] is not None else 0.0
        agreed = self.answers(AGREED).get(item.code, {})
        field = Field(item, f"{AGREED}.{item.code}", True, agreed)
        return Gap(
            item, in_words(item, theirs) or "Pas de réponse", in_words(item, _seen(ours)), size, self._said(item, theirs, ours), field
        )

    def _said(self, item: Item, theirs: Answer, ours: Answer) -> str:
        places = {option.code: place for place, option in enumerate(item.choices)}
        here, there = places.get(theirs.get("v", "")), places.get(_seen(ours).get("v", ""))
        if here is None or there is None:
            return "une seule réponse" if is_left(theirs) else "réponses différentes"
        if item.kind not in ORDERED:
            return "réponses différentes"
        return f"{counted(abs(here - there), 'niveau', 'niveaux')} d'écart"

    # -- the end -----------------------------------------------------------------------------------------------------------
    def conclude(self, actor: Actor) -> None:
        """Three answers, in one transaction: that of the structure, that of the DLA, the one that they agreed on."""
        if any(is_left(self.answers(AGREED).get(gap.item.code)) for gap in self.gaps):
            raise Refused(LEFT)
        ours = {code: _seen(one) for code, one in self.answers(OFFICER).items()}
        agreed = ours | self.answers(STRUCTURE) | self.answers(AGREED)
        with transaction.atomic():
            for voice, answers in ((OFFICER, self.common | self.answers(OFFICER)), (STRUCTURE, self.common), (AGREED, agreed)):
                kept = self.kept[voice]
                submission = kept.submission if kept else uuid.uuid4()
                submit(submission=submission, answers=answers, channel=CHANNEL, invitation=self.invitation, actor=actor, voice=voice)


def _seen(answer: Answer) -> Answer:
    """What was observed is what the DLA says."""
    return {**answer, "v": answer["observed"]} if answer.get("observed") else answer


def waiting_for(asked_id: int, organisation_id: int) -> Invitation | None:
    """The sitting that was begun and not concluded."""
    rows = Invitation.objects.for_system("the structure was fetched through visible_to").filter(
        asked_id=asked_id, organisation_id=organisation_id, campaign=None, person=None, answered=False, withdrawn_at=None
    )
    found: Invitation | None = rows.select_related("organisation", "campaign").order_by("pk").first()
    return found
