"""A plan through time: one line an action, its bar in hundredths of the plan's own time. The table says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cordee.accompaniment.plans.models import PlanAction


@dataclass(frozen=True, slots=True)
class Bar:
    action: PlanAction
    left: str
    width: str
    state: str
    tone: str
    late: bool


@dataclass(frozen=True, slots=True)
class Gantt:
    first: date
    last: date
    bars: tuple[Bar, ...]
    ticks: tuple[str, ...]  # the first of each month
    today: str  # empty outside of the plan's time


TONES = {"planned": "plain", "under_way": "warn", "done": "ok", "given_up": "plain"}


def gantt_of(first: date, last: date, actions: Sequence[PlanAction], today: date) -> Gantt:
    """Widened to the actions that go beyond the plan's own days."""
    first = min([first, *(a.starts_on for a in actions)])
    last = max([last, *(a.due_on for a in actions)])
    span = (last - first).days + 1

    def at(day: date) -> float:
        return (day - first).days / span * 100

    bars = tuple(
        Bar(
            action,
            f"{at(action.starts_on):.2f}",
            f"{max(((action.due_on - action.starts_on).days + 1) / span * 100, 1):.2f}",
            str(action.get_state_display()),
            TONES[action.state],
            action.is_open and action.due_on < today,
        )
        for action in actions
    )
    now = f"{at(today):.2f}" if first <= today <= last else ""
    return Gantt(first, last, bars, tuple(f"{at(day):.2f}" for day in months(first, last)), now)


def months(first: date, last: date) -> list[date]:
    days: list[date] = []
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, 1)
        if day > last:
            return days
        days.append(day)
