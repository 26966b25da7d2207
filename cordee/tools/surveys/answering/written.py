"""Answers in words, question by question: what a person keeps of what could not be sent, what a meeting compares."""

from __future__ import annotations

from typing import Any

from cordee.core.formats import counted
from cordee.tools.surveys.answering.reading import Answer, Answers
from cordee.tools.surveys.definition import conditions
from cordee.tools.surveys.definition.schema import SPECIAL, Definition, Item


def written(definition: Definition, answers: Answers) -> list[tuple[str, str]]:
    """Those that were given, among the questions shown."""
    shown, lines = conditions.shown(definition, answers), []
    for section in definition.sections:
        rows = answers.get(section.code, {}).get("rows", []) if section.repeat else [answers]
        for place, row in enumerate(rows, 1):
            before = f"{section.repeat.label} {place} : " if section.repeat else ""
            for item in section.items:
                if item.code in shown and (words := in_words(item, row.get(item.code))):
                    lines.append((before + item.label, words))
    return lines


def in_words(item: Item, answer: Answer | None) -> str:
    if not answer:
        return ""
    said = [SPECIAL[answer["s"]] if answer.get("s") in SPECIAL else _value(item, answer.get("v"))]
    if comment := answer.get("comment"):
        said.append(comment)
    return "\n".join(filter(None, said))


def _value(item: Item, value: Any) -> str:
    labels = {option.code: option.label for option in item.choices}
    if item.kind == "file":
        return counted(len(value), "fichier") if value else ""
    if isinstance(value, list):
        return ", ".join(str(labels.get(code, code)) for code in value)
    if isinstance(value, dict):
        rows = {row.code: row.label for row in item.rows}
        if item.kind == "matrix":
            return "\n".join(f"{rows.get(row, row)} : {labels.get(code, code)}" for row, code in value.items())
        return "\n".join(f"{labels.get(code, code)} : {share.replace('.', ',')} %" for code, share in value.items())
    if item.kind in ("number", "money"):
        unit = "€" if item.kind == "money" else item.unit
        return f"{str(value).replace('.', ',')} {unit}".strip() if value else ""
    return labels.get(value, value or "")
