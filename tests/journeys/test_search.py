"""The search box by its keyboard: a slash, three letters, arrows, Enter; and without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import INES

Arrive = Callable[..., Any]


@pytest.mark.covers("SYS-910")
@pytest.mark.parametrize("width", [1280, 360])
def test_three_letters_two_arrows_and_enter_open_a_sheet(someone: Arrive, world: dict[str, str], width: int) -> None:
    ines = someone(INES, width)
    page = ines.page
    ines.open("/annuaire/")
    page.keyboard.press("/")
    page.keyboard.type("fabriq")
    first = page.locator("#propositions a").first
    first.wait_for()
    ines.judge()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelector('#propositions a')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "recherche"
    page.keyboard.press("Escape")
    assert page.locator("#propositions a").count() == 0
    page.keyboard.type("u")
    first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{world['sheet']}")


def test_the_results_page_is_walked_by_arrows(someone: Arrive) -> None:
    ines = someone(INES, 360)
    ines.open("/recherche/?q=atelier")
    ines.judge()
    ines.page.locator("#q-page").focus()
    for _ in range(2):
        ines.page.keyboard.press("ArrowDown")
    second = ines.page.locator("[data-found] a").nth(1).inner_text()
    assert ines.page.evaluate("document.activeElement.innerText") == second
    for path in ("/recherche/", "/recherche/?q=atelier&type=organisations", "/recherche/?q=%21%21", "/recherche/?q=introuvable"):
        ines.open(path)
        ines.judge()


def test_without_a_script_the_box_is_a_form(someone: Arrive) -> None:
    ines = someone("", 1280, java_script_enabled=False)
    ines.signed_in(INES)
    ines.open("/annuaire/")
    ines.page.locator("#recherche").fill("fabrique")
    ines.page.locator("#recherche").press("Enter")
    ines.page.wait_for_url("**/recherche/?q=fabrique")
    assert ines.page.locator("[data-found] a").count() >= 1
