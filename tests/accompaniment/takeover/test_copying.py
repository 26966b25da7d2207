"""The sheet of a dossier to copy into Enée: its order, its marks, what has changed, who opens it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.takeover import copies
from cordee.accompaniment.takeover.models import CaseCopy
from tests.accompaniment.cases import scene
from tests.actors.accounts.people import text
from tests.factories import Someone


@pytest.fixture
def nord(db: None) -> scene.Nord:
    return scene.Nord()


@pytest.fixture
def case(nord: scene.Nord) -> Case:
    return nord.case("diagnosing")


def page(who: Someone, case: Case) -> str:
    return text(who.client.get(reverse("takeover:copy", args=[case.public_id])))


def mark(who: Someone, case: Case, **more: str) -> Any:
    address = reverse("takeover:copy", args=[case.public_id])
    seen = re.search(r'name="vu" value="([^"]+)"', who.client.get(address).content.decode())
    assert seen
    return who.client.post(address, {"vu": seen[1], **more}, follow=True)


def keep(nord: scene.Nord, case: Case, year: int, result: str) -> None:
    amounts = {"net_result": Decimal(result), "equity": None, "working_capital": None, "working_need": None, "cash": None}
    actions.keep_accounts(actor=nord.people["officer"].actor, case=case, organisation=nord.structure, year=year, amounts=amounts)


def test_the_sheet_says_the_dossier_and_what_has_changed_since_it_was_copied(nord: scene.Nord, case: Case) -> None:
    officer, head = nord.people["officer"], nord.people["head"]
    keep(nord, case, 2026, "-12345")
    said = page(officer, case)
    assert "Cordée n'est pas reliée à Enée" in said
    assert "n'a pas encore été recopiée" in said
    lines = {line.code: line.text for line in copies.lines(officer.actor, case)}
    assert (lines["identity.name"], lines["request.title"], lines["eligibility.accepted"]) == (
        "La Fabrique des Rives", "Consolider l'atelier", "Accepté",
    )  # fmt: skip
    assert (lines["accounts.year_n"], lines["accounts.net_result_n"], lines["accounts.net_result_n2"]) == ("2026", "-12345,00", "")
    assert "notée comme recopiée" in text(mark(officer, case))
    assert re.search(r"recopié le \d\d/\d\d/\d{4} par", page(head, case))
    assert "Rien n'a changé depuis" in page(head, case)
    keep(nord, case, 2028, "3000")
    changed = copies.SHEET.changes(copies.lines(head.actor, case), copies.SHEET.last(case))
    assert [(c.line.code, c.before, c.line.text) for c in changed] == [
        ("accounts.year_n2", "", "2028"), ("accounts.net_result_n2", "", "3000,00"),
    ]  # fmt: skip
    assert "2 champs ont changé" in page(head, case).replace("\u00a0", " ")


def test_one_field_is_marked_alone(nord: scene.Nord, case: Case) -> None:
    officer = nord.people["officer"]
    assert "le champ est noté comme recopié" in text(mark(officer, case, champ="request.title"))
    kept = CaseCopy.objects.for_system("test").get(case=case)
    assert list(kept.fields) == ["request.title"]
    assert "Rien de recopié jusque-là" in page(officer, case)
    assert "n'a pas été reconnue" in text(mark(officer, case, champ="inconnu"))


def test_a_team_copies_in_its_own_order(nord: scene.Nord, case: Case) -> None:
    officer = nord.people["officer"]
    copies.TABLES.keep(actor=officer.actor, columns=[["request.need", "Problématique"], ["identity.siret", "N° SIRET"]], version=0)
    assert [line.title for line in copies.lines(officer.actor, case)] == ["Problématique", "N° SIRET"]
    assert [line.code for line in copies.lines(nord.people["officer_elsewhere"].actor, case)] != ["request.need", "identity.siret"]
    table = text(officer.client.get(reverse("takeover:mapping")))
    assert "Problématique" in table
    assert "Ce que cette table a été" in table


@pytest.mark.parametrize("who", ["officer_elsewhere", "structure", "network", "provider", "funder", "controller", "admin", "accountant"])
def test_only_who_conducts_the_dossier_opens_its_sheet(nord: scene.Nord, case: Case, who: str) -> None:
    client = nord.people[who].client
    address = reverse("takeover:copy", args=[case.public_id])
    assert client.get(address).status_code == 404
    assert client.post(address, {"vu": "forgé"}).status_code == 404
