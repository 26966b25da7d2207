"""The plans of the demonstration on first opening."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import Effect, Effort, PlanAction, Version
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.core import todo
from cordee.core.access import Actor
from cordee.core.journal import fil
from cordee.demo.examples import before, dossiers, plans
from cordee.demo.examples.when import working_day

TODAY = timezone.localdate()
J = working_day(TODAY)


@pytest.fixture(autouse=True)
def _told(story: None, db: None) -> None:
    """On the base of the demonstration."""


def actor(code: str) -> Actor:
    found = load_actor(User.objects.get(email=f"{code}@cordee.example").pk)
    assert found
    return found


def test_the_plans_of_the_personas_are_there_and_told_in_order() -> None:
    ines = actor("charge-mission-nord")
    ending = next(t for t in todo.todos(ines) if t.title.startswith("Actualiser ou clore le parcours"))
    assert ending.due
    assert (ending.title.endswith(dossiers.VERGER.title), timezone.localdate(ending.due)) == (True, J + timedelta(days=5))
    missions = queries.to_consult(PlanAction.objects.visible_to(ines))
    assert [m.title for m in missions] == [plans.MISSION]
    assert queries.missing_of(missions.get()) == []
    assert {v.state for v in Version.objects.visible_to(ines).order_by("id")} == {"settled"}
    assert Effort.objects.visible_to(ines).count() == 6
    assert {e.kind for e in Effect.objects.visible_to(ines).order_by("id")} == {"loan", "needs"}
    for lived in (dossiers.VERGER, dossiers.LINGE, dossiers.RIVES):
        lines, _ = fil(dossiers.case_of(lived).thread, ines)
        told = [line.event.at for line in lines]
        assert told == sorted(told, reverse=True), lived.title


def test_the_individual_accompaniment_of_2009_has_its_plan_for_its_network() -> None:
    plan = queries.plan_of(dossiers.told(before.ASTRE_2009))
    assert plan
    coorace = actor("reseau-coorace")
    assert Version.objects.visible_to(coorace).get(plan=plan).starts_on.year == 2009
    assert PlanAction.objects.visible_to(coorace).get(plan=plan).state == "done"
