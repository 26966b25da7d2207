"""Marks, axes, totals, levels, guard rails: by hand-computed figures. Their properties are in `test_scoring_properties.py`."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.tools.surveys.definition import Levels, read, read_levels, scoring
from tests.tools.surveys.definitions import form, grid, level

GRID = read(grid())


def item(data: dict[str, Any]) -> Any:
    return next(iter(read(form(data)).items))


def scored(answers: dict[str, str], levels: Levels | None = None) -> scoring.Score:
    """Each answer as a level, « l2 », or a special one."""
    given = {code: {"v": one} if one.startswith("l") else {"s": one} for code, one in answers.items()}
    return scoring.score(GRID, levels or GRID.levels, scoring.marks(GRID, given))


OPTIONS = [{"code": "a", "label": "A", "mark": 4}, {"code": "b", "label": "B", "mark": 1}, {"code": "c", "label": "C"}]
CHOICE = {"code": "q", "kind": "single", "label": "?", "options": OPTIONS}
SEVERAL = {**CHOICE, "kind": "multiple"}
TABLE = {**CHOICE, "kind": "matrix", "rows": [{"code": "1", "label": "1"}, {"code": "2", "label": "2"}]}
SEEN = level("q", observable=True)
YES = {"code": "q", "kind": "three", "label": "?"}
TEXT = {"code": "q", "kind": "short", "label": "?"}


@pytest.mark.parametrize(
    ("data", "answer", "mark"),
    [
        (CHOICE, {"v": "a"}, 1.0), (CHOICE, {"v": "b"}, 0.25), (CHOICE, {"v": "c"}, None),
        (CHOICE, {"s": "na"}, None), (CHOICE, None, None),
        (SEVERAL, {"v": ["a", "b"]}, 1.0), (SEVERAL, {"v": ["b"]}, 0.2), (SEVERAL, {"v": ["c"]}, None), (SEVERAL, {"v": ["b", "c"]}, 0.2),
        (TABLE, {"v": {"1": "a", "2": "b"}}, 0.625), (TABLE, {"v": {"1": "b"}}, 0.25), (TABLE, {"v": {"1": "c"}}, None),
        (YES, {"v": "yes"}, 1.0), (YES, {"v": "average"}, 0.5), (YES, {"v": "no"}, 0.0), (TEXT, {"v": "oui"}, None),
        (SEEN, {"v": "l3"}, 1.0), (SEEN, {"v": "l3", "observed": "l1"}, 1 / 3), (SEEN, {"observed": "l0"}, 0.0),
        (SEEN, {"s": "unknown", "observed": "l2"}, 2 / 3),
    ],
)  # fmt: skip
def test_the_mark_of_an_answer(data: dict[str, Any], answer: Any, mark: float | None) -> None:
    assert scoring.mark(item(data), answer) == (None if mark is None else pytest.approx(mark))


def test_the_total_is_the_weighted_mean_of_the_axes() -> None:
    score = scored({"a1": "l3", "a2": "l3", "b1": "l0", "b2": "l3", "c1": "l0", "c2": "l0"})
    assert {code: axis.value for code, axis in score.axes.items()} == {"a": 1.0, "b": 0.5, "c": 0.0}
    assert score.total == pytest.approx(0.65)
    assert (score.level.code if score.level else "", score.notes) == ("mid", [])


def test_what_has_no_object_weighs_nothing_in_its_axis_nor_in_the_total() -> None:
    score = scored({"a1": "l3", "a2": "na", "b1": "l0", "b2": "l3", "c1": "na", "c2": "declined"})
    assert score.axes["a"] == scoring.AxisScore(1.0, 1, 2)
    assert score.axes["c"] == scoring.AxisScore(None, 0, 2)
    assert score.total == pytest.approx((1.0 * 50 + 0.5 * 30) / 80)


def test_items_alike_are_the_mean_of_all_marks() -> None:
    alike = read(grid(weighting="items"))
    marks = [1.0, None, 0.0, 0.5, None, None]
    assert scoring.score(alike, alike.levels, marks).total == pytest.approx(0.5)


def test_a_guard_rail_holds_the_level_down_and_says_why() -> None:
    data = grid()
    data["levels"]["guards"] = [{"items": ["c1", "c2"], "at_most": 0.0, "level": "mid", "says": "Une question clé est à zéro."}]
    levels = read_levels(data["levels"])
    high = {"a1": "l3", "a2": "l3", "b1": "l3", "b2": "l3", "c1": "l0", "c2": "l3"}
    held = scored(high, levels)
    assert (held.total, held.level.code if held.level else "", held.notes) == (pytest.approx(0.9), "mid", ["Une question clé est à zéro."])
    assert scored({**high, "c1": "l1"}, levels).notes == []
    assert scored({**high, "c1": "na"}, levels).notes == []
    low = scored({code: "l0" for code in high}, levels)
    assert (low.level.code if low.level else "", low.notes) == ("low", []), "a guard rail that holds nothing back does not speak"


def test_nothing_is_concluded_from_too_few_answers() -> None:
    levels = read_levels({**grid()["levels"], "least_answers": 3})
    two = scored({"a1": "l3", "b1": "l3"}, levels)
    assert (two.level, two.undetermined, two.notes) == (None, True, ["2 réponses notées : il en faut 3 pour conclure."])
    assert scored({"a1": "l3", "b1": "l3", "c1": "l3"}, levels).level is not None
    none = scored({})
    assert (none.total, none.undetermined, none.notes) == (None, True, ["Aucune réponse notée : il en faut 1 pour conclure."])


def test_a_threshold_reached_by_adding_tenths_is_reached() -> None:
    axes = [{"code": code, "label": code} for code in "abc"]
    thirds = read(
        {**grid(), "axes": axes, "levels": {"levels": [{"code": "x", "label": "X", "least": 0}, {"code": "y", "label": "Y", "least": 0.6}]}}
    )
    marks = [0.1 + 0.2 + 0.3, None] * 3
    score = scoring.score(thirds, thirds.levels, marks)
    assert score.level is not None
    assert score.level.code == "y"


def test_repeated_questions_bear_no_mark_and_keep_their_place() -> None:
    data = grid()
    data["sections"].insert(1, {"code": "sites", "title": "Sites", "repeat": {"label": "Site"}, "items": [level("site")]})
    definition = read(data)
    answers = {"a1": {"v": "l3"}, "b1": {"v": "l0"}, "sites": {"rows": [{"site": {"v": "l3"}}]}}
    assert scoring.marks(definition, answers) == [1.0, None, None, 0.0, None, None, None]


def test_a_score_is_kept_as_json() -> None:
    kept = scored({"a1": "l3"}).to_json()
    assert kept["axes"]["a"] == {"value": 1.0, "answered": 1, "of": 2}
    assert kept["level"]["code"] == "high"
