"""The plan beside the form: every piece of the draft, which one is open, which ones are still to be completed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from django.urls import reverse

from cordee.tools.surveys.definition.schema import KINDS
from cordee.tools.surveys.editing.parts import Part, PartKind, sections
from cordee.tools.surveys.editing.problems import Trouble

ONCE: dict[PartKind, str] = {"presentation": "Présentation", "axes": "Axes et poids", "levels": "Niveaux et garde-fous"}
KIND_ICONS = {
    "single": "circle-dot", "multiple": "square-check", "level": "signal", "three": "smile", "number": "hash", "money": "euro",
    "shares": "chart-pie", "short": "type", "long": "text-align-start", "date": "calendar", "file": "paperclip", "matrix": "table",
    "ranking": "list-ordered",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    part: Part
    label: str
    url: str
    current: bool
    troubles: int
    icon: str = ""
    kind: str = ""
    conditional: bool = False
    under: list[Entry] = field(default_factory=list)

    @property
    def key(self) -> str:
        return key_of(self.part)


def key_of(part: Part) -> str:
    """« item:site », as buttons send it."""
    return f"{part.kind}:{part.code}" if part.code else part.kind


def part_of(key: str) -> Part | None:
    name, _, code = key.partition(":")
    kind: PartKind | None = next((one for one in get_args(PartKind) if one == name), None)
    return None if kind is None or (kind in ONCE) == bool(code) else Part(kind, code)


def url_of(questionnaire: Any, part: Part) -> str:
    if part.code:
        return reverse(f"surveys:draft_{part.kind}", args=[questionnaire.public_id, part.code])
    return reverse(f"surveys:draft_{part.kind}" if part.kind != "presentation" else "surveys:draft", args=[questionnaire.public_id])


def plan(questionnaire: Any, data: Mapping[str, Any], current: Part, found: list[Trouble]) -> dict[str, Any]:
    counts = Counter(trouble.part for trouble in found)

    def entry(part: Part, label: str, **more: Any) -> Entry:
        return Entry(part, label, url_of(questionnaire, part), part == current, counts[part], **more)

    drawn = []
    for section in sections(data):
        under = [
            entry(
                Part("item", item["code"]),
                item.get("label") or "Question sans texte",
                icon=KIND_ICONS.get(item["kind"], "circle"),
                kind=KINDS.get(item["kind"], ""),
                conditional=bool(item.get("condition")),
            )
            for item in section.get("items", ())
        ]
        title = section.get("title") or "Section sans titre"
        drawn.append(entry(Part("section", section["code"]), title, conditional=bool(section.get("condition")), under=under))
    heads = [entry(Part(kind), label) for kind, label in ONCE.items()]
    return {"first": heads[:2], "sections": drawn, "last": heads[2:], "troubles": len(found), "kinds": KINDS.items()}
