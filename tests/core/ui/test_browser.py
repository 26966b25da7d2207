"""The look in a real browser: axe, narrow screens, the keyboard, a network that goes and comes back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.ui import pages

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")]
SCREENS = ["/design/", "/connexion/", "/comptes/login/", "/conflit/", "/confirmer/", "/nulle-part/", "/travail/"]


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda failure: problems.append(str(failure)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    context.close()
    assert problems == []


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (640, "light"), (360, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_sticks_out(page: Any, width: int, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 780})
    page.emulate_media(color_scheme=theme)
    for address in SCREENS:
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        found = Axe().run(page).response["violations"]
        assert [(address, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address


def test_open_menus_and_dialogs_pass_axe(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/design/")
    page.locator(".acting summary").click()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    assert not page.locator(".acting .menu").is_visible()
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("navigation", name="Navigation principale").is_visible()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Notifier le choix").click()
    assert page.get_by_role("dialog").get_by_text("Ce qui ne pourra plus changer").is_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Revenir sans rien envoyer").click()
    assert page.get_by_role("dialog").count() == 0


def test_keyboard_alone(page: Any) -> None:
    page.goto("/travail/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "recherche"
    page.keyboard.press("?")
    assert page.locator("#recherche").input_value() == "?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Raccourcis du clavier").is_visible()
    page.get_by_label("Utiliser les raccourcis d'une seule touche").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()


def test_chosen_colours_are_kept(page: Any) -> None:
    page.goto("/connexion/")
    page.get_by_role("button", name="Passer en couleurs sombres").click()
    page.goto("/travail/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_counts_arrive_after_the_page(page: Any) -> None:
    page.goto("/travail/")
    page.locator(".rail [data-count=todo]").get_by_text("(7 choses à faire)").wait_for()


def test_a_swap_is_announced_and_keeps_the_focus(page: Any) -> None:
    page.goto("/travail/")
    page.get_by_role("button", name="Montrer la suite").press("Enter")
    page.locator("#annonce").get_by_text("Deux structures trouvées").wait_for(state="attached")
    assert page.evaluate("document.activeElement.id") == "zone"


def test_a_failure_says_so_and_can_be_tried_again(page: Any) -> None:
    page.goto("/travail/")
    page.get_by_role("button", name="Essayer ce qui tombe").click()
    panel = page.locator("#panne")
    panel.get_by_text("Un incident de notre côté").wait_for()
    with page.expect_request("**/panne/"):
        panel.get_by_role("button", name="Réessayer").click()


def test_draft_is_kept_and_survives_a_lost_network(page: Any) -> None:
    pages.DRAFTS.clear()
    page.goto("/travail/")
    note = page.get_by_label("Note")
    note.fill("premier jet")
    note.blur()
    page.get_by_text(re.compile(r"Brouillon gardé à \d+\sh\s\d\d")).wait_for()
    page.context.set_offline(True)
    note.fill("écrit dans le train")
    note.blur()
    page.get_by_text("Réseau perdu : votre saisie est gardée ici et partira seule au retour du réseau").wait_for()
    assert pages.DRAFTS == ["premier jet"]
    page.context.set_offline(False)
    page.get_by_text("Réseau revenu : brouillon gardé").wait_for()
    assert pages.DRAFTS == ["premier jet", "écrit dans le train"]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('cordee.draft:')).length") == 0


def test_what_was_kept_here_comes_back_in_the_form(page: Any) -> None:
    page.goto("/travail/")
    page.evaluate(
        "localStorage.setItem(`cordee.draft:${document.body.dataset.actor}:/brouillon/`, JSON.stringify([['note', 'gardé ici']]))"
    )
    page.reload()
    assert page.get_by_label("Note").input_value() == "gardé ici"


def test_a_double_click_sends_once(page: Any) -> None:
    pages.RECEIVED.clear()
    page.goto("/travail/")
    page.get_by_label("Note").fill("une fois")
    page.evaluate("() => { const button = document.querySelector('button[name=act]'); button.click(); button.click(); }")
    page.wait_for_url("**/recu/")
    assert [one["act"] for one in pages.RECEIVED] == ["send"]


def test_ticking_all_counts_and_opens_the_bar(page: Any) -> None:
    page.goto("/travail/")
    bar = page.get_by_role("button", name="Relancer")
    assert bar.is_disabled()
    page.get_by_label("Tout cocher").check()
    assert page.get_by_text("2 lignes sélectionnées").is_visible()
    assert bar.is_enabled()
    page.get_by_label("Deux").uncheck()
    assert page.get_by_text("1 ligne sélectionnée", exact=True).is_visible()
    assert page.evaluate("document.querySelector('[data-select-all]').indeterminate")


def test_a_long_list_narrows_without_accents(page: Any) -> None:
    page.goto("/design/")
    group = page.locator("[data-check-list]").first
    group.get_by_role("searchbox").fill("róub")
    assert group.locator("[data-option]:visible").all_inner_texts() == ["Roubaix"]


def test_a_long_act_ends_with_its_link(page: Any) -> None:
    page.goto("/design/")
    page.get_by_role("link", name="L'export de 5 000 lignes est prêt").wait_for()


def test_the_summary_of_mistakes_leads_to_the_answer(page: Any) -> None:
    page.goto("/design/")
    page.get_by_role("link", name="Le SIRET compte 13 chiffres").click()
    assert page.evaluate("document.activeElement.id") == "reprise_siret"


def test_without_javascript_everything_is_there(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 360, "height": 780}, color_scheme="dark")
    page = context.new_page()
    page.goto("/design/")
    page.locator(".acting summary").click()
    assert page.get_by_role("button", name="Administratrice").is_visible()
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("link", name="Consultations").is_visible()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(18, 25, 24)"
    context.close()


def test_paper_shows_no_frame(page: Any) -> None:
    page.goto("/design/")
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.locator("h1").is_visible()


def test_a_dark_screen_prints_black_on_white(page: Any) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto("/design/")
    style = "node => { const s = getComputedStyle(node); return [s.color, s.backgroundColor]; }"
    assert page.locator(".next-title").evaluate(style)[0] == "rgb(0, 0, 0)"
    assert page.locator(".next").evaluate(style)[1] == "rgb(255, 255, 255)"
    assert page.locator("body").evaluate(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
