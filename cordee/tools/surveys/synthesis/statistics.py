"""Mean, median, quartiles and spread of values that come counted: never a mean alone, nor any figure under the least number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypedDict


class Stats(TypedDict):
    """Quartiles as `percentile_cont` computes them; `deviation` is that of the whole, not of a sample."""

    mean: float
    median: float
    low: float
    high: float
    deviation: float
    least: float
    most: float


def described(counts: Mapping[float, int]) -> Stats:
    """Of values and how many times each was given; one at least."""
    values = sorted((value, times) for value, times in counts.items() if times)
    total = sum(times for _, times in values)
    mean = math.fsum(value * times for value, times in values) / total
    spread = math.fsum(times * (value - mean) ** 2 for value, times in values) / total
    return Stats(
        mean=mean,
        median=quantile(values, total, 0.5),
        low=quantile(values, total, 0.25),
        high=quantile(values, total, 0.75),
        deviation=math.sqrt(spread),
        least=values[0][0],
        most=values[-1][0],
    )


def quantile(values: Sequence[tuple[float, int]], total: int, share: float) -> float:
    """Interpolated between the two answers on each side of this share of them."""
    place = share * (total - 1)
    below, above = _at(values, math.floor(place)), _at(values, math.ceil(place))
    return below + (above - below) * (place - math.floor(place))


def _at(values: Sequence[tuple[float, int]], rank: int) -> float:
    passed = 0
    for value, times in values:
        passed += times
        if rank < passed:
            return value
    return values[-1][0]
