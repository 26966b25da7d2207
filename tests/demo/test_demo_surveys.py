"""The questionnaires of the demonstration: the figures of the documents, a roll-out under way, small departments masked, lineage."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.core.access import Actor
from cordee.demo.examples.when import working_day
from cordee.tools.surveys import queries
from cordee.tools.surveys.definition import checks
from cordee.tools.surveys.library import ready
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire, Response, Version

J = working_day(timezone.localdate())


@pytest.fixture(autouse=True)
def _told(story: None, db: None) -> None:
    """On the base of the demonstration."""


def acting(code: str) -> Actor:
    actor = load_actor(User.objects.get(email=f"{code}@cordee.example").pk)
    assert actor
    return actor


def campaign(start: str) -> Campaign:
    found: Campaign = Campaign.objects.for_system("test").get(name__startswith=start)
    return found


def answers(start: str) -> list[dict[str, Any]]:
    return list(Response.objects.for_system("test").filter(campaign=campaign(start)).values_list("answers", flat=True))


@pytest.mark.covers("COL-003", "COL-004", "EVA-003")
def test_thirty_answered_in_2020_and_twenty_six_were_interested_and_ready() -> None:
    flash = campaign("Questionnaire flash : marketing digital")
    assert (flash.opens_on, timezone.localdate(flash.closes_at)) == (date(2020, 9, 23), date(2020, 10, 6))
    assert flash.state == Campaign.State.CLOSED
    assert not flash.fictitious
    said = answers("Questionnaire flash : marketing digital")
    assert len(said) == 30
    assert sum(one["interested"]["v"] == "yes" and one["ready"]["v"] == "yes" for one in said) == 26
    days = set(Response.objects.for_system("test").filter(campaign=flash).values_list("submitted_on", flat=True))
    assert all(date(2020, 9, 23) <= day <= date(2020, 10, 6) for day in days)


@pytest.mark.covers("COL-008", "EVA-004")
def test_ninety_six_percent_rated_the_webinar_four_or_five() -> None:
    marks = Counter(one["overall"]["v"] for one in answers("Webinaire"))
    assert (marks["four"] + marks["five"]) / marks.total() == 0.96


def test_the_regional_dla_reads_eighteen_answers_of_thirty() -> None:
    made = campaign("Questionnaire flash : essaimage")
    assert Campaign.objects.visible_to(acting("dla-regional-hdf")).filter(pk=made.pk).exists()
    rate = queries.rate_of(made)
    assert (rate.answered, rate.invited) == (18, 30)
    assert made.fictitious
    assert timezone.localdate(made.closes_at) == J + timedelta(days=6)
    waiting = Invitation.objects.visible_to(acting("structure-directrice")).filter(campaign=made, answered=False)
    assert [str(one.organisation) for one in waiting] == ["La Fabrique des Rives (fictif)"]


def test_satisfaction_has_a_department_of_two() -> None:
    made = campaign("Satisfaction des structures")
    found = Counter(Response.objects.for_system("test").filter(campaign=made).values_list("department", flat=True))
    assert found == {"59": 12, "60": 9, "02": 5, "80": 2}
    assert made.anonymous
    assert not Response.objects.for_system("test").filter(campaign=made, organisation__isnull=False).exists()


@pytest.mark.covers("EVA-005", "EVA-901")
def test_the_same_grid_was_filled_twice_two_months_apart() -> None:
    rows = Response.objects.visible_to(acting("charge-mission-nord")).filter(asked__questionnaire__code="digital-marketing")
    first, last = rows.order_by("submitted_on")
    assert [J - one.submitted_on for one in (first, last)] == [timedelta(days=88), timedelta(days=22)]
    assert first.asked_id == last.asked_id
    assert [one.result["level"]["label"] for one in (first, last)] == ["À initier", "À structurer"]


@pytest.mark.covers("EVA-904")
def test_a_network_adapted_a_grid_of_the_library_and_says_so() -> None:
    adapted = Questionnaire.objects.for_system("test").get(original__code="digital-marketing")
    assert str(adapted.organisation) == "COORACE"
    definition = queries.definition_of(Version.objects.for_system("test").get(questionnaire=adapted, state="published").pk)
    assert definition.item("missions_online")
    assert len(list(definition.items)) == len(list(ready()["digital-marketing"].definition.items)) + 1


def test_every_answer_of_the_story_could_have_been_sent() -> None:
    for one in Response.objects.for_system("test").exclude(asked=None):
        assert checks.faults(queries.definition_of(one.asked_id), one.answers, final=True) == {}


def test_a_structure_does_not_see_what_others_were_asked() -> None:
    salome = acting("structure-directrice")
    assert not Campaign.objects.visible_to(salome).filter(name__startswith="Satisfaction").exists()
    assert {str(one.organisation) for one in Response.objects.visible_to(salome)} == {"La Fabrique des Rives (fictif)"}
