"""WE-01: the collective action on digital marketing in Hauts-de-France, as far as questionnaires go. Marks and structures are invented."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.tools.surveys.definition import Definition, scoring
from cordee.tools.surveys.library import ready
from cordee.tools.surveys.reading.evolution import Evolution, Filled, evolution

GRID = ready()["digital-marketing"].definition
#: level of each axis, in May 2021 then at the review (synthetic)
MAY_2021 = {
    "strategy": 1, "targets": 1, "website": 2, "visibility": 1, "networks": 1, "mailing": 0, "contents": 2, "sales": 1, "markets": 0,
    "measure": 0, "skills": 1, "means": 1,
}  # fmt: skip
REVIEW = {**MAY_2021, "strategy": 3, "targets": 2, "visibility": 2, "networks": 3, "mailing": 2, "sales": 2, "measure": 1, "skills": 3}


def levels(given: dict[str, int], **more: Any) -> dict[str, Any]:
    return {f"{axis}_level": {"v": f"level_{level}"} for axis, level in given.items()} | more


def filled(answers: dict[str, Any], definition: Definition = GRID) -> Filled:
    return Filled(definition, answers, scoring.marks(definition, answers))


def compared(before: dict[str, Any], after: dict[str, Any]) -> Evolution:
    return evolution(filled(before), filled(after))


def weighted(given: dict[str, int]) -> float:
    weights = {axis.code: axis.weight for axis in GRID.axes}
    return sum(weights[axis] * level / 4 for axis, level in given.items()) / 100


@pytest.mark.covers("EVA-005", "EVA-901")
def test_we_01_9_the_same_grid_answered_twice_gives_the_before_and_after_table() -> None:
    found = compared(levels(MAY_2021), levels(REVIEW))
    assert found.same_questions
    assert found.common == 12
    assert found.total
    assert found.total.before == pytest.approx(weighted(MAY_2021))
    assert found.total.after == pytest.approx(weighted(REVIEW))
    table = {line.item.axis: line for line in found.lines if line.item.axis}
    assert list(table) == [axis.code for axis in sorted(GRID.axes, key=lambda axis: [item.axis for item in GRID.items].index(axis.code))]
    strategy = table["strategy"]
    assert (strategy.before, strategy.after) == ("Des idées, dites à l'oral", "Un plan annuel, avec un responsable et un budget")
    assert strategy.change == pytest.approx(0.5)
    assert table["website"].change == 0
    assert {axis.code: axis.change for axis in found.axes} == pytest.approx(
        {axis: (REVIEW[axis] - MAY_2021[axis]) / 4 for axis in MAY_2021}
    )


@pytest.mark.covers("EVA-901")
def test_an_axis_without_object_at_one_moment_is_not_compared() -> None:
    before, after = levels(MAY_2021, mailing_level={"s": "na"}), levels(REVIEW)
    mailing = next(line for line in compared(before, after).lines if line.item.code == "mailing_level")
    assert mailing.change is None
    assert mailing.before == "Sans objet"
    assert mailing.after


@pytest.mark.covers("EVA-901")
def test_the_figures_of_n_and_n_plus_2_are_compared_as_figures() -> None:
    """Domain: the same indicators at the diagnosis and two years after; here jobs, result and an appreciation."""
    grid = ready()["follow-up"].definition

    def reading(**values: Any) -> Filled:
        return filled({code: {"v": value} for code, value in values.items()}, grid)

    before = reading(
        reading="n", accounts_year="2022", permanent_contracts="9", fte="27.4", net_result="-12500", governance_works="average"
    )
    after = reading(reading="n2", accounts_year="2024", permanent_contracts="11", fte="29.9", net_result="8300", governance_works="yes")
    changes = {line.item.code: line.change for line in evolution(before, after).lines if line.change is not None}
    assert changes["permanent_contracts"] == 2
    assert changes["fte"] == pytest.approx(2.5)
    assert changes["net_result"] == 20800
    assert changes["governance_works"] == pytest.approx(0.5)
