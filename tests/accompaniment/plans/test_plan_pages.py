"""The pages of a plan: what each reader meets, what forms refuse and keep, what is printed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.gantt import gantt_of
from cordee.accompaniment.plans.models import Nature, Plan, PlanAction
from cordee.core.clock import today
from cordee.core.files.store import open_stored
from cordee.core.lifecycle import advance
from cordee.core.models import Document
from cordee.core.produce import produce
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.plans import drawing
from tests.factories import SYSTEM


def text(someone: make.Someone, address: str) -> str:
    status, content = make.read(someone.client, address)
    assert status == 200, address
    return content.decode()


def url(name: str, of: Any) -> str:
    return reverse(f"plans:{name}", args=[of.public_id])


def day(days: int) -> str:
    return (today() + timedelta(days=days)).strftime("%d/%m/%Y")


WORDS = {"objectives": "Vendre ailleurs.", "follow_up": "Chaque trimestre.", "updating": "À deux."}


def test_an_officer_draws_a_plan_from_the_dossier(db: None) -> None:
    nord = scene.Nord()
    case, officer = nord.case("shared"), nord.people["officer"]
    assert url("draw", case) in text(officer, case.get_absolute_url())
    wrong = officer.client.post(url("draw", case), WORDS | {"starts_on": day(10), "ends_on": day(1)})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "La fin du parcours précède son début" in page
    assert "Vendre ailleurs." in page, "what was typed is kept"
    typed = WORDS | {"starts_on": day(1), "ends_on": day(200)}
    operation = "6f0f5c1e-2d1c-4b62-9a54-0c0de7e57001"
    for _ in range(2):
        answer = officer.client.post(url("draw", case), typed | {"operation": operation})
        assert answer.status_code == 302
    plan = Plan.objects.visible_to(officer.actor).get()
    assert answer["Location"] == plan.get_absolute_url()
    assert "Aucune action pour l'instant" in text(officer, plan.get_absolute_url()).replace("&#x27;", "'")
    nature = Nature.objects.for_system("test").get(code="conseil")
    action = {"title": "Revoir les prix", "kind": "individual", "nature": nature.pk, "issue": "Prix", "held_by": "operator",
              "owner": "Chargée de mission", "starts_on": day(5), "due_on": day(40), "cost": "6 500,50"}  # fmt: skip
    answer = officer.client.post(url("action_add", plan), action | {"due_on": day(2)})
    assert answer.status_code == 422
    assert "précède son début" in answer.content.decode()
    answer = officer.client.post(url("action_add", plan), action)
    made = PlanAction.objects.visible_to(officer.actor).get()
    assert (answer["Location"], made.cost) == (made.get_absolute_url(), Decimal("6500.50"))
    assert "il manque encore" in text(officer, made.get_absolute_url())
    answer = officer.client.post(url("action_edit", made), action | {"title": "Revoir nos prix", "version": made.version})
    made.refresh_from_db()
    assert (answer.status_code, made.title) == (302, "Revoir nos prix")
    assert "Revoir nos prix" in text(officer, case.get_absolute_url())


def test_each_gesture_of_a_plan_has_its_form(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("under_way")
    plan = queries.plan_of(case)
    assert plan
    officer, director = nord.people["officer"], nord.people["structure"]
    own = plan.actions.get()
    fund = officer.client.post(url("fund", own), {"kind": "fund", "amount": "400"})
    assert (fund.status_code, own.fundings.get().amount) == (302, 400)
    upload = SimpleUploadedFile("preuve.txt", b"Attestation")
    assert director.client.post(url("prove", own), {"upload": upload, "label": "Attestation"}).status_code == 302
    page = text(director, own.get_absolute_url())
    assert "Attestation" in page
    assert "400,00" in page
    assert director.client.post(url("effort", case), {"nature": "time", "quantity": "1,5", "rate": "200", "on": day(0)}).status_code == 302
    assert "300,00" in text(director, plan.get_absolute_url())
    refused = director.client.post(url("effect", case), {"kind": "grant", "on": day(0)})
    assert refused.status_code == 422
    assert "Un effet de levier vient d" in refused.content.decode()
    given = {"kind": "grant", "partner_name": "Une commune", "amount": "5000", "on": day(0)}
    assert director.client.post(url("effect", case), given).status_code == 302
    assert "Une commune" in text(officer, case.get_absolute_url())
    listed = text(officer, reverse("plans:effects") + "?famille=leverage")
    assert "Une commune" in listed
    assert "Une commune" not in text(officer, reverse("plans:effects") + "?famille=expected")
    status, export = make.read(officer.client, reverse("plans:effects_export", args=["csv"]))
    assert (status, "Effet de levier" in export.decode("utf-8-sig")) == (200, True)


@pytest.mark.covers("DLA-014")
def test_versions_and_their_differences_are_readable(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("under_way")
    plan = queries.plan_of(case)
    assert plan
    officer, director = nord.people["officer"], nord.people["structure"]
    advance(case, "update", actor=officer.actor, data={"reason": "Un nouveau marché."})
    second = queries.latest(plan)
    values = WORDS | {"starts_on": second.starts_on.isoformat(), "ends_on": second.ends_on.isoformat(), "version": second.version}
    assert officer.client.post(url("edit", plan), values).status_code == 302
    page = text(director, url("versions", plan))
    assert "Un nouveau marché." in page
    assert "Diversifier les recettes." in page
    assert "Vendre ailleurs." in page
    for who, more in ((director, {}), (officer, {"side": "operator"})):
        assert who.client.post(url("agree", plan), {"on": day(0), **more}).status_code == 302
    second.refresh_from_db()
    assert second.state == "settled"
    assert officer.client.get(url("agree", plan)).status_code == 404


def test_a_network_reads_no_version_in_preparation(db: None) -> None:
    nord = scene.Nord()
    case, network = nord.case("under_way"), nord.people["network"]
    cases.open_to(actor=SYSTEM, case=case, organisation=network.organisation)
    advance(case, "update", actor=SYSTEM, data={"reason": "Un marché secret."})
    plan = queries.plan_of(case)
    assert plan
    drawing.add(plan, title="Une action nouvelle")
    for address in (plan.get_absolute_url(), url("versions", plan), case.get_absolute_url()):
        page = text(network, address)
        assert "Une action nouvelle" not in page
    for address in (plan.get_absolute_url(), url("versions", plan)):
        assert "Un marché secret." not in text(network, address)


def test_the_drawing_of_a_plan_is_in_hundredths_of_its_time() -> None:
    first = PlanAction(title="A", state="planned", starts_on=date(2027, 1, 1), due_on=date(2027, 4, 10))
    late = PlanAction(title="B", state="under_way", starts_on=date(2027, 2, 20), due_on=date(2027, 3, 1))
    told = gantt_of(date(2027, 1, 1), date(2027, 4, 10), [first, late], date(2027, 3, 2))
    assert [(b.left, b.width, b.late) for b in told.bars] == [("0.00", "100.00", False), ("50.00", "10.00", True)]
    assert told.ticks == ("31.00", "59.00", "90.00")
    assert told.today == "60.00"
    assert gantt_of(date(2027, 1, 1), date(2027, 2, 1), [first], date(2028, 1, 1)).last == date(2027, 4, 10)
    assert gantt_of(date(2027, 1, 1), date(2027, 2, 1), [], date(2028, 1, 1)).today == ""


def test_a_plan_is_printed_on_one_page(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("shared")
    plan = drawing.drawn(case, objectives="Un objectif assez long pour déborder. " * 70, follow_up="Suivi. " * 100, updating="Oui. " * 150)
    for rank in range(14):
        drawing.engineering(plan, title=f"Action {rank} : un intitulé qui prend de la place dans le tableau, et même un peu plus")
    scene.bring(case, "planned")
    officer = nord.people["officer"]
    assert officer.client.post(url("print", plan)).status_code == 302
    document = Document.objects.for_system("test").get()
    assert document.missing == []
    files = {file.kind: file for file in document.files.order_by("id")}
    assert set(files) == {"docx", "pdf"}
    with open_stored(files["pdf"].sha256) as content:
        pages = PdfReader(content).pages
        assert len(pages) == 1
        printed = " ".join(pages[0].extract_text().split())
    assert "La Fabrique des Rives" in printed
    assert "actions de plus, à lire dans le dossier" in printed
    assert files["pdf"].name in text(officer, plan.get_absolute_url()).replace("&#x27;", "'")
    assert produce("plans.plan", plan, actor=nord.people["structure"].actor).version == 2


def test_missions_wait_in_their_own_list_which_nothing_else_feeds(db: None) -> None:
    nord = scene.Nord()
    officer, costs = nord.people["officer"], []
    for number in (1, 3):
        for _ in range(number):
            case = nord.case("shared")
            drawing.engineering(drawing.drawn(case), title="Revoir le modèle")
            scene.bring(case, "planned")
        with CaptureQueriesContext(connection) as made:
            page = text(officer, reverse("plans:missions"))
        costs.append(len(made))
    assert page.count("Revoir le modèle") >= 4
    assert "Tenir un tableau de bord" not in page
    assert costs[0] == costs[1] <= 8, costs
    with CaptureQueriesContext(connection) as made:
        text(officer, case.get_absolute_url())
    assert len(made) <= 25
    waiting = drawing.drawn(nord.case("shared"))
    drawing.engineering(waiting, title="Pas encore validée")
    assert "Pas encore validée" not in text(officer, reverse("plans:missions"))
