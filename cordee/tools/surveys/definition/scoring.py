"""Marks, axes, totals and levels. A mark goes from 0 to 1; what is not marked weighs nothing, the rest keeps its proportions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from cordee.tools.surveys.definition.answers import Answers, value_of
from cordee.tools.surveys.definition.schema import Definition, Item, Level, Levels, Option

CLOSE = 1e-9  # 0.6 reached by adding tenths is 0.6


class AxisScore(NamedTuple):
    value: float | None
    answered: int
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    total: float | None
    axes: dict[str, AxisScore] = field(default_factory=dict)
    level: Level | None = None
    undetermined: bool = False
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        axes = {code: axis._asdict() for code, axis in self.axes.items()}
        level = asdict(self.level) if self.level else None
        return {"total": self.total, "axes": axes, "level": level, "undetermined": self.undetermined, "notes": self.notes}


# -- one question -----------------------------------------------------------------------------------------------------------
def mark(item: Item, answer: Any) -> float | None:
    """What was observed counts in the place of what was declared; « sans objet » and the like have no mark."""
    if not item.marked or not isinstance(answer, Mapping):
        return None
    if item.observable and isinstance(answer.get("observed"), str) and answer["observed"]:
        return _of_choice(item, answer["observed"])
    value = value_of(answer)
    if value is None:
        return None
    if item.kind == "multiple":
        return _of_choices(item, value)
    if item.kind == "matrix":
        return mean((_of_choice(item, chosen), 1.0) for chosen in value.values()) if isinstance(value, Mapping) else None
    return _of_choice(item, value)


def _of_choice(item: Item, code: Any) -> float | None:
    return item.scale.get(code) if isinstance(code, str) else None


def _of_choices(item: Item, codes: Any) -> float | None:
    chosen = [option for code in codes if (option := _option(item, code))] if isinstance(codes, (list, tuple)) else []
    highest = math.fsum(option.mark for option in item.options if option.mark is not None and option.mark > 0)
    if highest <= 0 or all(option.mark is None for option in chosen):
        return None
    return min(max(math.fsum(option.mark or 0.0 for option in chosen) / highest, 0.0), 1.0)


def _option(item: Item, code: Any) -> Option | None:
    return next((option for option in item.choices if option.code == code), None)


def marks(definition: Definition, answers: Answers) -> list[float | None]:
    """In the order of the items. Those of repeated sections have as many answers as blocks: none here."""
    return [
        None if section.repeat else mark(item, answers.get(item.code))
        for section in definition.sections
        for item in section.items
    ]  # fmt: skip


# -- together ---------------------------------------------------------------------------------------------------------------
def mean(weighted: Iterable[tuple[float | None, float]]) -> float | None:
    """The mean of what is there, by its weights: what is missing weighs on nothing."""
    there = [(value, weight) for value, weight in weighted if value is not None and weight > 0]
    weight = math.fsum(weight for _, weight in there)
    return min(max(math.fsum(value * weight for value, weight in there) / weight, 0.0), 1.0) if there else None


def score(definition: Definition, levels: Levels, marks: Sequence[float | None]) -> Score:
    items = list(definition.items)
    axes = {axis.code: _axis(axis.code, items, marks) for axis in definition.axes}
    if definition.weighting == "axes" and axes:
        total = mean((axes[axis.code].value, axis.weight) for axis in definition.axes)
    else:
        total = mean((value, item.weight) for item, value in zip(items, marks, strict=True))
    return _named(total, axes, levels, {item.code: value for item, value in zip(items, marks, strict=True)})


def _axis(code: str, items: list[Item], marks: Sequence[float | None]) -> AxisScore:
    own = [(value, item.weight) for item, value in zip(items, marks, strict=True) if item.axis == code and item.marked]
    return AxisScore(mean(own), sum(value is not None for value, _ in own), len(own))


def _named(total: float | None, axes: dict[str, AxisScore], levels: Levels, held: dict[str, float | None]) -> Score:
    """The level that the thresholds give, held down by the guard rails; nothing is concluded from too few answers."""
    answered = sum(value is not None for value in held.values())
    if not levels.levels:
        return Score(total, axes)
    if total is None or answered < levels.least_answers:
        return Score(total, axes, None, True, [_too_few(answered, levels.least_answers)])
    reached = max((place for place, level in enumerate(levels.levels) if total >= level.least - CLOSE), default=0)
    places = {level.code: place for place, level in enumerate(levels.levels)}
    notes = []
    capped = reached
    for guard in levels.guards:
        low = [held.get(code) for code in guard.items]
        if reached > places[guard.level] and any(value is not None and value <= guard.at_most + CLOSE for value in low):
            capped = min(capped, places[guard.level])
            notes.append(guard.says)
    return Score(total, axes, levels.levels[capped], False, notes)


def _too_few(answered: int, least: int) -> str:
    given = "Aucune réponse notée" if not answered else "1 réponse notée" if answered == 1 else f"{answered} réponses notées"
    return f"{given} : il en faut {max(least, 1)} pour conclure."
