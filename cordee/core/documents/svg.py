"""Charts of PDF documents, drawn by us: a flat drawing, whose figures are said by the table that follows it."""

from __future__ import annotations

import math
from html import escape

from cordee.core.documents.blocks import Chart
from cordee.core.documents.look import INK, LINE, MUTED, SERIES
from cordee.core.documents.text import clean, number

WIDTH = 640.0
_LABEL, _TOP = 11.0, 14.0


def draw(chart: Chart, family: str) -> bytes:
    """The chart as SVG, in the typeface of the document."""
    drawer = {"bar": _bars, "hbar": _horizontal_bars, "line": _lines, "radar": _radar}[chart.kind]
    body, height = drawer(chart)
    if len(chart.series) > 1:
        body += _legend(chart, height + 16)
        height += 34
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" height="{height:g}"'
    return f'{head} font-family="{escape(family)}" font-size="{_LABEL:g}">{"".join(body)}</svg>'.encode()


def _text(x: float, y: float, words: str, anchor: str = "middle", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#{colour}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = LINE) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#{colour}" stroke-width="1"/>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" rx="1.5" fill="#{colour}"/>'


def _colour(index: int) -> str:
    return SERIES[index % len(SERIES)]


def _short(words: str, length: int) -> str:
    words = clean(words)
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _values(chart: Chart) -> list[float]:
    return [value for series in chart.series for value in series.values if value is not None]


def scale(chart: Chart) -> tuple[float, float, float]:
    """Lowest mark, highest mark and step of the axis: round numbers, about five, zero among them."""
    values = _values(chart)
    low = min(0.0, *values, 0.0)
    high = chart.maximum if chart.maximum is not None else max(0.0, *values, 0.0)
    span = (high - low) or 1.0
    raw = span / 5
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    return math.floor(low / step) * step, math.ceil((high or (low + span)) / step - 1e-9) * step, step


def _marks(chart: Chart) -> list[float]:
    low, high, step = scale(chart)
    return [low + step * i for i in range(round((high - low) / step) + 1)]


def _legend(chart: Chart, y: float) -> list[str]:
    parts, x = [], 56.0
    for index, series in enumerate(chart.series):
        name = _short(series.name, 34)
        parts += [_rect(x, y - 9, 11, 11, _colour(index)), _text(x + 17, y, name, "start")]
        x += 40 + 6.0 * len(name)
    return parts


def _frame(chart: Chart, height: float) -> tuple[list[str], float]:
    """Horizontal grid with its figures; returns it with the scale of one unit."""
    marks = _marks(chart)
    unit = (height - _TOP) / ((marks[-1] - marks[0]) or 1)
    parts = []
    for mark in marks:
        y = height - (mark - marks[0]) * unit
        parts += [_line(56, y, WIDTH - 8, y), _text(48, y + 4, number(mark), "end", MUTED)]
    return parts, unit


def _under(chart: Chart, height: float, slot: float) -> list[str]:
    """Names of the categories; on two heights when they would touch."""
    room = max(4, int(slot / 5.6))
    tight = any(len(clean(category)) > room for category in chart.categories)
    length = max(4, room * 2) if tight else room
    return [
        _text(56 + slot * (i + 0.5), height + 17 + (14 if tight and i % 2 else 0), _short(category, length))
        for i, category in enumerate(chart.categories)
    ]


def _bars(chart: Chart) -> tuple[list[str], float]:
    height = 230.0
    parts, unit = _frame(chart, height)
    low = _marks(chart)[0]
    slot = (WIDTH - 64) / max(len(chart.categories), 1)
    width = min(46.0, slot * 0.7 / max(len(chart.series), 1))
    zero = height + low * unit
    for rank, series in enumerate(chart.series):
        for i, value in enumerate(series.values[: len(chart.categories)]):
            if value is None:
                continue
            x = 56 + slot * (i + 0.5) + width * (rank - len(chart.series) / 2)
            top = zero - max(value, 0) * unit
            parts.append(_rect(x, top, width - 2, abs(value) * unit, _colour(rank)))
            if len(chart.series) == 1:
                parts.append(_text(x + width / 2 - 1, top - 4, number(value)))
    return parts + _under(chart, height, slot), height + 36


def _horizontal_bars(chart: Chart) -> tuple[list[str], float]:
    count = max(len(chart.series), 1)
    slot = 14.0 * count + 12
    left, right = 210.0, WIDTH - 46
    marks = _marks(chart)
    unit = (right - left) / ((marks[-1] - marks[0]) or 1)
    bottom = _TOP + slot * len(chart.categories)
    zero = left - marks[0] * unit
    parts = []
    for mark in marks:
        x = left + (mark - marks[0]) * unit
        parts += [_line(x, _TOP - 4, x, bottom), _text(x, bottom + 16, number(mark), "middle", MUTED)]
    for i, category in enumerate(chart.categories):
        y = _TOP + slot * i
        parts.append(_text(left - 10, y + slot / 2 + 2, _short(category, 36), "end"))
        for rank, series in enumerate(chart.series):
            value = series.values[i] if i < len(series.values) else None
            if value is None:
                continue
            top = y + 5 + 14 * rank
            parts.append(_rect(zero + min(value, 0) * unit, top, abs(value) * unit, 12, _colour(rank)))
            parts.append(_text(zero + max(value, 0) * unit + 6, top + 10, number(value), "start"))
    return parts, bottom + 24


def _lines(chart: Chart) -> tuple[list[str], float]:
    height = 230.0
    parts, unit = _frame(chart, height)
    low = _marks(chart)[0]
    slot = (WIDTH - 64) / max(len(chart.categories), 1)
    for rank, series in enumerate(chart.series):
        pen, path = "M", []
        for i, value in enumerate(series.values[: len(chart.categories)]):
            if value is None:
                pen = "M"
                continue
            x, y = 56 + slot * (i + 0.5), height - (value - low) * unit
            path.append(f"{pen}{x:.1f} {y:.1f}")
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#{_colour(rank)}"/>')
            pen = "L"
        parts.append(f'<path d="{" ".join(path) or "M0 0"}" fill="none" stroke="#{_colour(rank)}" stroke-width="2.2"/>')
    return parts + _under(chart, height, slot), height + 36


def _radar(chart: Chart) -> tuple[list[str], float]:
    cx, cy, radius = WIDTH / 2, 176.0, 132.0
    count = max(len(chart.categories), 1)
    marks = _marks(chart)
    span = (marks[-1] - marks[0]) or 1

    def point(index: int, value: float, more: float = 0) -> tuple[float, float]:
        angle = 2 * math.pi * index / count - math.pi / 2
        distance = radius * (value - marks[0]) / span + more
        return cx + distance * math.cos(angle), cy + distance * math.sin(angle)

    def polygon(values: list[float], attributes: str) -> str:
        points = " ".join("{:.1f},{:.1f}".format(*point(i, value)) for i, value in enumerate(values))
        return f'<polygon points="{points}" {attributes}/>'

    parts = [polygon([mark] * count, f'fill="none" stroke="#{LINE}"') for mark in marks[1:]]
    for i, category in enumerate(chart.categories):
        parts.append(_line(cx, cy, *point(i, marks[-1])))
        x, y = point(i, marks[-1], 14)
        anchor = "middle" if abs(x - cx) < 12 else ("start" if x > cx else "end")
        parts.append(_text(x, y + 4, _short(category, 34), anchor))
    parts += [_text(cx - 5, point(0, mark)[1] + 4, number(mark), "end", MUTED) for mark in marks[1:]]
    for rank, series in enumerate(chart.series):
        values = [(series.values[i] if i < len(series.values) else None) or marks[0] for i in range(count)]
        colour = _colour(rank)
        parts.append(polygon(values, f'fill="#{colour}" fill-opacity="0.14" stroke="#{colour}" stroke-width="2.2"'))
    return parts, 344.0
