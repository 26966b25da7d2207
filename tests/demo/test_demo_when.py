"""J: the loading day, or the working day before it; and a clock that shows the story's time."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from cordee.demo.examples.when import easter, told_at, working_day


@pytest.mark.parametrize(
    ("loaded", "day"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 21), date(2026, 11, 20)),  # a Saturday
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 11), date(2026, 11, 10)),
        (date(2027, 3, 29), date(2027, 3, 26)),  # Easter Monday, then its week-end
        (date(2027, 5, 6), date(2027, 5, 5)),  # Ascension
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_j_is_a_working_day(loaded: date, day: date) -> None:
    assert working_day(loaded) == day


@pytest.mark.parametrize("sunday", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)])
def test_easter(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def now() -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cordee_now()")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_clock_tells_the_story_then_the_truth() -> None:
    with transaction.atomic():
        with told_at(date(2026, 3, 2), 10) as outer:
            with told_at(date(2026, 3, 3), 11) as inner:
                assert now() == inner
            assert now() == outer
        assert now() != outer
        assert now() != now()
