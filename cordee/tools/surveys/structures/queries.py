"""What a structure is asked, what it answered: for who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire, Response
from cordee.tools.surveys.reading.policies import reads_response

READERS = {"operator", "structure"}  # of the page of one structure's questionnaires
KEPT = 200  # answers of one structure that its page reads
#: the uses of grids that are filled with one structure, in the order of an accompaniment
WITH_ONE = (
    Questionnaire.Use.DIAGNOSIS,
    Questionnaire.Use.PRACTICES,
    Questionnaire.Use.CHECKLIST,
    Questionnaire.Use.FOLLOW_UP,
)


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers of one voice to one questionnaire, the latest first."""

    questionnaire: Questionnaire
    answers: list[Response]

    @property
    def latest(self) -> Response:
        return self.answers[0]

    @property
    def twice(self) -> bool:
        return len(self.answers) > 1


def asked_of(organisation: Organisation, actor: Actor) -> QuerySet[Invitation]:
    """Invitations that still wait for an answer, the soonest first."""
    rows = Invitation.objects.visible_to(actor).filter(organisation=organisation, answered=False, withdrawn_at=None)
    rows = rows.filter(Q(campaign=None) | Q(campaign__state=Campaign.State.OPEN))
    return rows.select_related("campaign").order_by("campaign__closes_at", "id")


def given_by(organisation: Organisation, actor: Actor) -> QuerySet[Response]:
    """What the actor may see was answered, the latest first: `reads_response` says which are read one by one."""
    rows = Response.objects.visible_to(actor).filter(organisation=organisation, person=None, latest=True)
    return rows.select_related("campaign").order_by("-submitted_on", "-submitted_at", "id")


def waiting_for(organisation: Organisation, actor: Actor) -> list[Invitation]:
    return list(asked_of(organisation, actor).select_related("asked__questionnaire", "campaign"))


def answers_of(organisation: Organisation, actor: Actor) -> list[Response]:
    rows = given_by(organisation, actor).select_related("asked__questionnaire", "campaign", "thread")
    return [one for one in rows[:KEPT] if reads_response(actor, one)]


def by_questionnaire(answers: Iterable[Response]) -> list[Filled]:
    """In the order of the questionnaires' titles; each voice apart, since only one's own answers compare."""

    def where(one: Response) -> tuple[str, int, str]:
        return one.asked.questionnaire.title, one.asked.questionnaire_id, one.voice

    return [Filled(rows[0].asked.questionnaire, rows) for _, found in groupby(sorted(answers, key=where), where) if (rows := list(found))]


def grids_for(actor: Actor) -> list[Questionnaire]:
    """The grids in service that are filled with one structure: those of the library, and those of the actor's territory."""
    rows = Questionnaire.objects.visible_to(actor).filter(state=Questionnaire.State.ACTIVE, use__in=WITH_ONE, versions__state="published")
    found = rows.select_related("organisation").distinct().order_by("sort_key", "id")
    return sorted(found, key=lambda one: list(WITH_ONE).index(Questionnaire.Use(one.use)))
