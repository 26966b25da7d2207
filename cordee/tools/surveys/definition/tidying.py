"""What was typed, as it is kept: decimals under one writing, texts without what no base can hold, nothing of hidden questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cordee.tools.surveys.definition.answers import decimal_of, is_blank, rows_of
from cordee.tools.surveys.definition.conditions import Sight
from cordee.tools.surveys.definition.schema import Definition, Item, Section

Answer = dict[str, Any]


def tidy(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to keep: those of questions shown, each in its one writing. Faults stay as typed, for `checks.faults` to name."""
    written = _written(definition, answers)
    sight = Sight(definition, written)
    kept: dict[str, Any] = {}
    for section in definition.sections:
        if not section.repeat:
            kept |= {item.code: written[item.code] for item in section.items if item.code in written and sight.item(item.code)}
        elif sight.section(section.code):
            rows = [_seen(row, sight) for row in rows_of(section, written)]
            kept |= {section.code: {"rows": [row for row in rows if row]}} if any(rows) else {}
    return kept


def _seen(row: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    return {code: answer for code, answer in row.items() if sight.item(code, row)}


def _written(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the definition asks, shown or not, in its one writing."""
    written: dict[str, Any] = {}
    for section in definition.sections:
        if section.repeat:
            written[section.code] = {"rows": [_of_items(section, row) for row in rows_of(section, answers)]}
        else:
            written |= _of_items(section, answers)
    return written


def _of_items(section: Section, held: Mapping[str, Any]) -> dict[str, Any]:
    return {item.code: answer for item in section.items if (answer := _answer(item, held.get(item.code)))}


def _answer(item: Item, answer: Any) -> Answer:
    if not isinstance(answer, Mapping):
        return {}
    kept: Answer = {}
    if answer.get("s"):
        kept["s"] = clean(answer["s"])
    elif not is_blank(value := _value(item, answer.get("v"))):
        kept["v"] = value
    for name, taken in (
        ("comment", item.comment), ("proof", item.proof), ("target", item.target), ("feasibility", item.feasibility),
        ("observed", item.observable),
    ):  # fmt: skip
        if taken and not is_blank(answer.get(name)):
            kept[name] = clean(answer[name])
    if kept.get("feasibility") in ("1", "2", "3"):
        kept["feasibility"] = int(kept["feasibility"])
    return kept


def _value(item: Item, value: Any) -> Any:
    if item.kind in ("number", "money"):
        return plain(value)
    if item.kind == "shares" and isinstance(value, Mapping):
        return {str(code): plain(share) for code, share in value.items() if share not in (None, "")}
    return clean(value)


def plain(value: Any) -> Any:
    """« 1 234,50 » is kept as « 1234.50 »; what is not a number stays as it was typed, for its author to mend."""
    text = clean(value)
    bare = re.sub(r"[\s\u00a0\u202f€%]", "", text).replace(",", ".").replace("\u2212", "-") if isinstance(text, str) else text
    number = decimal_of(bare)
    return text if number is None else format(number, "f")


def clean(value: Any, depth: int = 0) -> Any:
    """Texts that the base can hold and that do not differ by their edges; nothing deeper than an answer is."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if depth > 1 or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, (list, tuple)):
        return [clean(one, depth + 1) for one in value]
    return {str(clean(key)): clean(one, depth + 1) for key, one in value.items()} if isinstance(value, Mapping) else value
