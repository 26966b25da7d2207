"""The same grid answered twice: what moved, question by question. Of two versions, the common questions; the new ones are said new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.tools.surveys.definition import Definition, Item, Levels, scoring
from cordee.tools.surveys.definition.answers import decimal_of
from cordee.tools.surveys.reading.words import said


@dataclass(frozen=True, slots=True)
class Filled:
    """A response, without the base."""

    definition: Definition
    answers: Mapping[str, Any]
    marks: Sequence[float | None]

    @property
    def by_code(self) -> dict[str, float | None]:
        return dict(zip((item.code for item in self.definition.items), self.marks, strict=False))


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    state: str  # common | new | gone
    before: str
    after: str
    change: float | None  # of the mark, or of the number; none where nothing is measured


@dataclass(frozen=True, slots=True)
class Moved:
    """The total or an axis, on the questions that both versions ask."""

    code: str
    label: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Evolution:
    total: Moved | None
    axes: Sequence[Moved]
    lines: Sequence[Line]
    common: int  # questions that are marked and asked twice
    same_questions: bool


def evolution(before: Filled, after: Filled) -> Evolution:
    old = {item.code: item for item in _asked_once(before.definition)}
    lines = []
    for item in _asked_once(after.definition):
        former = old.pop(item.code, None)
        lines.append(_line(item, before, after) if former and comparable(former, item) else _alone(item, "new", after))
        if former and not comparable(former, item):
            lines.append(_alone(former, "gone", before))
    lines += [_alone(item, "gone", before) for item in old.values()]
    both = {line.item.code for line in lines if line.state == "common"}
    total, axes = _moved(before, after, both)
    marked = sum(1 for line in lines if line.state == "common" and line.item.marked)
    return Evolution(total, axes, lines, marked, all(line.state == "common" for line in lines))


def comparable(old: Item, new: Item) -> bool:
    """The same question: of the same kind, with the same choices worth the same. Its wording may have been mended."""

    def choices(item: Item) -> list[tuple[str, float | None]]:
        return [(option.code, option.mark) for option in item.choices] + [(row.code, None) for row in item.rows]

    return old.kind == new.kind and old.unit == new.unit and choices(old) == choices(new)


def _asked_once(definition: Definition) -> list[Item]:
    return [item for section in definition.sections if not section.repeat for item in section.items]


def _line(item: Item, before: Filled, after: Filled) -> Line:
    was, now = before.answers.get(item.code), after.answers.get(item.code)
    return Line(item, "common", said(item, was), said(item, now), _change(item, before, after))


def _change(item: Item, before: Filled, after: Filled) -> float | None:
    pair: tuple[Any, Any]
    if item.marked:
        pair = before.by_code.get(item.code), after.by_code.get(item.code)
    elif item.kind in ("number", "money"):
        pair = tuple(decimal_of((filled.answers.get(item.code) or {}).get("v")) for filled in (before, after))  # type: ignore[assignment]
    else:
        return None
    was, now = pair
    return None if was is None or now is None else float(now - was)


def _alone(item: Item, state: str, filled: Filled) -> Line:
    words = said(item, filled.answers.get(item.code))
    return Line(item, state, "" if state == "new" else words, words if state == "new" else "", None)


def _moved(before: Filled, after: Filled, both: set[str]) -> tuple[Moved | None, list[Moved]]:
    """Both are marked by the later definition, and only on what both were asked."""
    definition, was = after.definition, before.by_code
    now = after.by_code
    if not any(item.marked for item in definition.items):
        return None, []
    codes = [item.code for item in definition.items]
    scores = [
        scoring.score(definition, Levels(), [marks.get(code) if code in both else None for code in codes]) for marks in (was, now)
    ]  # fmt: skip
    first, last = scores
    axes = [Moved(axis.code, axis.label, first.axes[axis.code].value, last.axes[axis.code].value) for axis in definition.axes]
    return Moved("", "Ensemble", first.total, last.total), axes
