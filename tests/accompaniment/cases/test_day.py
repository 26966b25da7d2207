"""« À faire » of dossiers: each profile its own lines, by the house's clock, in one query."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.models import Case
from cordee.core import todo
from cordee.core.lifecycle import advance
from cordee.core.parameters import forget_parameters
from cordee.core.todo import sources
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.cases.test_passing import held_by
from tests.accompaniment.plans import drawing as plans
from tests.factories import SYSTEM, Someone

#: other rooms have their own references
ROOM = tuple(code for code, _ in sources.items() if code.startswith("cases."))


def lines(someone: Someone) -> list[tuple[str, str, bool]]:
    """(title, day due, awaited) of the lines of dossiers, in the order of the home."""
    forget_parameters()
    found = [t for t in todo.todos(someone.actor) if t.url.startswith("/dossiers/")]
    return [(t.title, f"{t.due.astimezone(todo.timezone.get_default_timezone()):%d/%m/%Y}" if t.due else "", t.awaited) for t in found]


class Reference:
    """A dossier of each kind, followed by one officer, on 1 March 2027."""

    def __init__(self) -> None:
        self.nord = scene.Nord()
        self.officer, self.head, self.away = (self.nord.people[name] for name in ("officer", "head", "officer_elsewhere"))
        self.other = make.officer(of=self.nord.operator)
        scene.at("2026-06-01 09:00")
        self.ancient = self.case("Diagnostic ancien", "diagnosing")
        scene.at("2027-02-22 09:00")
        self.asked = scene.open_case(make.organisation("Nouvelle"))
        self.received = self.case("Accueillie", "received")
        self.other_s = self.case("Autre portefeuille", "diagnosing", by=self.other)
        self.half = self.case("Moitié", "shared", director=True)
        plans.drawn(self.half)
        actions.validate(actor=SYSTEM, case=self.half, what="plan", side="operator", organisation=self.nord.operator)
        self.signed = self.case("Signée", "shared")
        plans.drawn(self.signed)
        structure = self.signed.beneficiaries.get().organisation
        actions.validate(actor=SYSTEM, case=self.signed, what="plan", side="structure", organisation=structure)
        scene.at("2027-03-01 09:00")

    def case(self, name: str, state: str, *, by: Someone | None = None, director: bool = False) -> Case:
        structure = make.organisation(name)
        if director:
            self.director = make.director(structure)
        case = scene.bring(scene.open_case(structure, title=f"Dossier {name}"), state)
        held_by(by or self.officer, case, date(2026, 6, 1))
        return case


@pytest.fixture
def reference(db: None) -> Reference:
    return Reference()


def test_the_officer_s_reference_list(reference: Reference) -> None:
    assert lines(reference.officer) == [
        ("Faire avancer : Diagnostic ancien", "30/08/2026", False),
        ("Accueillir Nouvelle", "04/03/2027", False),
        ("Décider l'éligibilité : Accueillie", "24/03/2027", False),
        ("Noter l'adhésion à l'étape « Diagnostic partagé » : Diagnostic ancien", "", True),
        ("Noter l'adhésion à l'étape « Accueil » : Accueillie", "", True),
        ("Noter la validation de Moitié : le parcours d'accompagnement", "", True),
        ("Valider le parcours d'accompagnement : Signée", "", False),
    ]


def test_the_head_finds_what_nobody_follows_and_nothing_of_the_officers(reference: Reference) -> None:
    assert lines(reference.head) == [("Confier à quelqu'un : Nouvelle", "04/03/2027", False)]


@pytest.mark.covers("GOV-018")
def test_a_structure_is_asked_its_adhesion_and_its_validation_without_a_date(reference: Reference) -> None:
    assert lines(reference.director) == [("Valider le parcours d'accompagnement", "", False)]
    structure = reference.nord.people["structure"]
    case = reference.nord.case("received")
    assert lines(structure) == [("Dire votre adhésion à l'étape « Accueil »", "", False)]
    scene.adhere(case, 1, decision="no")
    assert lines(structure) == [], "it has spoken: nothing more is asked"


def test_a_structure_that_validated_waits_for_its_dla_without_its_lateness(reference: Reference) -> None:
    nord = reference.nord
    case = nord.case("diagnosing")
    scene.adhere(case, 2)
    actions.validate(actor=SYSTEM, case=case, what="diagnosis", side="structure", organisation=nord.structure)
    assert lines(nord.people["structure"]) == [("Suivre la validation de votre DLA : le diagnostic partagé", "", True)]


def test_the_end_of_a_replacement_is_told_to_both(reference: Reference) -> None:
    period = DateRange(date(2027, 3, 1), date(2027, 3, 6))
    actions.stand_in(
        actor=reference.head.actor, cases=[reference.signed], to=reference.away.membership, on=period.lower, until=date(2027, 3, 5)
    )
    assert ("Passer le relais : Dossier Signée", "05/03/2027", False) in lines(reference.away)
    assert ("Reprendre la main : Dossier Signée", "05/03/2027", False) in lines(reference.officer)
    assert ("Valider le parcours d'accompagnement : Signée", "", False) in lines(reference.away), "a substitute finds what is to be done"
    scene.at("2027-03-06 00:00")
    assert lines(reference.away) == []


@pytest.mark.parametrize("who", ["accountant", "national", "network", "funder", "provider", "structure_elsewhere", "officer_elsewhere"])
def test_nobody_else_is_asked_anything(reference: Reference, who: str) -> None:
    assert lines(reference.nord.people[who]) == []


def test_all_of_it_is_one_query_after_the_day_and_its_dossiers(reference: Reference) -> None:
    actor: Any = reference.officer.actor
    todo.todos(actor)
    with CaptureQueriesContext(connection) as seen:
        todo.todos(actor)
    assert ["UNION ALL" in query["sql"] for query in seen.captured_queries] == [False, False, True]
    assert len(ROOM) == 11


def test_a_stage_begins_on_the_day_of_the_fact(db: None) -> None:
    nord = scene.Nord()
    case = scene.open_case(nord.structure, requested_on=date(2026, 1, 5))
    advance(case, "receive", actor=SYSTEM, data={"fact_on": "12/01/2026"})
    case.refresh_from_db()
    assert case.stage_since == date(2026, 1, 12)
    scene.at("2027-03-01 09:00")
    scene.bring(case, "diagnosing")
    case.refresh_from_db()
    assert case.stage_since == date(2027, 3, 1)
