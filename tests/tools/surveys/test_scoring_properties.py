"""What holds of every score, whatever the grid: drawn at random, then on the grids of the library."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cordee.tools.surveys.definition import Axis, Definition, Guard, Item, Level, Levels, Option, Section, scoring
from cordee.tools.surveys.library import ready

FOUR = [Option(f"level_{mark}", f"Niveau {mark}", float(mark)) for mark in range(5)]
MARKS = st.none() | st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
LADDER = Levels([Level("low", "Bas", 0), Level("fair", "Moyen", 0.25), Level("good", "Bon", 0.5), Level("best", "Haut", 0.75)])
RANK = {level.code: place for place, level in enumerate(LADDER.levels)}
SKILLS, MARKETING = ready()["digital-skills"].definition, ready()["digital-marketing"].definition


@st.composite
def scored(draw: st.DrawFn) -> tuple[Definition, list[float | None]]:
    """A grid of one to five axes, and a mark, or none, for each of its items."""
    axes = [Axis(f"axis_{n}", f"Axe {n}", float(draw(st.integers(1, 40)))) for n in range(draw(st.integers(1, 5)))]
    items = [
        Item(f"item_{axis.code}_{n}", "level", "Question", axis=axis.code, weight=float(draw(st.integers(1, 9))), options=FOUR)
        for axis in axes
        for n in range(draw(st.integers(1, 4)))
    ]
    weighting = draw(st.sampled_from(["axes", "items"]))
    definition = Definition("Grille", weighting=weighting, axes=axes, sections=[Section("all", "Tout", items=items)], levels=LADDER)
    return definition, [draw(MARKS) for _ in items]


def total(definition: Definition, marks: list[float | None]) -> float | None:
    return scoring.score(definition, definition.levels, marks).total


def with_items(definition: Definition, items: list[Item], **more: Any) -> Definition:
    return replace(definition, sections=[Section("all", "Tout", items=items)], **more)


@given(scored())
def test_a_total_is_between_the_lowest_and_the_highest_mark(case: tuple[Definition, list[float | None]]) -> None:
    definition, marks = case
    known = [mark for mark in marks if mark is not None]
    found = scoring.score(definition, definition.levels, marks)
    if not known:
        assert found.total is None
        assert found.level is None
        return
    assert found.total is not None
    assert min(known) - 1e-9 <= found.total <= max(known) + 1e-9
    for axis in found.axes.values():
        assert axis.value is None or 0 <= axis.value <= 1
        assert 0 <= axis.answered <= axis.of


@given(scored(), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_equal_marks_give_that_very_mark_and_its_level(case: tuple[Definition, list[float | None]], mark: float) -> None:
    """No grain of dust of a computer takes someone under a threshold."""
    definition, marks = case
    assume(any(one is not None for one in marks))
    found = scoring.score(definition, definition.levels, [mark if one is not None else None for one in marks])
    assert found.total == pytest.approx(mark)
    assert found.level
    assert found.level.code == [level.code for level in LADDER.levels if level.least <= mark][-1]


@given(scored(), st.integers(2, 50))
def test_weights_count_by_their_proportions_only(case: tuple[Definition, list[float | None]], times: int) -> None:
    definition, marks = case
    heavier = with_items(
        definition,
        [replace(item, weight=item.weight * times) for item in definition.items],
        axes=[replace(axis, weight=axis.weight * times) for axis in definition.axes],
    )
    assert total(heavier, marks) == pytest.approx(total(definition, marks))


@given(scored(), st.data())
def test_what_is_without_object_counts_as_if_it_had_not_been_asked(
    case: tuple[Definition, list[float | None]], data: st.DataObject
) -> None:
    definition, marks = case
    items = list(definition.items)
    place = data.draw(st.integers(0, len(items) - 1))
    marks[place] = None
    shorter = with_items(definition, [item for n, item in enumerate(items) if n != place])
    assert total(definition, marks) == pytest.approx(total(shorter, marks[:place] + marks[place + 1 :]))


@given(scored(), st.data())
def test_an_axis_without_object_leaves_the_others_their_proportions(
    case: tuple[Definition, list[float | None]], data: st.DataObject
) -> None:
    definition, marks = case
    gone = data.draw(st.sampled_from([axis.code for axis in definition.axes]))
    kept = [(item, mark) for item, mark in zip(definition.items, marks, strict=True) if item.axis != gone]
    emptied = [None if item.axis == gone else mark for item, mark in zip(definition.items, marks, strict=True)]
    smaller = with_items(definition, [item for item, _ in kept], axes=[axis for axis in definition.axes if axis.code != gone])
    assert total(definition, emptied) == pytest.approx(total(smaller, [mark for _, mark in kept]))


@given(scored(), st.data())
def test_a_better_answer_never_lowers_a_total_nor_a_level(case: tuple[Definition, list[float | None]], data: st.DataObject) -> None:
    definition, marks = case
    known = [place for place, mark in enumerate(marks) if mark is not None]
    assume(known)
    place = data.draw(st.sampled_from(known))
    guarded = next(iter(definition.items))
    levels = replace(LADDER, guards=[Guard([guarded.code], 0.25, "fair", "Plafonné.")], least_answers=data.draw(st.integers(0, 3)))
    better = [*marks]
    better[place] = data.draw(st.sampled_from([mark for mark in (0.0, 0.25, 0.5, 0.75, 1.0) if mark >= (marks[place] or 0)]))
    before, after = (scoring.score(definition, levels, one) for one in (marks, better))
    assert before.total is not None
    assert after.total is not None
    assert after.total >= before.total - 1e-9
    assert after.undetermined == before.undetermined
    if before.level:
        assert after.level
        assert RANK[after.level.code] >= RANK[before.level.code]


@given(scored())
def test_a_guard_rail_caps_the_level_and_says_so(case: tuple[Definition, list[float | None]]) -> None:
    definition, marks = case
    first = next(iter(definition.items)).code
    marks[0] = 0.0
    found = scoring.score(definition, replace(LADDER, guards=[Guard([first], 0.0, "fair", "Un geste manque.")]), marks)
    free = scoring.score(definition, LADDER, marks)
    assert found.total == free.total
    assert found.level
    assert free.level
    assert RANK[found.level.code] == min(RANK[free.level.code], RANK["fair"])
    assert ("Un geste manque." in found.notes) is (RANK[free.level.code] > RANK["fair"])


@given(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), st.sampled_from(["a", "b", "c"]))
def test_one_more_good_choice_never_lowers_a_mark(chosen: list[str], more: str) -> None:
    item = Item("choices", "multiple", "Question", options=[Option("a", "A", 1), Option("b", "B", 2), Option("c", "C", 0)])
    before, after = (scoring.mark(item, {"v": one}) for one in (chosen, [*dict.fromkeys([*chosen, more])]))
    assert after == pytest.approx({"a": 1 / 3, "b": 2 / 3}.get("a", 0) * ("a" in {*chosen, more}) + (2 / 3) * ("b" in {*chosen, more}))
    assert before is None or (after is not None and after >= before)


@given(st.sampled_from(FOUR), st.sampled_from(FOUR))
def test_what_was_observed_replaces_what_was_said(said: Option, seen: Option) -> None:
    item = replace(next(item for item in MARKETING.items if item.axis), observable=True)
    assert scoring.mark(item, {"v": said.code, "observed": seen.code}) == scoring.mark(item, {"v": seen.code})


# -- the grids of the library -------------------------------------------------------------------------------------------
GESTURES = [item.code for item in SKILLS.items if item.axis]
POINTS = {"never": 0, "helped": 1, "hesitant": 2, "alone": 3}
answers_to_skills = st.fixed_dictionaries({code: st.sampled_from([*POINTS, "na"]) for code in GESTURES})


@pytest.mark.covers("EVA-012")
@given(answers_to_skills)
def test_digital_skills_follow_their_formula_and_their_guard_rails(given_answers: dict[str, str]) -> None:
    """Points over three times the gestures that concern the person; a basic gesture at zero; fewer than twelve answers."""
    answers = {code: {"s": "na"} if word == "na" else {"v": word} for code, word in given_answers.items()}
    concerned = [POINTS[word] for word in given_answers.values() if word != "na"]
    found = scoring.score(SKILLS, SKILLS.levels, scoring.marks(SKILLS, answers))
    assert found.total == (pytest.approx(sum(concerned) / (3 * len(concerned))) if concerned else None)
    assert found.undetermined is (len(concerned) < 12)
    if len(concerned) < 12:
        assert found.level is None
        return
    percent = round(100 * sum(concerned) / (3 * len(concerned)), 9)
    level = "autonomous" if percent >= 80 else "intermediate" if percent >= 50 else "beginner" if percent >= 25 else "far"
    if level in ("autonomous", "intermediate") and any(given_answers[code] == "never" for code in ("power", "wifi", "typing")):
        level = "beginner"
    assert found.level
    assert found.level.code == level


@pytest.mark.covers("EVA-005")
@given(st.fixed_dictionaries({item.code: st.integers(0, 4) | st.none() for item in MARKETING.items if item.axis}))
def test_digital_marketing_follows_its_weights(levels: dict[str, int | None]) -> None:
    answers = {code: {"s": "na"} if level is None else {"v": f"level_{level}"} for code, level in levels.items()}
    weights = {axis.code: axis.weight for axis in MARKETING.axes}
    of = {item.code: weights[item.axis] for item in MARKETING.items if item.axis}
    concerned = {code: level for code, level in levels.items() if level is not None}
    found = scoring.score(MARKETING, MARKETING.levels, scoring.marks(MARKETING, answers))
    if not concerned:
        assert found.total is None
        return
    points = sum(of[code] * level / 4 for code, level in concerned.items()) / sum(of[code] for code in concerned)
    assert found.total == pytest.approx(points)


@pytest.mark.parametrize(
    ("level", "name"), [(0, "À initier"), (1, "À structurer"), (2, "À développer"), (3, "À optimiser"), (4, "À optimiser")]
)
def test_a_structure_at_the_same_level_everywhere_bears_the_name_of_that_level(level: int, name: str) -> None:
    answers = {item.code: {"v": f"level_{level}"} for item in MARKETING.items if item.axis}
    found = scoring.score(MARKETING, MARKETING.levels, scoring.marks(MARKETING, answers))
    assert found.level
    assert found.level.label == name


@pytest.mark.parametrize("code", [code for code, grid in ready().items() if any(item.axis for item in grid.definition.items)])
def test_the_best_and_the_worst_answers_reach_both_ends(code: str) -> None:
    """Nothing in a grid of the library makes 0 or 100 out of reach."""
    definition = ready()[code].definition
    for best, expected in ((True, 1.0), (False, 0.0)):
        answers = {}
        for item in definition.items:
            if item.axis:
                ordered = sorted((option for option in item.choices if option.mark is not None), key=lambda option: option.mark or 0)
                answers[item.code] = {"v": ordered[-1 if best else 0].code}
        found = scoring.score(definition, definition.levels, scoring.marks(definition, answers))
        lowest = 0.2 if definition.out_of == 5 else 0.0  # a scale from one to five has no zero
        assert found.total == pytest.approx(expected or lowest)
