"""How a dossier goes: which stages, on which days. Old ones are over, recent ones are on their way; a few stop or go elsewhere."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

#: stage → the days that it comes after the former one, at least and at most
STAGES = (
    ("received", 5, 30), ("diagnosing", 10, 45), ("shared", 45, 150), ("planned", 15, 70), ("under_way", 5, 30), ("follow_up", 150, 420),
    ("reviewed", 420, 700), ("closed", 10, 90),
)  # fmt: skip
#: the act that brings to each stage
ACTS = {
    "received": "receive", "reoriented": "reorient", "diagnosing": "diagnose", "shared": "share", "planned": "plan", "under_way": "launch",
    "follow_up": "follow", "reviewed": "review", "closed": "close", "abandoned": "abandon",
}  # fmt: skip
REORIENTED, ABANDONED, UNREVIEWED = 0.07, 0.07, 0.35
YEARS = 20


@dataclass(frozen=True, slots=True)
class Life:
    """The stages that were reached, each with its day."""

    days: dict[str, date]

    @property
    def state(self) -> str:
        return list(self.days)[-1]

    @property
    def since(self) -> date:
        return self.days[self.state]

    @property
    def over(self) -> bool:
        return self.state in ("closed", "abandoned", "reoriented")

    def reached(self, stage: str) -> date | None:
        return self.days.get(stage)


def live(draw: random.Random, requested: date, today: date) -> Life:
    days, day = {"requested": requested}, requested
    goes, stops = draw.random(), draw.randrange(1, 7) if draw.random() < ABANDONED else 0
    reviewed = draw.random() >= UNREVIEWED
    for rank, (stage, least, most) in enumerate(STAGES):
        if stage == "reviewed" and not reviewed:
            continue
        day += timedelta(days=draw.randint(least, most))
        if rank == 1 and goes < REORIENTED:
            stage = "reoriented"
        elif stops and rank == stops:
            stage = "abandoned"
        if day > today:
            break
        days[stage] = day
        if stage in ("reoriented", "abandoned"):
            break
    return Life(days)


def requests(draw: random.Random, count: int, today: date) -> list[date]:
    """Twenty years of first days, a little more of them each year, in order: numbers follow the calendar."""
    span = YEARS * 365
    return sorted(today - timedelta(days=span - int(span * draw.random() ** 0.8)) for _ in range(count))
