"""An acronym met on any screen opens the glossary at its line: the first of each, and nothing that is pressed or typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import INES, SALOME

Arrive = Callable[..., Any]


def acronyms(page: Any) -> list[str]:
    found: list[str] = page.locator("main .sigle abbr").all_inner_texts()
    return found


@pytest.mark.covers("SYS-909")
@pytest.mark.parametrize("width", [1280, 360])
def test_an_acronym_of_a_sheet_or_of_a_list_opens_its_line_of_the_glossary(someone: Arrive, world: dict[str, str], width: int) -> None:
    ines = someone(INES, width)
    for path in ("/annuaire/?type=aci", world["sheet"]):
        ines.open(path)
        found = acronyms(ines.page)
        assert "ACI" in found
        assert len(found) == len(set(found)), "once in a page"
        ines.judge()
    ines.page.locator("main .sigle", has_text="ACI").first.click()
    ines.page.wait_for_url("**/aide/glossaire/#aci")
    assert ines.page.locator("#aci").is_visible()


def test_a_search_as_one_types_opens_those_that_come(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/")
    assert "ACI" not in acronyms(page)
    page.get_by_label("Nom, sigle, ville, SIRET").press_sequentially("fabrique")
    page.locator("main .sigle", has_text="ACI").first.wait_for()


def test_in_a_form_what_is_typed_stays(someone: Arrive, world: dict[str, str]) -> None:
    page = someone(SALOME).page
    page.goto(world["sheet"] + "proposer/")
    inside = page.locator("form .sigle")
    assert {inside.nth(n).get_attribute("target") for n in range(inside.count())} <= {"_blank"}
    assert page.locator("label .sigle, button .sigle, a .sigle, legend .sigle").count() == 0


def test_without_script_the_glossary_is_at_the_foot_of_each_page(someone: Arrive) -> None:
    page = someone(INES, java_script_enabled=False).page
    page.goto("/annuaire/")
    page.get_by_role("contentinfo").get_by_role("link", name="Glossaire").click()
    assert page.url.endswith("/aide/glossaire/")
