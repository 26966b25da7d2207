"""From a number per department to levels, legend and rows: what the map and its table share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from django.utils.formats import number_format

from cordee.actors.territory.geometry import MapDepartment, drawing

Number = int | float | Decimal
LEVELS = 5


def written(value: Number, unit: str = "") -> str:
    """« 1 234,5 structures »: `unit` is a word, or « singular,plural » (French says plural from 2 on)."""
    decimals = 0 if value == int(value) else 1
    figure = number_format(Decimal(str(value)), decimals, use_l10n=True, force_grouping=True)
    singular, _, plural = unit.partition(",")
    word = plural if plural and value >= 2 else singular
    return f"{figure}\u00a0{word}" if word else figure


def rounded_down(value: Number) -> Number:
    """At most two significant digits, so that a legend reads at a glance."""
    if value < 10:
        return int(value) if value >= 1 else value
    step: int = 10 ** (len(str(int(value))) - 2)
    return int(value) // step * step


def default_thresholds(values: Sequence[Number]) -> list[Number]:
    """The lowest value of each level: as many departments in each, as far as equal values allow."""
    positive = sorted(value for value in values if value > 0)
    if not positive:
        return []
    if len(set(positive)) <= LEVELS:
        return sorted(set(positive))
    quantiles = [positive[len(positive) * level // LEVELS] for level in range(LEVELS)]
    return sorted({rounded_down(value) for value in quantiles})


@dataclass(frozen=True, slots=True)
class Row:
    department: MapDepartment
    level: str  # « 0 » (none) to « 5 » (most), or « none » where nothing is known
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Choropleth:
    rows: list[Row]
    legend: list[tuple[str, str]]  # level, words


def choropleth(
    values: Mapping[str, Number], *, unit: str = "", links: Mapping[str, str] | None = None, thresholds: Sequence[Number] | None = None
) -> Choropleth:
    """Values start from zero; a department without value is « sans donnée », which is not zero."""
    if any(value < 0 for value in values.values()):
        raise ValueError("The map shows quantities: a negative value has no level.")
    bounds = default_thresholds(list(values.values())) if thresholds is None else sorted(thresholds)[:LEVELS]
    rows = [_row(department, values, bounds, unit, links or {}) for department in drawing().departments]
    # Overseas collectivities are not drawn: they are named only where they have something to say.
    rows = [row for row in rows if row.department.path or row.department.code in values]
    present = {row.level for row in rows}
    numbers = list(values.values())
    legend = [("0", _lowest_text(bounds, numbers))] if "0" in present else []
    legend += [(str(level), text) for level, text in enumerate(_classes(bounds, numbers), 1)]
    legend += [("none", "Sans donnée")] if "none" in present else []
    return Choropleth(rows, legend)


def _row(department: MapDepartment, values: Mapping[str, Number], bounds: Sequence[Number], unit: str, links: Mapping[str, str]) -> Row:
    value = values.get(department.code)
    link = links.get(department.code, "")
    if value is None:
        return Row(department, "none", "sans donnée", link)
    return Row(department, str(bisect_right(bounds, value)), written(value, unit), link)


def _lowest_text(bounds: Sequence[Number], values: Sequence[Number]) -> str:
    """What stays under the first threshold: nothing at all, or a little."""
    return f"Moins de {written(bounds[0])}" if bounds and any(0 < value < bounds[0] for value in values) else "0"


def _classes(bounds: Sequence[Number], values: Sequence[Number]) -> list[str]:
    """« 1 à 4 », « 5 à 9 », « 10 et plus » for whole numbers; « de 0,5 à moins de 1,5 » otherwise."""
    whole = all(number == int(number) for number in [*bounds, *values])
    texts = []
    for low, high in zip_longest(bounds, bounds[1:]):
        if high is None:
            texts.append(f"{written(low)} et plus")
        elif whole:
            texts.append(written(low) if int(high) == int(low) + 1 else f"{written(low)} à {written(high - 1)}")
        else:
            texts.append(f"De {written(low)} à moins de {written(high)}")
    return texts
