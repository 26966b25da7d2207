"""Every page of the tables of access, opened in a browser by someone of each side to whom it is open, wide then narrow.

A new address is read here because it has its line there. The whole of axe is asked at both widths, of a page loaded once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests import databases, screens
from tests.access.test_matrix import TABLES, lines_of
from tests.access.world import World
from tests.journeys.conftest import Someone

Reader = Callable[[str], Someone]
SIDES = {
    "visitor": ("anonymous",),
    "inside": ("officer", "national", "admin", "regional", "officer_elsewhere"),
    "outside": ("structure", "provider", "network", "funder", "structure_elsewhere"),
}
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def world(template_database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world of the tables, in a base that the threads of the server read too."""
    with django_db_blocker.unblock(), databases.copy_of(template_database) as name, databases.in_use(name):
        yield World()


@pytest.fixture(scope="module")
def reader(world: World, browser: Any) -> Iterator[Reader]:
    """`reader("officer")`: before a screen, already signed in."""
    from pytest_django.live_server_helper import LiveServer

    server, present = LiveServer("127.0.0.1"), dict[str, Someone]()

    def arrive(persona: str) -> Someone:
        if persona not in present:
            someone = present[persona] = Someone(browser, server.url, reduced_motion="reduce")
            someone.context.set_default_timeout(60_000)  # a machine in a crowd is no fault of the page
            if persona != "anonymous":
                session = world.people[persona].client.cookies[settings.SESSION_COOKIE_NAME].value
                someone.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
        return present[persona]

    yield arrive
    for someone in present.values():
        someone.context.close()
    server.stop()


def opens(someone: Someone, url: str) -> bool:
    """Whether a page comes: a file to keep, figures or a piece of a page are not read by eyes."""
    from playwright.sync_api import Error

    someone.complaints.clear()
    try:
        answer = someone.open(url)
    except Error as refusal:
        if "Download is starting" not in str(refusal):
            raise
        return False
    assert answer.status == 200, url
    return answer.headers["content-type"].startswith("text/html") and "<html" in answer.text()


def faults(page: Any) -> list[str]:
    """What is wrong with the page that is open, at one width and the other."""
    page.locator(".htmx-request").first.wait_for(state="detached")
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        found += [f"{size['width']} px, {rule}: {where}" for rule, where in screens.breaches(page)]
        if (out := screens.overflow(page)) > 0:
            found.append(f"{size['width']} px, {out} px stick out")
    page.set_viewport_size(WIDE)
    if (headings := page.locator("h1:visible").count()) != 1:
        found.append(f"{headings} h1")
    if page.evaluate("document.documentElement.lang") != "fr":
        found.append("its language is not said")
    return found


def said_by(someone: Someone) -> list[str]:
    """What the console says; not of the icon that chromium looks for, late, beside what it showed and is no page."""
    return [told for told in someone.complaints if not told.endswith("/favicon.ico")]


@pytest.mark.covers("SYS-909")
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_page_is_open_to_all(table: Path, side: str, world: World, reader: Reader) -> None:
    wrong, titles = [], dict[str, str]()
    for name, persona in pages_of(table, side):
        someone = reader(persona)
        if opens(someone, reverse(name, kwargs=world.arguments(name))):
            namesake = titles.setdefault(someone.page.title(), name)
            found = faults(someone.page) + said_by(someone) + ([f"the title of {namesake}"] if namesake != name else [])
            wrong += [(name, persona, fault) for fault in found]
    assert wrong == []


def pages_of(table: Path, side: str) -> Iterator[tuple[str, str]]:
    """The addresses of a table that are open to a side, each with the first of its people who may open it."""
    for line in lines_of(table):
        who = next((one for one in SIDES[side] if line[one] == "200"), None)
        if line["method"] == "GET" and who:
            yield line["url_name"], who


def test_a_page_with_faults_is_told(browser: Any) -> None:
    page = browser.new_page()
    page.set_content("<title>Essai</title><main><img src='data:,'><div style='width: 600px'>Large</div></main>")
    told = " ".join(faults(page))
    page.close()
    assert [word in told for word in ("image-alt", "html-has-lang", "360 px, 248 px stick out", "0 h1", "language")] == [True] * 5, told
