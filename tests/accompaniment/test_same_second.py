"""Two officers at the same second, on two connections: one fact, one line in the fil, and a sentence for the second."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Adhesion, Validation
from cordee.accompaniment.diagnoses import actions as diagnoses
from cordee.accompaniment.diagnoses import queries as written
from cordee.accompaniment.diagnoses.models import Assent, Version
from cordee.accompaniment.followup import actions as followup
from cordee.accompaniment.plans import actions as plans
from cordee.accompaniment.plans import queries as drawn
from cordee.accompaniment.plans.models import Plan
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.diagnoses import scene as writing
from tests.accompaniment.followup import scene as following
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


def test_two_officers_remind_ask_and_note_from_the_list(own_db: Any) -> None:
    """Each presses the same bulk act on the same dossier: one letter, one demand, one adhesion."""
    (stage,) = own_db.together(lambda: at("diagnosing"))
    first, second = stage.people

    def both(act: Any) -> None:
        refused_once(own_db.together(lambda: act(first), lambda: act(second)))

    both(lambda who: cases.remind(actor=who, case=stage.case, operation=uuid.uuid4()))
    asked = {"kinds": following.kinds("statuts"), "due": today() + timedelta(days=9)}
    both(lambda who: followup.ask_missing(actor=who, case=stage.case, operation=uuid.uuid4(), **asked))
    heard = {"who": "Direction", "capacity": "", "on": today(), "channel": "phone"}
    both(lambda who: cases.receive_adhesions(actor=who, case=stage.case, operation=uuid.uuid4(), **heard))

    def count() -> tuple[int, ...]:
        letters = Mail.objects.for_system("test").filter(kind__in=["cases.reminded", "followup.asked"])
        said = Adhesion.objects.for_system("test").filter(case=stage.case, step=2)
        return letters.count(), stage.case.demands.count(), said.count(), told(stage.case, "cases.case.reminded")

    assert own_db.together(count) == [(2, 1, 1, 1)]


def test_the_same_press_at_the_same_second_is_served_once(own_db: Any) -> None:
    (stage,) = own_db.together(lambda: at("diagnosing"))
    first, _ = stage.people
    key = uuid.uuid4()
    results = own_db.together(*[lambda: cases.remind(actor=first, case=stage.case, operation=key)] * 2)
    assert results == ["", ""], "neither is an accident, nor a refusal"
    assert own_db.together(lambda: told(stage.case, "cases.case.reminded")) == [1]
