"""What the pages draw: bars, a radar, tables, from a response or from a synthesis. Values and words only; no query, no HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.core import formats
from cordee.tools.surveys.definition import Definition, Item, Section
from cordee.tools.surveys.definition.answers import rows_of
from cordee.tools.surveys.reading.evolution import Evolution, Line, Moved
from cordee.tools.surveys.reading.priorities import Priority
from cordee.tools.surveys.reading.radar import Radar, radar
from cordee.tools.surveys.reading.words import FEASIBILITY, details, said
from cordee.tools.surveys.synthesis import told
from cordee.tools.surveys.synthesis.shape import DIMENSIONS, Measure, Synthesis

FIRST_PRIORITIES = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart that is its own table: `width` is out of 100."""

    label: str
    width: str
    value: str


def bar(label: str, share: float | None, value: str) -> Bar:
    return Bar(label, f"{min(max(share or 0.0, 0.0), 1.0) * 100:.1f}", value)


def score_said(value: float | None, out_of: int) -> str:
    return formats.EMPTY if value is None else f"{formats.number(value * out_of, 1).removesuffix(',0')} sur {out_of}"


# -- one response -----------------------------------------------------------------------------------------------------------
def axis_bars(definition: Definition, result: Mapping[str, Any]) -> list[Bar]:
    axes = result.get("axes") or {}
    found = [(axis, axes.get(axis.code) or {}) for axis in definition.axes]
    return [bar(axis.label, one.get("value"), score_said(one.get("value"), definition.out_of)) for axis, one in found]


def axis_radar(definition: Definition, series: Sequence[tuple[str, Mapping[str, Any]]]) -> Radar | None:
    labels = [axis.label for axis in definition.axes]
    drawn = [(name, [(one.get(axis.code) or {}).get("value") for axis in definition.axes]) for name, one in series]
    return radar(labels, drawn)


def answered_sections(sections: Sequence[Section], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each section with its blocks of lines: one block, or as many as were filled in a repeated one."""
    shown = []
    for section in sections:
        blocks = rows_of(section, answers) if section.repeat else [answers]
        titles = [f"{section.repeat.label} {place}" for place in range(1, len(blocks) + 1)] if section.repeat else [""]
        drawn = [(title, _lines(section, block)) for title, block in zip(titles, blocks, strict=True)]
        shown.append({"section": section, "blocks": [(title, lines) for title, lines in drawn if lines]})
    return shown


def _lines(section: Section, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = []
    for item in section.items:
        answer = answers.get(item.code) or {}
        if words := said(item, answer):
            lines.append({"item": item, "said": words, "special": bool(answer.get("s")), "details": details(item, answer)})
    return lines


def priority_rows(found: Sequence[Priority]) -> list[dict[str, str]]:
    """The first ones; the value is shown on 100 of the highest possible (a whole gap on all the weight, easy to do)."""
    return [
        {
            "label": one.item.label,
            "axis": one.axis,
            "weight": formats.number(one.weight * 100, 1).removesuffix(",0") + f"{formats.THIN}%",
            "gap": formats.number(one.gap * 100, 0) + f"{formats.THIN}%",
            "feasibility": FEASIBILITY[one.feasibility] if one.said else f"{FEASIBILITY[one.feasibility]} (non renseignée)",
            "value": formats.number(one.value * 100, 1),
        }
        for one in found[:FIRST_PRIORITIES]
    ]


# -- before and after -------------------------------------------------------------------------------------------------------
STATES = {"common": "", "new": "nouvelle question", "gone": "question retirée"}


def change_said(change: float | None, item: Item | None, out_of: int) -> str:
    """« + 12,5 » or « − 3 »; nothing where nothing is measured."""
    if change is None:
        return formats.EMPTY
    number = formats.number(change * out_of, 1).removesuffix(",0") if item is None or item.marked else formats.number(round(change, 2))
    return f"+{formats.THIN}{number}" if change > 0 else "=" if not change else number


def evolution_rows(lines: Sequence[Line], out_of: int) -> list[dict[str, Any]]:
    return [
        {
            "label": line.item.label,
            "before": line.before or formats.EMPTY,
            "after": line.after or formats.EMPTY,
            "state": STATES[line.state],
            "change": change_said(line.change, line.item, out_of),
        }
        for line in lines
    ]


def moved_rows(found: Evolution, out_of: int) -> list[dict[str, str]]:
    def row(one: Moved) -> dict[str, str]:
        shown = {"before": score_said(one.before, out_of), "after": score_said(one.after, out_of)}
        return {"label": one.label, **shown, "change": change_said(one.change, None, out_of)}

    return [row(one) for one in ([found.total] if found.total else []) + list(found.axes)]


def moved_radar(found: Evolution) -> Radar | None:
    axes = found.axes
    return radar([one.label for one in axes], [("avant", [one.before for one in axes]), ("après", [one.after for one in axes])])


# -- a synthesis ------------------------------------------------------------------------------------------------------------
def share_bars(measure: Measure) -> list[Bar]:
    n = measure["n"]
    return [bar(share["label"], share["count"] / n if n else 0.0, told.share_said(share, n)) for share in measure["shares"]]


def measured(measure: Measure, out_of: int) -> dict[str, Any]:
    """A question, an axis or the total, ready to draw."""
    parts = [{"label": part["label"], **told.columns(measure, part["stats"], out_of)} for part in measure["parts"]]
    return {
        "code": measure["code"],
        "label": measure["label"],
        "n": measure["n"],
        "scale": told.scale_said(measure, out_of),
        "figures": told.columns(measure, measure["stats"], out_of) if told.has_figures(measure) else None,
        "bars": share_bars(measure),
        "parts": parts,
        "top": f"{measure['top']['label']} : {told.share_said(measure['top'], measure['n'])}" if measure["top"] and measure["n"] else "",
        "special": [f"{one['label']} : {formats.number(one['count'])}" for one in measure["special"]],
    }


def cross_rows(measure: Measure, dimension: str, out_of: int) -> list[dict[str, Any]]:
    """A line a group: its figures, or for a choice without mark, how many chose what."""
    rows = []
    for cell in measure["groups"].get(dimension, []):
        shares = [] if cell["masked"] else [(share["label"], told.share_said(share, cell["n"])) for share in cell["shares"]]
        rows.append({"label": cell["label"], "masked": cell["masked"], "shares": shares, **told.cell_columns(measure, cell, out_of)})
    return rows


def synthesis_sections(sections: Sequence[Section], synthesis: Synthesis) -> list[tuple[Section, list[dict[str, Any]]]]:
    by_section: dict[str, list[dict[str, Any]]] = {section.code: [] for section in sections}
    for item in synthesis["items"]:
        if told.in_figures(item):
            by_section[item["section"]].append(measured(item, synthesis["out_of"]))
    return [(section, by_section[section.code]) for section in sections if by_section[section.code]]


def synthesis_radar(synthesis: Synthesis) -> Radar | None:
    """Of the medians: a lone high answer does not draw them away."""
    medians = [axis["stats"]["median"] if axis["stats"] else None for axis in synthesis["axes"]]
    if None in medians:
        return None
    return radar([axis["label"] for axis in synthesis["axes"]], [("", medians)])


def crossing(synthesis: Synthesis, by: str, asked: str) -> dict[str, Any] | None:
    """The cross-tab that is asked for; by department, of the whole (or of the first question), unless told otherwise."""
    dimensions = [(code, name) for code, name in DIMENSIONS.items() if told.crossed(synthesis, code)]
    offered = [measure for measure in told.measures(synthesis) if told.in_figures(measure)]
    if not dimensions or not offered:
        return None
    by = by if by in dict(dimensions) else dimensions[0][0]
    measure = next((one for one in offered if crossing_key(one) == asked), offered[0])
    rows = cross_rows(measure, by, synthesis["out_of"])
    return {
        "dimensions": dimensions,
        "by": by,
        "by_name": DIMENSIONS[by],
        "questions": [(crossing_key(one), one["label"]) for one in offered],
        "question": crossing_key(measure),
        "measure": measure,
        "scale": told.scale_said(measure, synthesis["out_of"]),
        "figures": told.has_figures(measure),
        "choices": [share["label"] for share in measure["shares"]] if not told.has_figures(measure) else [],
        "rows": rows,
        "masked": any(row["masked"] for row in rows),
    }


def crossing_key(measure: Measure) -> str:
    """The same code may name an axis and a question."""
    return f"{measure['kind'] if measure['kind'] in ('total', 'axis') else 'question'}:{measure['code']}"
