"""What is done and asked at any screen, whoever sits before it."""

from __future__ import annotations

from typing import Any


def follow(page: Any, label: str, exact: bool = False) -> None:
    """Clicks a link and waits for the page that it opens: a click alone returns before the first is left."""
    with page.expect_navigation():
        page.get_by_role("link", name=label, exact=exact).first.click()


def judge(page: Any, *, only: str = "") -> None:
    """Axe finds nothing, and nothing sticks out. `only`: one of its rules, where a page already judged is seen in another light."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Error

    options = {"resultTypes": ["violations"]} | ({"runOnly": [only]} if only else {})
    page.wait_for_load_state()
    try:
        found = Axe().run(page, options=options).response["violations"]
    except Error:  # the page was being left: the one that follows is judged
        page.wait_for_load_state()
        found = Axe().run(page, options=options).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == [], page.url
    stays_within(page)


def stays_within(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
