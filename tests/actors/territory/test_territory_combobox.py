"""The commune field in a real browser: keyboard, pointer, nothing found, and a server that does not answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.test import Client

from cordee.actors.territory import forms as room_forms
from cordee.actors.territory.forms import CommuneField

CHROMIUM = shutil.which("chromium")
SCRIPT = (Path(room_forms.__file__).parent / "static" / "territory" / "commune.js").read_text()
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


class Sheet(forms.Form):
    commune = CommuneField(label="Commune")


@pytest.fixture
def page(visitor: Client, browser: Any) -> Iterator:
    """The field alone on a page; what the server would answer is asked for before, for a browser forbids the ORM."""
    html = f"<!doctype html><html lang=fr><title>Essai</title><form>{Sheet().as_div()}</form><script>{SCRIPT}</script></html>"
    answers = {q: visitor.get("/territoires/communes/", {"q": q}).content.decode() for q in ("besan", "zzzz")}

    def answer(route: Any) -> None:
        parts = urlsplit(route.request.url)
        if parts.path == "/":
            return route.fulfill(body=html, content_type="text/html; charset=utf-8")
        body = answers.get(parse_qs(parts.query).get("q", [""])[0])
        return route.fulfill(body=body, content_type="text/html; charset=utf-8") if body else route.abort()

    tab = browser.new_page()
    tab.route("**/*", answer)
    tab.goto("http://cordee.test/")
    yield tab
    tab.close()


def test_by_keyboard(page):
    box = page.get_by_role("combobox", name="Commune")
    box.press_sequentially("besan")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert chosen.get_attribute("data-code") == "25056"
    box.press("Enter")
    assert box.input_value() == "Besançon (25000)"
    assert box.get_attribute("aria-expanded") == "false"
    assert page.locator("[name=commune_code]").input_value() == "25056"
    box.press("Backspace")
    assert page.locator("[name=commune_code]").input_value() == ""


def test_by_pointer_and_escape(page):
    box = page.get_by_role("combobox", name="Commune")
    box.press_sequentially("besan")
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert box.input_value() == "besan"
    box.press("ArrowDown")
    page.get_by_role("option", name="Besançon").click()
    assert page.locator("[name=commune_code]").input_value() == "25056"


def test_nothing_found_and_nobody_answers(page):
    box = page.get_by_role("combobox", name="Commune")
    box.fill("zzzz")
    page.get_by_text("Aucune commune ne commence ainsi").wait_for()
    assert page.get_by_role("status").text_content() == "Aucune commune proposée"
    box.fill("offline")
    page.get_by_text("Les propositions ne sont pas disponibles").wait_for()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "offline"
