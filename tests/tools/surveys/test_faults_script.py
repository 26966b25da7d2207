"""What the script says of an answer without network is what the server says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cordee.tools import surveys
from cordee.tools.surveys.definition.answer_checks import fault_of
from cordee.tools.surveys.definition.schema import Definition, read
from tests.conftest import CHROMIUM
from tests.tools.surveys.trips import TRIPS

STATIC = Path(surveys.__file__).parent / "static/surveys"
ANSWERS: list[tuple[str, Any]] = [
    ("vehicle", None), ("vehicle", {"v": "own"}), ("vehicle", {"s": "unknown"}), ("vehicle", {"comment": "x" * 2001}),
    ("means", {"v": ["bus"]}), ("means", {"v": ["bus", "bike", "walk"]}), ("minutes", None), ("minutes", {"v": "0"}),
    ("minutes", {"v": "12.5"}), ("minutes", {"v": "12.0"}), ("minutes", {"v": "-1"}), ("minutes", {"v": "301"}),
    ("minutes", {"v": "douze"}), ("price", {"v": "12.345"}), ("price", {"v": "12.34"}), ("parts", {"v": {"me": "40"}}),
    ("parts", {"v": {"me": "40", "boss": "60"}}), ("parts", {"v": {"me": "33.3", "boss": "66.7"}}), ("parts", {"v": {"me": "140"}}),
    ("parts", {"v": {"me": "moitié"}}), ("rest", {"v": "é" * 5000}), ("rest", {"v": "é" * 5001}), ("rest", {"v": "🙂" * 5000}),
    ("name", {"v": "x" * 300}), ("name", {"v": "x" * 301}), ("rest", {"v": "x" * 50_000}), ("days", {"v": {"mon": "am"}}), ("days", None),
    ("best", {"v": ["a"]}), ("tired", {"v": "l1", "comment": "x" * 2000}),
]  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")]


@pytest.fixture(scope="module")
def definition() -> Definition:
    return read(TRIPS)


def test_the_script_and_the_server_say_the_same_of_each_answer(browser: Any, definition: Definition) -> None:
    page = browser.new_page()
    for name in ("conditions.js", "faults.js"):
        page.add_script_tag(content=(STATIC / name).read_text())
    items = {item.code: item for item in definition.items}
    asked = [
        [item.code, next(i for s in definition.to_json()["sections"] for i in s["items"] if i["code"] == item.code)]
        for item in items.values()
    ]
    cases = [[code, answer, final] for code, answer in ANSWERS for final in (False, True)]
    said = page.evaluate(
        "([items, cases]) => cases.map(([code, answer, final]) => faults.of(new Map(items).get(code), answer, final))", [asked, cases]
    )
    page.close()
    expected = [fault_of(items[code], answer, final=final) for code, answer, final in cases]
    assert dict(enumerate(said)) == dict(enumerate(expected))
