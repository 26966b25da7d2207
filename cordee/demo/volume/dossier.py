"""A dossier while it is drawn: what each part of it needs to know, and its fil."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cordee.demo.volume.life import Life
from cordee.demo.volume.load import Row
from cordee.demo.volume.operators import Operator
from cordee.demo.volume.sheaf import Sheaf, said
from cordee.demo.volume.telling import Subject

PARTIES, DLA = "{operator,structure,network}", "{operator}"
CLOSE = "{operator,structure}"


@dataclass(frozen=True, slots=True)
class Structure:
    id: int
    thread: int
    zone: str
    name: str
    form: str


@dataclass(slots=True)
class Dossier:
    """One that is being written: what its parts need of it."""

    id: int
    thread: int
    zone: str
    operator: Operator
    officer: int
    structures: list[Structure]
    kind: str
    subject: Subject
    life: Life
    sheaf: Sheaf
    draw: random.Random
    today: date
    told: list[Row] = field(default_factory=list)

    @property
    def first(self) -> Structure:
        return self.structures[0]

    def threaded(self) -> tuple[str, int, str]:
        return self.sheaf.key(), self.thread, self.zone

    def between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randint(0, max(0, (last - first).days)))

    def tell(
        self, on: date, code: str, data: dict[str, Any], *, subject: str = "cases.case", pk: int = 0, states: tuple[str, str] = ("", ""),
        to: str = PARTIES,
    ) -> None:  # fmt: skip
        """A line of the fil."""
        row = (at(on), on, self.thread, subject, pk or self.id, code, *states, to, self.officer, self.operator.name, said(data))
        self.told.append(row)

    def settle(self) -> None:
        """The fil is read by its numbers: they follow the days."""
        for row in sorted(self.told, key=lambda row: row[1]):
            self.sheaf.add("core_event", *row)


def at(on: date) -> datetime:
    return datetime.combine(on, time(9), tzinfo=UTC)
