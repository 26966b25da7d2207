"""The directory's list: searched, filtered, sorted, paged; a sheet opened and left; several rows at once; no script, no mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.journeys.world import INES

Arrive = Callable[..., Any]


def names(page: Any) -> list[str]:
    found: list[str] = page.locator("#liste td.named a").all_inner_texts()
    return found


def test_search_as_one_types_without_reload(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/")
    page.evaluate("window.same = true")
    page.get_by_label("Nom, sigle, ville, SIRET").press_sequentially("atelier 07")
    page.get_by_text("1 organisation", exact=True).first.wait_for()
    assert names(page) == ["Atelier 07"]
    assert page.evaluate("window.same")
    assert page.url.endswith("/annuaire/?q=atelier%2007")
    page.reload()
    assert names(page) == ["Atelier 07"]


def test_a_filter_narrows_and_its_chip_takes_it_off(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/")
    page.get_by_label("Rôle").select_option("provider")
    page.locator("#liste .chip", has_text="Rôle : Prestataire").wait_for()
    assert "Atelier 01" not in names(page)
    assert "Conseil 1" in names(page)
    page.get_by_label("Nom, sigle, ville, SIRET").press_sequentially("conseil 2")
    page.get_by_text("1 organisation", exact=True).first.wait_for()
    page.get_by_label("Rôle").select_option("")
    page.locator("#liste .chip", has_text="Rôle").wait_for(state="detached")
    assert page.url.endswith("/annuaire/?q=conseil%202")
    page.locator("#liste .chip", has_text="Recherche : conseil 2").click()
    page.wait_for_url("**/annuaire/?q=")
    assert "Atelier 01" in names(page)


def test_nothing_found_says_what_to_loosen(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/?q=atelier&role=provider")
    page.get_by_text("Rien ne répond à tous ces filtres à la fois").wait_for()
    page.get_by_role("link", name=re.compile("Sans « Rôle : Prestataire » : 60 organisations")).click()
    page.wait_for_url("**q=atelier*")
    assert len(names(page)) == 50


def test_back_brings_to_the_same_place_page_and_filters(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/?q=atelier")
    page.locator("th a", has_text="Nom").click()
    page.wait_for_url("**tri=**")
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**apres=**")
    before, address = names(page), page.url
    assert before[0] == "Atelier 51"
    page.locator("td.named a").last.scroll_into_view_if_needed()
    place = page.evaluate("Math.round(scrollY)")
    page.locator("td.named a").last.click()
    page.locator("h1", has_text="Atelier 60").wait_for()
    page.locator(".crumbs").get_by_role("link", name="Annuaire").click()
    page.wait_for_url(address)
    assert names(page) == before
    assert abs(page.evaluate("Math.round(scrollY)") - place) <= 2
    page.go_back()
    page.locator("h1", has_text="Atelier 60").wait_for()
    page.go_back()
    page.wait_for_url(address)
    assert names(page) == before


def test_back_after_a_live_search_shows_a_whole_page(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/")
    page.get_by_label("Nom, sigle, ville, SIRET").press_sequentially("atelier 07")
    page.get_by_text("1 organisation", exact=True).first.wait_for()
    page.get_by_role("link", name="Atelier 07", exact=True).click()
    page.locator("h1", has_text="Atelier 07").wait_for()
    page.go_back()
    page.locator("h1", has_text="Annuaire").wait_for()
    assert names(page) == ["Atelier 07"]
    assert page.get_by_label("Nom, sigle, ville, SIRET").input_value() == "atelier 07"


def test_rows_are_ticked_and_acted_upon(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/?q=atelier+0")
    bar = page.locator(".bulk-bar")
    assert not bar.is_visible()
    page.get_by_label("Choisir Atelier 03").check()
    assert bar.is_visible()
    page.get_by_role("table").get_by_label("Tout choisir sur cette page").check()
    assert page.get_by_text("9 lignes sélectionnées").is_visible()
    page.get_by_label("Choisir Atelier 04").uncheck()
    page.get_by_role("button", name="Télécharger les fiches (ZIP)").click()
    page.locator("h1", has_text="Télécharger les fiches (ZIP) : 8 organisations").wait_for()
    with page.expect_download() as given:
        page.get_by_role("button", name="Télécharger les fiches (ZIP) : 8 organisations").click()
    assert given.value.suggested_filename == "fiches.zip"
    page.get_by_role("link", name="Revenir à la liste").click()
    page.wait_for_url("**/annuaire/?q=atelier+0")


def test_a_view_is_kept_found_again_and_dropped(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/?role=provider")
    page.locator("summary", has_text="Garder cette vue").click()
    page.get_by_label("Nom de cette vue").fill("Mes prestataires")
    page.get_by_role("button", name="Garder cette vue").click()
    page.goto("/annuaire/")
    page.get_by_role("navigation", name="Mes vues").get_by_role("link", name="Mes prestataires").click()
    page.wait_for_url("**role=provider**")
    assert page.get_by_role("link", name="Mes prestataires").get_attribute("aria-current") == "page"
    page.get_by_role("button", name="Supprimer la vue « Mes prestataires »").click()
    page.get_by_text("La vue « Mes prestataires » est supprimée").wait_for()


def test_without_javascript(someone: Arrive) -> None:
    page = someone(INES, java_script_enabled=False).page
    page.goto("/annuaire/")
    assert page.locator(".bulk-bar").is_visible()
    page.get_by_label("Nom, sigle, ville, SIRET").fill("atelier 07")
    page.get_by_role("button", name="Filtrer la liste").click()
    assert names(page) == ["Atelier 07"]
    page.get_by_label("Choisir Atelier 07").check()
    page.get_by_role("button", name="Télécharger les fiches (ZIP)").click()
    assert page.locator("h1").inner_text() == "Télécharger les fiches (ZIP)\u00a0: 1 organisation"
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/annuaire/")
    assert page.get_by_label("Rôle").is_visible()


def test_keyboard_only(someone: Arrive) -> None:
    page = someone(INES).page
    page.goto("/annuaire/")
    page.get_by_label("Nom, sigle, ville, SIRET").focus()
    page.keyboard.type("atelier 1")
    page.get_by_text("10 organisations", exact=True).first.wait_for()
    assert page.evaluate("document.activeElement.id") == "liste-q"
    page.get_by_label("Choisir Atelier 10").focus()
    page.keyboard.press("Space")
    assert page.get_by_text("1 ligne sélectionnée", exact=True).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Atelier 10"
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Atelier 10").wait_for()


def test_on_a_phone_rows_are_cards_and_filters_unfold(someone: Arrive) -> None:
    page = someone(INES, 360).page
    page.goto("/annuaire/?role=provider")
    assert not page.get_by_label("Rôle").is_visible()
    button = page.get_by_role("button", name="Filtrer 1")
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    page.get_by_label("Rôle").select_option("")
    page.locator("tr", has_text="Atelier 40").wait_for()
    card = page.locator("tr", has_text="Atelier 01")
    assert card.locator("td:visible:not(.pick)").all_inner_texts()[1:] == ["Structure\u00a0accompagnée", "Lille", "Nord\u00a0(59)"]
    assert card.get_by_role("checkbox").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 6500
