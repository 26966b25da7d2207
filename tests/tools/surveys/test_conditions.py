"""The language of conditions, on the cases that the script of the page passes too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cordee.tools.surveys.definition import checks, conditions, read
from cordee.tools.surveys.definition.tidying import tidy

CASES: dict[str, Any] = json.loads((Path(conditions.__file__).parent / "condition_cases.json").read_text())
DEFINITION = read(CASES["definition"])


def test_the_shared_definition_has_one_fault_which_is_meant() -> None:
    """A question asked of a block from outside is refused at publication; were it published, it would stay hidden."""
    assert [problem.path for problem in checks.problems(CASES["definition"])] == ["sections.3.items.1.condition"]


@pytest.mark.parametrize("case", CASES["holds"], ids=lambda case: case["says"])
def test_a_condition_answers_as_the_shared_case_says(case: dict[str, Any]) -> None:
    assert conditions.holds(case["condition"], DEFINITION, case["answers"], case.get("row")) is case["holds"]


@pytest.mark.parametrize("case", CASES["shown"], ids=lambda case: case["says"])
def test_what_is_asked_is_what_the_shared_case_says(case: dict[str, Any]) -> None:
    every = {item.code for item in DEFINITION.items}
    assert conditions.shown(DEFINITION, case["answers"]) == every - set(case["hidden"])


def test_answers_to_hidden_questions_are_dropped_and_numbers_written_one_way() -> None:
    answers = {
        "vehicle": {"v": "none"}, "insured": {"v": "yes"}, "insurer": {"v": "X"}, "minutes": {"v": " 1\u202f045,50 "},
        "remark": {"v": " du texte\x00 \ud800"}, "ghost": {"v": "1"}, "price": {"v": "douze"},
        "sites": {"rows": [{"night": {"v": "no"}, "taxi": {"v": "yes"}}, {}, "not a block", {"night": {"v": "yes"}, "taxi": {"v": "no"}}]},
    }  # fmt: skip
    assert tidy(DEFINITION, answers) == {
        "vehicle": {"v": "none"}, "minutes": {"v": "1045.50"}, "remark": {"v": "du texte ?"}, "price": {"v": "douze"},
        "sites": {"rows": [{"night": {"v": "no"}}, {"night": {"v": "yes"}, "taxi": {"v": "no"}}]},
    }  # fmt: skip


def test_a_number_typed_with_a_comma_opens_the_section_that_it_must() -> None:
    kept = tidy(DEFINITION, {"minutes": {"v": "30,0"}, "tired": {"v": "yes"}, "rest": {"v": "Dormir"}})
    assert kept == {"minutes": {"v": "30.0"}, "tired": {"v": "yes"}, "rest": {"v": "Dormir"}}


@pytest.mark.parametrize(
    "answers", [{"ease": 1}, {"ease": {"s": ["na"]}}, {"ease": {"v": {"a": [[[1]]]}}}, {"sites": {"rows": {}}}, {"means": {"v": [[1]]}}]
)
def test_whatever_is_sent_is_read_without_a_fall(answers: dict[str, Any]) -> None:
    conditions.shown(DEFINITION, answers)
    checks.faults(DEFINITION, tidy(DEFINITION, answers), final=True)
