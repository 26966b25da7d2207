"""One association with two sheets: the officer joins them, then finds that they were two after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cordee.actors.directory.duplicates import find_duplicates
from tests.actors.accounts.people import organisation
from tests.journeys.world import INES

Arrive = Callable[..., Any]


def twins() -> dict[str, str]:
    one = organisation("L'Écluse du Nord", "59", city="Lille", postcode="59000", phone="0320000001")
    two = organisation("L'Ecluse du Nord", "59", city="Lille", postcode="59000", phone="0320000002", vocation="Réparer des bateaux")
    find_duplicates()
    return {"one": one.get_absolute_url(), "two": two.get_absolute_url()}


@pytest.mark.covers("ORG-901")
@pytest.mark.parametrize("width", [1280, 360])
def test_two_sheets_are_joined_then_parted_again(someone: Arrive, own_db: Any, width: int) -> None:
    sheets = own_db.together(twins)[0]
    ines = someone(INES, width)
    ines.open("/")
    ines.follow("Comparer « L'Écluse du Nord »")
    ines.sees("même nom, même code postal")
    ines.judge()
    ines.follow("Comparer pour les réunir")
    ines.sees("Ce qui va se passer")
    ines.page.get_by_role("group", name="Téléphone").get_by_label("Fiche réunie").check()
    ines.judge()
    ines.press("Réunir ces deux fiches")
    ines.sees("C'est fait")
    ines.judge()
    done = ines.page.url
    ines.open(sheets["two"])
    ines.sees("La fiche que vous cherchiez a été réunie à celle-ci")
    assert ines.page.url.split("?")[0].endswith(sheets["one"])
    ines.sees("Réparer des bateaux")
    ines.sees("Fiches réunies à celle-ci")
    ines.judge()
    ines.page.goto(done)
    ines.press("Annuler cette fusion")
    ines.sees("C'est fait : la fusion est annulée")
    ines.open(sheets["two"])
    assert ines.page.url.endswith(sheets["two"])
    ines.sees("Réparer des bateaux")


def test_a_succession_is_told_from_the_sheet_that_ends(someone: Arrive, world: dict[str, str]) -> None:
    ines = someone(INES, 360)
    ines.open(world["sheet"])
    ines.follow("Enregistrer une succession")
    ines.press("Enregistrer cette succession")
    ines.sees("Choisissez une réponse pour « Nature »")
    ines.judge()
    ines.page.get_by_label("Reprise").check()
    ines.page.get_by_label("À compter du").fill("2026-01-01")
    ines.page.get_by_label("Nom de la nouvelle structure").fill("La Fabrique nouvelle")
    ines.page.get_by_role("combobox", name="Commune").fill("Lille (59000)")
    ines.press("Enregistrer cette succession")
    ines.sees("C'est fait : la succession est enregistrée")
    ines.sees("Issue de")
    ines.judge()
