"""Where a problem is mended: from its path in the JSON (« sections.0.items.2.options.1.label ») to a piece and its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cordee.tools.surveys.definition.checks import problems
from cordee.tools.surveys.editing.parts import PRESENTATION, Part, Raw, sections

#: fields that a form shows under another name
SHOWN_AS = {"repeat": "repeat_label", "condition": "conditions"}
LINES = ("options", "rows", "axes", "levels", "guards")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sentence, the piece whose form mends it, and the field beside which it stands."""

    part: Part
    field: str
    sentence: str


def troubles(data: Mapping[str, Any]) -> list[Trouble]:
    return [_placed(problem.path, problem.sentence, data) for problem in problems(data)]


def beside(found: list[Trouble], part: Part) -> dict[str, list[str]]:
    """Sentences of one piece, by field."""
    told: dict[str, list[str]] = {}
    for trouble in found:
        if trouble.part == part:
            told.setdefault(trouble.field, []).append(trouble.sentence)
    return told


def _placed(path: str, sentence: str, data: Mapping[str, Any]) -> Trouble:
    steps = path.split(".")
    if steps[0] == "sections" and len(steps) > 1:
        return _in_section(steps[1:], sentence, sections(data))
    if steps[0] in ("axes", "weighting"):
        return Trouble(Part("axes"), steps[0], _of_line(steps[1:], sentence))
    if steps[0] == "levels":
        return Trouble(Part("levels"), steps[1] if len(steps) > 1 else "levels", _of_line(steps[2:], sentence))
    return Trouble(Part("presentation"), steps[0] if steps[0] in PRESENTATION else "", sentence)


def _in_section(steps: list[str], sentence: str, known: list[Raw]) -> Trouble:
    section = known[int(steps[0])]
    if steps[1:2] == ["items"] and len(steps) > 2:
        item = section["items"][int(steps[2])]
        return Trouble(
            Part("item", item["code"]), _field(steps[3:]), _of_line(steps[4:] if steps[3:4] and steps[3] in LINES else [], sentence)
        )
    return Trouble(Part("section", section["code"]), _field(steps[1:]), sentence)


def _field(steps: list[str]) -> str:
    name = steps[0] if steps else ""
    if name == "repeat" and steps[1:2] == ["most"]:
        return "repeat_most"
    return SHOWN_AS.get(name, name)


def _of_line(steps: list[str], sentence: str) -> str:
    """« Ligne 3 : … » when the problem is that of one line."""
    return f"Ligne {int(steps[0]) + 1} : {sentence[:1].lower()}{sentence[1:]}" if steps and steps[0].isdecimal() else sentence
