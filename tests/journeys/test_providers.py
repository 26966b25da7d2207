"""An officer of the Nord finds three providers for a structure this morning, compares them and keeps two."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.actors.providers.search.making import DIGITAL, ECONOMY, provider
from tests.journeys.world import INES

Arrive = Callable[..., Any]


@pytest.fixture
def register(own_db: Any, world: Any) -> None:
    """Four providers: near, everywhere, new, and far away."""

    def build() -> None:
        provider("Cap Modèle", competences=(ECONOMY, DIGITAL))
        provider("Partout Modèle", everywhere=True, departments=())
        provider("Éclaireur Neuf", known_for_days=20)
        provider("Ailleurs Modèle", departments=("31",))

    assert own_db.together(build) == [None]


@pytest.mark.covers("PRO-003", "PRO-007", "PRO-008", "GOV-024")
@pytest.mark.parametrize("width", [1280, 360])
def test_an_officer_finds_compares_and_keeps_providers(someone: Arrive, world: dict[str, str], register: None, width: int) -> None:
    ines = someone(INES, width)
    ines.open("/annuaire/prestataires/")
    ines.sees("Cap Modèle")
    assert ines.page.get_by_text("Ailleurs Modèle").count() == 0, "the list begins with the officer's department"
    ines.judge()
    ines.open(world["sheet"])
    ines.follow("Chercher des prestataires")
    ines.sees("aucune mission suivie dans Cordée")
    ines.page.get_by_label("Thème").select_option("ECO")
    ines.press("Chercher des prestataires")
    ines.sees("intervient dans le Nord")
    assert "Éclaireur Neuf" in ines.page.locator("section[aria-labelledby=nouveaux]").inner_text()
    ines.judge()
    for name in ("Cap Modèle", "Partout Modèle", "Éclaireur Neuf"):
        ines.page.get_by_label(f"Choisir {name}").check()
    ines.press("Comparer jusqu'à 4 prestataires")
    ines.page.locator("h1", has_text="Comparer des prestataires").wait_for()
    assert ines.page.locator(".compare article").count() == 3
    tops = {round(one.bounding_box()["y"]) for one in ines.page.locator(".compare article").all()}
    assert len(tops) == (1 if width == 1280 else 3), "side by side, or one beneath another"
    ines.judge()
    ines.follow("Retirer Partout Modèle")
    ines.page.locator("h1", has_text="Comparer des prestataires").wait_for()
    ines.follow("Mettre en présélection")
    ines.page.get_by_label("Ce dont la structure a besoin").fill("Revoir les tarifs de la collecte.")
    ines.press("Mettre en présélection")
    ines.sees("Indiquez « Pourquoi")
    for name in ("Cap Modèle", "Éclaireur Neuf"):
        ines.page.get_by_label(re.compile(f"Pourquoi {name}")).fill("Connaît les ateliers du territoire.")
    ines.judge()
    ines.press("Mettre en présélection")
    ines.sees("C'est fait")
    ines.sees("Revoir les tarifs de la collecte.")
    ines.judge()
    ines.open("/annuaire/prestataires/couverture/?theme=ECO")
    ines.sees("Chaque département a au moins un prestataire")
    ines.judge()
