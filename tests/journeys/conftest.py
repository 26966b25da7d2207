"""Someone at a screen, and the world that they find."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import screens
from tests.journeys import world as seeds

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
EXPECTED = (
    "status of 404",
    "status of 409",
    "status of 410",
    "status of 422",
    "ERR_INTERNET_DISCONNECTED",
    "htmx:",
)  # htmx repeats a lost request in its own words


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"))


class Someone:
    """A person before a screen: signs in, opens, types, presses. What the browser's console says is kept."""

    def __init__(self, browser: Any, url: str, width: int = 1280, **context: Any) -> None:
        self.context = browser.new_context(base_url=url, viewport={"width": width, "height": 800}, locale="fr-FR", **context)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda failure: self.complaints.append(str(failure)))
        self.page.on("console", lambda m: self.complaints.append(f"{m.text} {m.location['url']}") if m.type == "error" else None)

    def signed_in(self, email: str) -> Someone:
        self.page.goto("/comptes/connexion/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(seeds.PASSWORD)
        self.press("Me connecter")
        self.page.wait_for_url("**/")
        return self

    def open(self, path: str) -> Any:
        return self.page.goto(path)

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()
        self.page.wait_for_load_state()

    def follow(self, label: str, exact: bool = False) -> None:
        screens.follow(self.page, label, exact)

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def has_the_hand(self, selector: str) -> None:
        """A browser gives the hand after the page is drawn: a key pressed before goes nowhere."""
        self.page.locator(f"{selector}:focus").wait_for()

    def judge(self) -> None:
        screens.judge(self.page)

    def leave(self) -> None:
        self.context.close()
        assert [one for one in self.complaints if not any(word in one for word in EXPECTED)] == []


@pytest.fixture
def world(own_db: Any) -> Any:
    return own_db.together(seeds.build)[0]


@pytest.fixture
def someone(browser: Any, world: Any, site: Any) -> Iterator[Callable[..., Someone]]:
    """`someone(INES, 360)`: at a screen of that width, signed in."""
    present: list[Someone] = []

    def arrive(email: str = "", width: int = 1280, **context: Any) -> Someone:
        person = Someone(browser, site.url, width, **context)
        present.append(person)
        return person.signed_in(email) if email else person

    yield arrive
    for person in present:
        person.leave()
