"""The day of the demonstration, and telling what happened before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

CLOCK = "CREATE OR REPLACE FUNCTION cordee_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE RETURN {}"


FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def easter(year: int) -> date:
    """The Sunday of Easter (Gregorian computus, as Butcher wrote it)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """A public holiday of the whole country: the eleven of the law."""
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in (1, 39, 50)


def working_day(day: date) -> date:
    """J: this day, or the working day before it."""
    while day.weekday() >= 5 or is_holiday(day):
        day -= timedelta(days=1)
    return day


@contextmanager
def told_at(day: date, hour: int = 9, minute: int = 30) -> Iterator[datetime]:
    """The house's clock shows this moment, for this transaction alone: its events are dated as the story goes."""
    moment = datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('cordee_now'::regproc)")
        before = cursor.fetchone()[0]
        cursor.execute(CLOCK.format(f"'{moment.isoformat()}'::timestamptz"))
        yield moment
        cursor.execute(before)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that one does on a day of a dossier's story."""

    day: date
    hour: int
    act: Callable[[date], object]
    key: str = ""  # of the dossier, for who tells the story by chapters


def tell_in_order(moments: Iterable[Moment]) -> None:
    """Whatever the room that knows them: a thread never goes back."""
    for moment in sorted(moments, key=lambda one: (one.day, one.hour)):
        with told_at(moment.day, moment.hour):
            moment.act(moment.day)
