"""Answers to any questionnaire, whole and plausible: what tests send when what is said does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cordee.tools.surveys.definition import Definition, Item, Option

Choose = Callable[[Sequence[Option]], Option]


def first(options: Sequence[Option]) -> Option:
    return options[0]


def last(options: Sequence[Option]) -> Option:
    return options[-1]


def filled(definition: Definition, choose: Choose = first) -> dict[str, Any]:
    """An answer to every question, hidden ones too: the room drops those."""
    answers: dict[str, Any] = {}
    for section in definition.sections:
        given = {item.code: {"v": value_for(item, choose)} for item in section.items if item.kind != "file"}
        answers |= {section.code: {"rows": [given]}} if section.repeat else given
    return answers


def value_for(item: Item, choose: Choose) -> Any:
    chosen = choose(item.choices).code if item.choices else ""
    values: dict[str, Any] = {
        "multiple": [chosen],
        "ranking": [option.code for option in item.options],
        "shares": {option.code: "100" if option.code == chosen else "0" for option in item.options},
        "matrix": {row.code: chosen for row in item.rows},
        "number": f"{2025 if item.least and item.least > 1000 else max(item.least or 0, 1):g}",
        "money": "12",
        "short": "Une réponse courte",
        "long": "Une réponse en deux phrases. Elle suffit.",
        "date": "2026-05-12",
    }
    return values.get(item.kind, chosen)
