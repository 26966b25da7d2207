"""An answer in words: the same on a page, in a workbook and in a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cordee.core import formats
from cordee.tools.surveys.definition import SPECIAL, Item
from cordee.tools.surveys.definition.answers import decimal_of

FEASIBILITY = {1: "difficile", 2: "à préparer", 3: "facile"}
Answer = Mapping[str, Any]


def said(item: Item, answer: Answer | None) -> str:
    """Empty when nothing was answered."""
    if not answer:
        return ""
    if special := answer.get("s"):
        return SPECIAL.get(special, "")
    value = answer.get("v")
    return _WRITERS.get(item.kind, _text)(item, value) if value not in (None, "", [], {}) else ""


def details(item: Item, answer: Answer) -> list[str]:
    """What accompanies an answer: what was observed instead, the target, how feasible, the comment."""
    labels = {option.code: option.label for option in item.choices}
    lines = []
    if observed := answer.get("observed"):
        lines.append(f"Observé : {labels.get(observed, observed)}")
    if target := answer.get("target"):
        lines.append(f"Visé : {labels.get(target, target)}")
    if feasibility := FEASIBILITY.get(answer.get("feasibility", 0)):
        lines.append(f"Mise en œuvre : {feasibility}")
    if comment := answer.get("comment"):
        lines.append(str(comment))
    return lines


def _label(item: Item, code: object) -> str:
    return next((option.label for option in item.choices if option.code == code), str(code))


def _one(item: Item, value: Any) -> str:
    return _label(item, value)


def _several(item: Item, value: Any) -> str:
    return ", ".join(_label(item, code) for code in value)


def _ranked(item: Item, value: Any) -> str:
    return ", ".join(f"{rank}. {_label(item, code)}" for rank, code in enumerate(value, 1))


def _shared(item: Item, value: Any) -> str:
    parts = [(option.label, decimal_of(value[option.code])) for option in item.options if option.code in value]
    return ", ".join(f"{label} {formats.number(part)}{formats.THIN}%" for label, part in parts)


def _table(item: Item, value: Any) -> str:
    return "\u202f; ".join(f"{row.label}\u00a0: {_label(item, value[row.code])}" for row in item.rows if row.code in value)


def _number(item: Item, value: Any) -> str:
    found = decimal_of(value)
    if found is None:
        return str(value)
    return formats.euros(found, "") if item.kind == "money" else formats.number(found) + (f"{formats.NBSP}{item.unit}" if item.unit else "")


def _day(item: Item, value: Any) -> str:
    try:
        return formats.date_short(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _files(item: Item, value: Any) -> str:
    return formats.counted(len(value), "fichier joint", "fichiers joints")


def _text(item: Item, value: Any) -> str:
    return str(value)


_WRITERS = {
    "single": _one, "level": _one, "three": _one, "multiple": _several, "ranking": _ranked, "shares": _shared, "matrix": _table,
    "number": _number, "money": _number, "date": _day, "file": _files,
}  # fmt: skip
