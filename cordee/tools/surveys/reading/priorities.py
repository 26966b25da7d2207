"""What to begin with: weight × gap × feasibility, from one response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.tools.surveys.definition import Definition, Item

UNSAID = 2  # feasibility, from 1 to 3, where nobody gave one


@dataclass(frozen=True, slots=True)
class Priority:
    item: Item
    axis: str
    weight: float  # share of the total that this question bears
    gap: float  # from where it stands to its target, 0 to 1
    feasibility: int
    said: bool  # somebody gave its feasibility

    @property
    def value(self) -> float:
        return self.weight * self.gap * self.feasibility


def priorities(definition: Definition, answers: Mapping[str, Any], marks: Sequence[float | None]) -> list[Priority]:
    """The marked questions that stand under their target, the most worth doing first; the order of the questionnaire breaks ties."""
    weights, axes = weights_of(definition), {axis.code: axis.label for axis in definition.axes}
    found = []
    for item, mark in zip(definition.items, marks, strict=False):
        if mark is None or item.code not in weights:
            continue
        answer = answers.get(item.code) or {}
        gap = target_of(item, answer) - mark
        if gap > 0:
            feasibility = answer.get("feasibility")
            found.append(
                Priority(item, axes.get(item.axis, ""), weights[item.code], gap, feasibility or UNSAID, feasibility is not None)
            )  # fmt: skip
    return sorted(found, key=lambda one: -one.value)


def target_of(item: Item, answer: Mapping[str, Any]) -> float:
    """The mark of the target that was set; the highest one otherwise."""
    marks = {option.code: option.mark for option in item.choices}
    wanted = marks.get(answer.get("target", ""))
    top = max((mark for mark in marks.values() if mark), default=1.0)
    return wanted / top if wanted is not None else 1.0


def weights_of(definition: Definition) -> dict[str, float]:
    """The share of the total that each marked question bears when all of them are answered."""
    items = [item for section in definition.sections if not section.repeat for item in section.items if item.marked]
    if definition.weighting == "items" or not definition.axes:
        whole = sum(item.weight for item in items) or 1.0
        return {item.code: item.weight / whole for item in items}
    axes = {axis.code: axis.weight for axis in definition.axes}
    within = {code: sum(item.weight for item in items if item.axis == code) for code in axes}
    whole = sum(weight for code, weight in axes.items() if within[code]) or 1.0
    return {item.code: axes[item.axis] / whole * item.weight / (within[item.axis] or 1.0) for item in items if item.axis in axes}
