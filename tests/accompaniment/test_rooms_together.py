"""The rooms of an accompaniment seen together: one next step, one sheet to copy, one summary for the committee, and quiet arrivals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.committee import summaries
from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.cases.next_step import next_steps
from cordee.accompaniment.diagnoses import queries as diagnoses
from cordee.accompaniment.plans import queries as plans
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.takeover import copies
from cordee.core.access import capacities_in
from cordee.core.clock import today
from cordee.core.lifecycle import advance
from cordee.core.taking_over import Past, take_over
from cordee.core.threads import open_thread
from cordee.core.todo import todos
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.cases.test_passing import held_by
from tests.accompaniment.diagnoses import scene as writing
from tests.accompaniment.plans import drawing
from tests.accompaniment.requests import scene as filing
from tests.factories import SYSTEM, Someone

ROOMS = ("cases", "diagnoses", "plans", "followup", "requests")


@pytest.fixture
def nord(db: None) -> scene.Nord:
    return scene.Nord()


def steps(case: Case, someone: Someone) -> list[tuple[str, str]]:
    case = Case.objects.for_system("test").select_related("thread").get(pk=case.pk)
    actor = someone.actor
    return [(one.sentence, one.url) for one in next_steps(case, actor, frozenset(capacities_in(actor, case.thread)))]


# -- one next step --------------------------------------------------------------------------------------------------------------
def test_a_diagnosis_is_written_then_proposed_then_validated_on_its_page(nord: scene.Nord) -> None:
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    diagnosis = diagnoses.of_case(case).get()
    page = diagnosis.get_absolute_url()
    assert ("Écrire le diagnostic partagé avec la structure", page) in steps(case, ines)
    assert not [said for said, _ in steps(case, ines) if said.startswith("Valider")], "nothing is validated before it is written"
    writing.write(diagnosis)
    assert ("Proposer le diagnostic à la validation", page) in steps(case, ines)
    version = writing.proposed(diagnosis)
    assert steps(case, salome)[0] == ("Valider le diagnostic partagé", page)
    assert [one.title for one in todos(salome.actor)].count("Valider le diagnostic : La Fabrique des Rives") == 1
    assert not [one for one in todos(salome.actor) if one.source.startswith("cases.validation")], "said once, by its own room"
    writing.both_say_yes(version)
    assert not [said for said, _ in steps(case, ines) if said.startswith("Valider")]
    scene.adhere(case, 2)
    assert steps(case, ines)[0][0] == "Noter le diagnostic validé ensemble"


def test_a_plan_is_drawn_before_anyone_is_asked_to_validate_it(nord: scene.Nord) -> None:
    case, ines, salome = nord.case("shared"), nord.people["officer"], nord.people["structure"]
    draw = reverse("plans:draw", args=[case.public_id])
    assert steps(case, ines) == [("Élaborer le parcours", draw)]
    assert steps(case, salome) == [("Élaborer le parcours", "")], "the DLA draws it"
    plan = drawing.drawn(case)
    assert steps(case, salome)[0] == ("Valider le parcours d'accompagnement", plan.get_absolute_url())


def test_the_dossier_leads_to_where_one_validates(nord: scene.Nord) -> None:
    case, ines, salome = nord.case("shared"), nord.people["officer"], nord.people["structure"]
    where = reverse("cases:validation", args=[case.public_id])
    assert ines.client.get(where)["Location"] == reverse("plans:draw", args=[case.public_id])
    assert salome.client.get(where)["Location"] == case.get_absolute_url()
    plan = drawing.drawn(case)
    assert ines.client.get(where)["Location"] == salome.client.get(where)["Location"] == plan.get_absolute_url()
    for name in ("network", "funder", "officer_elsewhere", "accountant"):
        assert nord.people[name].client.get(where).status_code == 404


# -- what is copied, what the committee reads -----------------------------------------------------------------------------------
def test_the_sheet_to_copy_has_the_diagnosis_its_indicators_and_the_plan(nord: scene.Nord) -> None:
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    diagnosis = writing.write(diagnoses.of_case(case).get())
    make.figures(nord.structure, diagnosis.accounts_year, fte="12.40")
    make.figures(nord.structure, diagnosis.review_year, fte="14.10")
    scene.bring(case, "shared")
    plan = drawing.drawn(case)
    drawing.engineering(plan)

    def read() -> dict[str, str]:
        return {line.code: line.text for line in copies.lines(ines.actor, case)}

    said = read()
    assert said["diagnosis.synthesis"] == writing.SAID["synthesis"]
    assert (said["diagnosis.fte_n"], said["diagnosis.fte_n2"]) == ("12,4", "14,1")
    assert said["plan.engineering"] == "Revoir le modèle économique : prévue"
    scene.bring(case, "planned")
    assert read()["plan.engineering"] == "Revoir le modèle économique : commandée"
    (action,) = [one for one in plans.actions_of(plan) if one.is_engineering]
    scene.bring(case, "under_way")
    action.refresh_from_db()
    advance(action, "start", actor=SYSTEM)
    assert read()["plan.engineering"] == "Revoir le modèle économique : en cours"
    parts = list(dict.fromkeys(field.code.partition(".")[0] for field in copies.worded()))
    assert parts == ["identity", "request", "eligibility", "diagnosis", "plan", "stages", "accounts"]


def test_the_committee_reads_the_diagnosis_once_shared_and_the_plan_and_never_accounts(nord: scene.Nord) -> None:
    case = nord.case("diagnosing")
    diagnosis = diagnoses.of_case(case).get()
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    cases.keep_accounts(actor=SYSTEM, case=case, organisation=nord.structure, year=diagnosis.accounts_year, amounts=amounts)
    writing.proposed(diagnosis, accounts_analysis="Un résultat de -12345 €.")

    def read() -> dict[str, str]:
        return dict(summaries([case.thread_id], None)[case.thread_id].facts)

    assert "Diagnostic" not in read(), "until both sides have said yes it stays between them"
    scene.bring(case, "shared")
    drawing.engineering(drawing.drawn(case))
    said = read()
    assert (said["Diagnostic"], said["Enjeux"]) == (writing.SAID["synthesis"], writing.SAID["stakes"])
    assert "Revoir le modèle économique (6" in said["Actions"]
    assert said["Objectifs du parcours"] == "Diversifier les recettes."
    assert "345" not in " ".join(said.values())


# -- what was taken over asks nothing until it moves ----------------------------------------------------------------------------
def taken_over(nord: scene.Nord, name: str, *states: str) -> Case:
    """As an import enters it: its past told, two years old."""
    structure, day = make.organisation(name), today() - timedelta(days=700)
    thread, _ = open_thread(kind="case", zone=structure.zone)
    case = Case(
        thread=thread, zone=structure.zone, opened_by=nord.operator, year=day.year, kind="individual", origin="alone",
        requester=structure, requested_on=day, taken_over=True, title=f"Dossier {name}", need="Tenir.", stage_since=day,
    )  # fmt: skip
    take_over(case, [Past("request", day, {"origin": "alone"}), *(Past(state, day) for state in states)], actor=SYSTEM)
    row = Beneficiary(case=case, organisation=structure, thread_id=case.thread_id, zone=case.zone, since=day)
    take_over(row, [Past("join", day, {"organisation": name})], actor=SYSTEM)
    return case


def test_dossiers_taken_over_ask_nothing_until_they_move_here(nord: scene.Nord) -> None:
    ines, head = nord.people["officer"], nord.people["head"]
    case = taken_over(nord, "Ancienne", "receive", "diagnose", "share", "plan", "launch", "follow")
    unheld = taken_over(nord, "Sans suite", "receive", "diagnose")
    held_by(ines, case, date(2024, 1, 1))

    def asked(someone: Someone) -> set[str]:
        known = {case.title: "case", unheld.title: "unheld", "Ancienne": "case", "Sans suite": "unheld"}
        told = [f"{one.title} {one.detail}" for one in todos(someone.actor) if one.source.partition(".")[0] in ROOMS]
        return {name for text, name in known.items() for line in told if text in line}

    assert asked(ines) == set()
    assert asked(head) == set()
    advance(case, "review", actor=SYSTEM)
    scene.at(f"{today() + timedelta(days=900)} 09:00")
    assert asked(ines) == {"case"}, "it has moved here: it is asked for as any other"


# -- what the request said is not typed again -----------------------------------------------------------------------------------
def test_eligibility_begins_with_what_the_request_said(nord: scene.Nord) -> None:
    ines, case = nord.people["officer"], nord.case("received")
    demand = filing.request(answered_elsewhere=True, elsewhere="Le fonds régional a payé une étude ; reste la stratégie.")
    Request._base_manager.filter(pk=demand.pk).update(case=case, state="accepted")
    page = ines.client.get(reverse("cases:judge", args=[case.public_id])).content.decode()
    assert "Le fonds régional a payé une étude" in page
    scene.accept_proposal(case)
    again = ines.client.get(reverse("cases:judge", args=[case.public_id])).content.decode()
    assert "Le fonds régional a payé une étude" not in again, "what was judged since stands"
