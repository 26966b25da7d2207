"""The language of conditions, here and in `conditions.js`, held together by `condition_cases.json`.

    {"all": [c, …]}   {"any": [c, …]}   {"not": c}
    {"item": code, "is": x}   {"item": code, "in": [x, …]}   {"item": code, "has": x}        has: among several choices
    {"item": code, "at_least": "12.5"}   {"item": code, "at_most": "3"}   {"item": code, "answered": true}

A question that is hidden counts as not answered; one that is not answered fails every comparison. What was observed counts in
the place of what was declared. A level or a choice is compared by its mark, a date by its text. The questions of a repeated
section are seen from inside their own block only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from cordee.tools.surveys.definition.answers import Answers, decimal_of, rows_of, value_of
from cordee.tools.surveys.definition.schema import Condition, Definition, Item, Section

JOINTS = ("all", "any", "not")
TESTS = ("is", "in", "has", "at_least", "at_most", "answered")


def holds(condition: Condition, definition: Definition, answers: Answers, row: Answers | None = None) -> bool:
    """`row` is the block of the repeated section from which the question is asked."""
    return Sight(definition, answers).holds(condition, row)


def shown(definition: Definition, answers: Answers) -> set[str]:
    """Codes of the questions to ask. One of a repeated section is there as soon as one block shows it (or would, when empty)."""
    sight = Sight(definition, answers)
    return {item.code for section in definition.sections for item in section.items if sight.anywhere(section, item)}


def shown_in_row(definition: Definition, answers: Answers, section: Section, row: Answers) -> set[str]:
    """The same for one block of a repeated section."""
    sight = Sight(definition, answers)
    return {item.code for item in section.items if sight.item(item.code, row)}


def named(condition: Any) -> Iterator[str]:
    """The questions that a condition looks at."""
    if isinstance(condition, Mapping):
        if isinstance(condition.get("item"), str):
            yield condition["item"]
        for joint in JOINTS:
            under = condition.get(joint)
            for one in under if isinstance(under, list) else [under]:
                yield from named(one)


class Sight:
    """What is shown with these answers. A definition in a loop was refused before; here, a question met again counts as hidden."""

    def __init__(self, definition: Definition, answers: Answers) -> None:
        self.answers = answers
        self.sections = {section.code: section for section in definition.sections}
        self.places = {item.code: (item, section) for section in definition.sections for item in section.items}
        self._busy: set[str] = set()
        self._sections: dict[str, bool] = {}

    def section(self, code: str) -> bool:
        if code not in self._sections:
            condition = self.sections[code].condition
            self._sections[code] = self._once(f"/{code}", lambda: condition is None or self.holds(condition))
        return self._sections[code]

    def item(self, code: str, row: Answers | None = None) -> bool:
        item, section = self.places[code]
        if section.repeat and row is None:
            return False
        if not self.section(section.code):
            return False
        condition = item.condition
        return condition is None or self._once(code, lambda: self.holds(condition, row if section.repeat else None))

    def anywhere(self, section: Section, item: Item) -> bool:
        if not section.repeat:
            return self.item(item.code)
        return any(self.item(item.code, row) for row in rows_of(section, self.answers) or [{}])

    def _once(self, key: str, ask: Callable[[], bool]) -> bool:
        if key in self._busy:
            return False
        self._busy.add(key)
        try:
            return ask()
        finally:
            self._busy.discard(key)

    def holds(self, condition: Condition, row: Answers | None = None) -> bool:
        if "all" in condition:
            return all(self.holds(one, row) for one in condition["all"])
        if "any" in condition:
            return any(self.holds(one, row) for one in condition["any"])
        if "not" in condition:
            return not self.holds(condition["not"], row)
        return self._compared(condition, row)

    def _compared(self, condition: Condition, row: Answers | None) -> bool:
        if condition["item"] not in self.places:
            return False
        item, section = self.places[condition["item"]]
        held = (row or {}) if section.repeat else self.answers
        value = value_of(held.get(item.code)) if self.item(item.code, row if section.repeat else None) else None
        if "answered" in condition:
            return (value is not None) is condition["answered"]
        return value is not None and compare(item, value, condition)


def compare(item: Item, value: Any, condition: Condition) -> bool:
    """One comparison with a value that was given."""
    if "is" in condition:
        return bool(value == condition["is"])
    if "in" in condition:
        return value in condition["in"] if isinstance(value, str) else False
    if "has" in condition:
        return isinstance(value, (list, tuple)) and condition["has"] in value
    if item.kind == "date":
        return isinstance(value, str) and (value >= condition["at_least"] if "at_least" in condition else value <= condition["at_most"])
    return _beside(measure(item, value), condition)


def measure(item: Item, value: Any) -> Decimal | None:
    """What is compared with a bound: the number, or the mark of the choice as it was written in the definition."""
    if item.kind in ("single", "level", "three"):
        marks = {option.code: option.mark for option in item.choices}
        mark = marks.get(value) if isinstance(value, str) else None
        return None if mark is None else Decimal(str(mark))
    return decimal_of(value) if item.kind in ("number", "money") else None


def _beside(measured: Decimal | None, condition: Condition) -> bool:
    bound = decimal_of(condition["at_least"] if "at_least" in condition else condition["at_most"])
    if measured is None or bound is None:
        return False
    return measured >= bound if "at_least" in condition else measured <= bound
