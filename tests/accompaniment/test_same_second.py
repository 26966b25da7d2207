"""Two officers at the same second, on two connections: one fact, one line in the fil, and a sentence for the second."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError

from cordee.accompaniment.cases.models import Validation
from cordee.accompaniment.diagnoses import actions as diagnoses
from cordee.accompaniment.diagnoses import queries as written
from cordee.accompaniment.diagnoses.models import Assent, Version
from cordee.accompaniment.plans import actions as plans
from cordee.accompaniment.plans import queries as drawn
from cordee.accompaniment.plans.models import Plan
from cordee.core.access import Refused
from cordee.core.models import Event
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.diagnoses import scene as writing
from tests.accompaniment.plans import drawing


def at(state: str) -> SimpleNamespace:
    nord = scene.Nord()
    people = (nord.people["officer"].actor, make.officer(of=nord.operator).actor)
    return SimpleNamespace(nord=nord, case=nord.case(state), people=people)


def refused_once(results: list[Any]) -> None:
    """One of the two is done, the other is told why: never an accident."""
    troubles = [one for one in results if isinstance(one, Exception)]
    assert len(troubles) == 1, results
    assert isinstance(troubles[0], Refused | ValidationError), troubles


def told(case: Any, code: str) -> int:
    return int(Event.objects.for_system("test").filter(thread=case.thread_id, code=code).count())


def test_two_officers_propose_and_validate_a_diagnosis(own_db: Any) -> None:
    (stage,) = own_db.together(lambda: at("diagnosing"))
    (diagnosis,) = own_db.together(lambda: writing.write(written.of_case(stage.case).get()))
    first, second = stage.people
    versions = own_db.together(*(lambda who=who: diagnoses.propose(actor=who, diagnosis=diagnosis) for who in (first, second)))
    assert {version.number for version in versions} == {1}, "the same text is one version"

    def say(who: Any) -> Any:
        return diagnoses.validate(actor=who, version=versions[0], side="operator", organisation=stage.nord.operator)

    refused_once(own_db.together(lambda: say(first), lambda: say(second)))

    def count() -> tuple[int, ...]:
        assents = Assent.objects.for_system("test").filter(version__diagnosis=diagnosis, side="operator")
        kept = Validation.objects.for_system("test").filter(case=stage.case, what="diagnosis", side="operator")
        proposed = Version.objects.for_system("test").filter(diagnosis=diagnosis)
        return assents.count(), kept.count(), proposed.count(), told(stage.case, "diagnoses.assent.noted")

    assert own_db.together(count) == [(1, 1, 1, 1)]


def test_two_officers_draw_and_validate_a_plan(own_db: Any) -> None:
    (stage,) = own_db.together(lambda: at("shared"))
    first, second = stage.people

    def draw(who: Any) -> Any:
        return plans.draw_plan(actor=who, case=stage.case, values=drawing.words())

    refused_once(own_db.together(lambda: draw(first), lambda: draw(second)))

    def ready() -> Any:
        plan = drawn.plan_of(stage.case)
        assert plan
        drawing.add(plan)
        return drawn.versions_of(plan).select_related("plan__case__thread")[0]

    (version,) = own_db.together(ready)

    def agree(who: Any) -> Any:
        return plans.agree(actor=who, version=version, side="operator", organisation=stage.nord.operator)

    refused_once(own_db.together(lambda: agree(first), lambda: agree(second)))

    def count() -> tuple[int, int]:
        kept = Validation.objects.for_system("test").filter(case=stage.case, what="plan", side="operator")
        return Plan.objects.for_system("test").filter(case=stage.case).count(), kept.count()

    assert own_db.together(count) == [(1, 1)]
