"""What is done and asked at any screen, whoever sits before it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any


def follow(page: Any, label: str, exact: bool = False) -> None:
    """Clicks a link and waits for the page that it opens: a click alone returns before the first is left."""
    with page.expect_navigation():
        page.get_by_role("link", name=label, exact=exact).first.click()


def judge(page: Any, *, only: str = "") -> None:
    """Axe finds nothing, and nothing sticks out. `only`: one of its rules, where a page already judged is seen in another light."""
    from playwright.sync_api import Error

    rules = (only,) if only else ()
    page.wait_for_load_state()
    try:
        found = breaches(page, *rules)
    except Error:  # the page was being left: the one that follows is judged
        page.wait_for_load_state()
        found = breaches(page, *rules)
    assert found == [], page.url
    stays_within(page)


@cache
def axe_itself() -> str:
    """Half a million characters: « true » spares the browser the handing back of what they define."""
    from axe_playwright_python.sync_playwright import Axe

    return f"{Axe().axe_script}; true"


def breaches(page: Any, *rules: str) -> list[tuple[str, str]]:
    """What axe finds in the page that is open: each rule that it breaks, and where first. No rule named: all of them."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_itself())
    asked = f"axe.run({json.dumps(options)}).then(said => said.violations.map(v => [v.id, v.nodes[0].html.slice(0, 200)]))"
    return [(rule, where) for rule, where in page.evaluate(asked)]


def stays_within(page: Any) -> None:
    assert overflow(page) <= 0, page.url


def overflow(page: Any) -> int:
    """By how many pixels something sticks out sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
