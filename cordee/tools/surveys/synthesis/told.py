"""The synthesis as one reader gets it. What was kept is already masked; here fall the sections that are not open to this reader, and,
under the least number of answers, everything but their number for those who may not read the answers themselves."""

from __future__ import annotations

from collections.abc import Collection

from cordee.core import formats
from cordee.tools.surveys.synthesis.shape import Cell, Measure, Share, Synthesis
from cordee.tools.surveys.synthesis.statistics import Stats

MASKED = "masqué"
TOO_FEW = "trop peu de réponses"


def for_reader(synthesis: Synthesis, sections: Collection[str], *, scores: bool, small_too: bool) -> Synthesis:
    """`sections`: codes of those that are open. `scores`: no closed section weighs on the total and the axes.
    `small_too`: this reader may read the answers one by one, and none is anonymous."""
    if is_withheld(synthesis, small_too=small_too):
        return {**synthesis, "total": None, "axes": [], "items": [], "groups": {}}
    shown: Synthesis = {**synthesis, "items": [item for item in synthesis["items"] if item["section"] in sections]}
    return shown if scores else {**shown, "total": None, "axes": []}


def is_withheld(synthesis: Synthesis, *, small_too: bool) -> bool:
    return not small_too and synthesis["answers"] < synthesis["least"]


# -- in words ---------------------------------------------------------------------------------------------------------------
def is_mark(measure: Measure) -> bool:
    """Its figures are marks, from 0 to 1, shown out of what the questionnaire says; others are numbers as they were given."""
    return measure["kind"] not in ("number", "money", "shares", "ranking")


def share_said(share: Share, n: int) -> str:
    """« 86,7 % (26 sur 30) »."""
    return formats.percent(share["count"], n)


def figure(measure: Measure, value: float, out_of: int) -> str:
    if is_mark(measure):
        return formats.number(value * out_of, 1).removesuffix(",0")
    text = formats.number(round(value, 2))
    return f"{text}{formats.NBSP}{measure['unit']}" if measure["unit"] else text


def columns(measure: Measure, stats: Stats | None, out_of: int) -> dict[str, str]:
    """Median first, then what surrounds it, the mean last: never alone, never under the least number of answers."""
    if stats is None:
        return {"median": TOO_FEW, "between": formats.EMPTY, "mean": formats.EMPTY, "deviation": formats.EMPTY}
    between = f"{figure(measure, stats['low'], out_of)} à {figure(measure, stats['high'], out_of)}"
    return {
        "median": figure(measure, stats["median"], out_of),
        "between": between,
        "mean": figure(measure, stats["mean"], out_of),
        "deviation": figure(measure, stats["deviation"], out_of),
    }


def scale_said(measure: Measure, out_of: int) -> str:
    return f"sur {out_of}" if is_mark(measure) else ""


def cell_columns(measure: Measure, cell: Cell, out_of: int) -> dict[str, str]:
    """A line of a cross-tab; masked, it says so in each column."""
    names = ("n", "median", "between", "mean", "deviation")
    if cell["masked"]:
        return dict.fromkeys(names, MASKED)
    if not cell["n"]:
        return dict.fromkeys(names, formats.EMPTY) | {"n": "0"}
    return {"n": formats.number(cell["n"]), **columns(measure, cell["stats"], out_of)}


def crossed(synthesis: Synthesis, dimension: str) -> bool:
    """Two groups at least: one alone would only say the whole again."""
    return len(synthesis["groups"].get(dimension, [])) > 1


def measures(synthesis: Synthesis) -> list[Measure]:
    total = [synthesis["total"]] if synthesis["total"] else []
    return [*total, *synthesis["axes"], *synthesis["items"]]


def in_figures(measure: Measure) -> bool:
    """A question whose answers can be counted or measured: the others are read in their own words."""
    return measure["kind"] not in ("short", "long", "date", "file")


def has_figures(measure: Measure) -> bool:
    """Figures are computed, or would be if enough had answered. A choice that bears no mark has none."""
    return measure["stats"] is not None or measure["kind"] in ("total", "axis", "number", "money", "level", "three")
