"""What the calendar says of plans: « À faire », and one letter for what is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.next_step import next_steps
from cordee.accompaniment.plans import actions, jobs, queries, reminding
from cordee.core import todo
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.lifecycle import advance
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.plans import drawing
from tests.factories import SYSTEM


def titles(actor: Actor) -> list[str]:
    return [t.title for t in todo.todos(actor) if "parcours" in t.title or "action" in t.title]


def running(nord: scene.Nord, ends_in: int, **action: Any) -> Any:
    """A dossier under way whose plan ends in so many days, begun a year ago."""
    case = nord.case("shared")
    day = today() - timedelta(days=365)
    plan = drawing.drawn(case, starts_on=day, ends_on=today() + timedelta(days=ends_in))
    if action:
        drawing.add(plan, day=day, **action)
    return scene.bring(case, "under_way")


def letters(code: str) -> list[Mail]:
    return list(Mail.objects.for_system("test").filter(kind=code).order_by("id"))


@pytest.mark.covers("DLA-905")
def test_a_plan_that_ends_without_update_or_closure_is_told_once(db: None) -> None:
    nord = scene.Nord()
    soon, over, far = running(nord, 5), running(nord, -1), running(nord, 200)
    officer = nord.people["officer"]
    line = "Actualiser ou clore le parcours : Consolider l'atelier"
    assert titles(officer.actor) == [line, line]
    due = [t for t in todo.todos(officer.actor) if t.title == line]
    plan = queries.plan_of(over)
    assert plan
    assert due[0].url == plan.get_absolute_url()
    assert len(todo.sorted_out(due)["late"]) == 1
    assert titles(nord.people["structure"].actor) == []
    jobs.remind(0)
    jobs.remind(0)
    told = letters("plans.ended")
    assert {mail.recipient for mail in told} == {officer.user.email.lower(), nord.people["head"].user.email.lower()}
    assert len(told) == 2
    assert Event.objects.for_system("test").filter(code="plans.version.ended").count() == 1
    advance(over, "update", actor=SYSTEM, data={"reason": "Prolonger."})
    version = queries.latest(plan)
    version.ends_on = today() + timedelta(days=300)
    version.save(update_fields=["ends_on"])
    drawing.agree_all(version)
    scene.adhere(soon, 4)
    advance(soon, "follow", actor=SYSTEM)
    assert titles(officer.actor) == []
    assert far.state == "under_way"


@pytest.mark.covers("DLA-905")
def test_an_update_waits_for_the_yes_of_the_other_side(db: None) -> None:
    nord = scene.Nord()
    case = running(nord, 5)
    officer, structure = (nord.people[name].actor for name in ("officer", "structure"))
    line = "Valider l'actualisation du parcours : Consolider l'atelier"

    def waited() -> list[bool]:
        return [line in titles(one) for one in (officer, structure)]

    def first(actor: Actor, capacity: str) -> tuple[str, str]:
        said = next_steps(case, actor, frozenset({capacity}))[0]
        return said.sentence, said.detail

    advance(case, "update", actor=SYSTEM, data={"reason": "Prolonger."})
    plan = queries.plan_of(case)
    assert plan
    version = queries.latest(plan)
    assert waited() == [False, False], "its words are being written"
    assert first(officer, "operator") == ("Reprendre la version 2 du parcours, puis la valider des deux côtés", "À faire par vous.")
    actions.agree(actor=officer, version=version, side="operator", organisation=case.opened_by)
    assert waited() == [False, True]
    assert first(structure, "structure") == ("Valider l'actualisation du parcours", "À faire par vous.")
    directrice = nord.people["structure"].client
    for url in (case.get_absolute_url(), plan.get_absolute_url()):
        assert "Prochaine étape : Valider " in directrice.get(url).content.decode(), url
    actions.agree(actor=structure, version=version, side="structure", organisation=nord.people["structure"].organisation)
    assert waited() == [False, False]
    assert "suivi" in first(officer, "operator")[0], "nothing waits for this version any more"
    assert titles(nord.people["structure_elsewhere"].actor) == []


@pytest.mark.covers("DLA-905", "DLA-017")
def test_an_action_that_is_late_is_told_to_who_holds_it(db: None) -> None:
    nord = scene.Nord()
    passed = today() - timedelta(days=2)
    case = running(nord, 200, kind="expertise", held_by="operator", title="Relire le budget", due_on=passed)
    own = queries.open_actions(case)[-1]
    officer, colleague = nord.people["officer"], make.officer(of=nord.operator)
    membership = officer.membership
    cases.hand_over(actor=SYSTEM, cases=[case], to=membership, on=today())
    assert titles(officer.actor) == ["Finir l'action : Relire le budget"]
    assert titles(colleague.actor) == [], "a colleague follows it"
    assert titles(nord.people["head"].actor) == [], "its officer has it"
    assert reminding.tell_late() == 1
    assert reminding.tell_late() == 0
    assert [mail.recipient for mail in letters("plans.late")] == [officer.user.email.lower()]
    assert titles(nord.people["structure"].actor) == []
    own.due_on = today() + timedelta(days=3)
    own.save(update_fields=["due_on"])
    assert titles(nord.people["structure"].actor) == [f"Finir l'action : {own.title}"]
