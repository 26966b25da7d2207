"""Masking small groups: the worked example, then what must hold whatever the groups."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.tools.surveys.synthesis.masking import masked
from cordee.tools.surveys.synthesis.statistics import described

counts = st.lists(st.integers(0, 40), max_size=12)


@pytest.mark.covers("EVA-903")
def test_the_smallest_other_group_is_masked_with_a_small_one() -> None:
    """Nord 12, Oise 9, Aisne 5, Somme 2: without Aisne, 28 − 12 − 9 − 5 would tell what the two of the Somme said."""
    assert masked([12, 9, 5, 2], 5) == {2, 3}


def test_nothing_small_nothing_masked() -> None:
    assert masked([12, 9, 5, 0], 5) == frozenset()


def test_two_small_groups_that_are_too_few_together_take_a_third() -> None:
    assert masked([12, 9, 1, 2], 5) == {1, 2, 3}


def test_a_group_masked_for_the_whole_stays_masked_for_one_question() -> None:
    assert masked([12, 9, 5, 2], 5, frozenset({2, 3})) == {2, 3}
    assert masked([12, 2, 5, 0], 5, frozenset({2, 3})) == {1, 2, 3}


def test_an_empty_group_protects_nobody() -> None:
    assert masked([0, 9, 2], 5) == {1, 2}


@given(counts, st.integers(3, 10), st.sets(st.integers(0, 11)))
def test_what_is_masked_cannot_be_found_by_subtraction(groups: list[int], least: int, already: set[int]) -> None:
    hidden = masked(groups, least, frozenset(already))
    assert all(place in hidden for place, count in enumerate(groups) if 0 < count < least)
    told = [groups[place] for place in hidden if groups[place]]
    if any(count < least for count in told):
        assert (len(told) >= 2 and sum(told) >= least) or len(told) == sum(1 for count in groups if count)


@given(counts, st.integers(3, 10))
def test_no_more_is_masked_than_needed(groups: list[int], least: int) -> None:
    if all(count == 0 or count >= least for count in groups):
        assert not masked(groups, least)


@given(st.lists(st.integers(0, 8).map(lambda n: n / 4), min_size=2, max_size=60))
def test_figures_of_counted_values_are_those_of_the_values(values: list[float]) -> None:
    figures = described({value: values.count(value) for value in values})
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    assert (figures["low"], figures["median"], figures["high"]) == pytest.approx((low, median, high))
    assert figures["mean"] == pytest.approx(statistics.mean(values))
    assert figures["deviation"] == pytest.approx(statistics.pstdev(values))
    assert (figures["least"], figures["most"]) == (min(values), max(values))
