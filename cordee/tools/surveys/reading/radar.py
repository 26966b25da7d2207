"""A radar for a page: points on a square of 100, drawn by the template with the colours of the house's sheet of styles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIDE, CENTRE, RADIUS = 100.0, 50.0, 38.0
LEAST_SPOKES = 3


@dataclass(frozen=True, slots=True)
class Spoke:
    number: int
    label: str
    x: str  # lengths are text: a page would write them with a comma
    y: str
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Radar:
    """`shapes`: one polygon for each series. A missing value is drawn at the centre, and said missing by the table."""

    spokes: Sequence[Spoke]
    rings: Sequence[str]
    shapes: Sequence[tuple[str, str]]


def radar(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]) -> Radar | None:
    """Values from 0 to 1. Under three axes there is no shape to read: the bars say it all."""
    count = len(labels)
    if count < LEAST_SPOKES:
        return None

    def point(place: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * place / count - math.pi / 2
        return CENTRE + RADIUS * share * math.cos(angle), CENTRE + RADIUS * share * math.sin(angle)

    def polygon(values: Sequence[float | None]) -> str:
        return " ".join("{:.1f},{:.1f}".format(*point(place, value or 0.0)) for place, value in enumerate(values))

    spokes = [
        Spoke(place + 1, label, *_lengths(point(place, 1)), *_lengths(point(place, 1.16))) for place, label in enumerate(labels)
    ]  # fmt: skip
    rings = [polygon([share / 4] * count) for share in range(1, 5)]
    return Radar(spokes, rings, [(name, polygon(values)) for name, values in series])


def _lengths(point: tuple[float, float]) -> tuple[str, str]:
    return f"{point[0]:.1f}", f"{point[1]:.1f}"
