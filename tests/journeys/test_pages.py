"""Every page of home, directory, lists and acts: axe, width, dark colours, paper; what each role and each state shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import screens
from tests.journeys.world import ANA, INES, SALOME

Arrive = Callable[..., Any]
OFFICER = [
    "/", "/annuaire/", "/annuaire/?role=provider&q=conseil", "/annuaire/?q=atelier&role=provider", "/annuaire/?q=introuvable",
    "/annuaire/propositions/", "/annuaire/propositions/?q=", "/annuaire/ajouter/", "/recherche/?q=atelier", "/recherche/?q=introuvable",
    "/annuaire/00000000-0000-4000-8000-000000000000/", "{sheet}", "{sheet}modifier/", "{sheet}annees/2025/",
    "{sheet}annees/ajouter/", "{sheet}conventionnements/ajouter/", "{sheet}acces/",
]  # fmt: skip
NEIGHBOUR = {1280: 800, 360: 320}  # a smaller screen of the same kind


def in_colours(page: Any, theme: str) -> None:
    """The page hears of it a moment later: judged before, it would be the former colours that pass."""
    page.emulate_media(color_scheme=theme)
    page.locator(f"html[data-bs-theme={theme}]").wait_for(state="attached")


@pytest.mark.covers("SYS-909")
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_an_officer(someone: Arrive, world: dict[str, str], width: int) -> None:
    ines = someone(INES, width, reduced_motion="reduce")  # colours change at once, not little by little
    for path in OFFICER:
        ines.open(path.format(**world))
        ines.judge()
        in_colours(ines.page, "dark")
        screens.judge(ines.page, only="color-contrast")
        in_colours(ines.page, "light")
        ines.page.set_viewport_size({"width": NEIGHBOUR[width], "height": 800})
        screens.stays_within(ines.page)
        ines.page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_a_structure_and_of_the_national_team(someone: Arrive, world: dict[str, str], width: int) -> None:
    salome, ana = someone(SALOME, width), someone(ANA, width)
    for path in ("/", "/annuaire/", world["sheet"], world["sheet"] + "proposer/"):
        salome.open(path)
        salome.judge()
    for path in ("/", "/annuaire/", world["sheet"], "/journal/"):
        ana.open(path)
        ana.judge()


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_acts(someone: Arrive, world: dict[str, str], width: int) -> None:
    salome, ines = someone(SALOME, 360), someone(INES, width)
    salome.open(world["sheet"] + "proposer/")
    salome.page.get_by_role("textbox", name="Téléphone").fill("03 20 99 88 77")
    salome.press("Proposer ces modifications")
    proposal = salome.page.url
    salome.judge()
    ines.page.goto(proposal)
    ines.judge()
    ines.follow("Refuser la modification")
    ines.judge()
    ines.press("Refuser la modification")
    ines.sees("Indiquez le motif")
    ines.judge()
    ines.open("/annuaire/propositions/")
    ines.page.get_by_label("Choisir La Fabrique").check()
    ines.judge()
    ines.press("Accepter la modification")
    ines.judge()
    ines.page.get_by_role("button", name="Accepter la modification").click()
    ines.sees("C'est fait pour 1 proposition")
    ines.judge()


def test_a_page_that_is_not_mine_is_kind(someone: Arrive) -> None:
    salome = someone(SALOME)
    assert salome.open("/annuaire/ajouter/").status == 404
    salome.sees("n'existe pas ou ne vous est pas ouverte")
    assert salome.page.get_by_role("link", name="Aller à mon accueil").is_visible()


def test_two_hundred_percent(someone: Arrive, world: dict[str, str]) -> None:
    """A screen of 1280 px at 200 % is 640 px wide."""
    ines = someone(INES, 640)
    for path in ("/", "/annuaire/", world["sheet"], world["sheet"] + "modifier/"):
        ines.open(path)
        ines.judge()


def test_paper(someone: Arrive, world: dict[str, str]) -> None:
    page = someone(INES, color_scheme="dark").page
    page.goto("/annuaire/")
    page.emulate_media(media="print")
    shown = [
        page.locator(what).first.is_visible() for what in (".rail", ".bar", ".filters", ".list-tools", "td.pick", "td.named", "thead th")
    ]
    assert shown == [False, False, False, False, False, True, True]
    page.goto(world["sheet"])
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Modifier la fiche").is_visible()
    assert page.get_by_role("heading", name="Identité").is_visible()
    assert page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"
