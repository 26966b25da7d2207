"""The script of the questionnaire page answers each shared case as the file says; `test_conditions.py` holds Python to the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cordee.tools import surveys
from tests.conftest import CHROMIUM

ROOM = Path(surveys.__file__).parent
CASES: dict[str, Any] = json.loads((ROOM / "definition/condition_cases.json").read_text())
SCRIPT = (ROOM / "static/surveys/conditions.js").read_text()

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")]


@pytest.fixture(scope="module")
def answered(browser: Any) -> dict[str, Any]:
    """All cases, asked of the script in one page."""
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT)
    ask = """({definition, holds, shown}) => ({
        holds: Object.fromEntries(holds.map((one) => [one.says, conditions.holds(one.condition, definition, one.answers, one.row)])),
        shown: Object.fromEntries(shown.map((one) => [one.says, [...conditions.shown(definition, one.answers)]])),
    })"""
    said: dict[str, Any] = page.evaluate(ask, CASES)
    page.close()
    return said


def codes() -> list[str]:
    return [item["code"] for section in CASES["definition"]["sections"] for item in section["items"]]


@pytest.mark.parametrize("case", CASES["holds"], ids=lambda case: case["says"])
def test_the_script_evaluates_a_condition_as_the_server_does(case: dict[str, Any], answered: dict[str, Any]) -> None:
    assert answered["holds"][case["says"]] is case["holds"]


@pytest.mark.parametrize("case", CASES["shown"], ids=lambda case: case["says"])
def test_the_script_asks_what_the_server_asks(case: dict[str, Any], answered: dict[str, Any]) -> None:
    assert answered["shown"][case["says"]] == [code for code in codes() if code not in case["hidden"]]


def test_cases_are_told_apart_by_what_they_say() -> None:
    says = [case["says"] for case in CASES["holds"] + CASES["shown"]]
    assert len(says) == len(set(says)) > 70
