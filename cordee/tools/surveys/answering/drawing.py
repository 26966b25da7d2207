"""A definition and answers, as the page draws them: each section a part, each item a field of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from lucide import IconDoesNotExist

from cordee.core.ui.templatetags.icons import lucide
from cordee.tools.surveys.answering.reading import Answer, Answers
from cordee.tools.surveys.definition.conditions import Sight
from cordee.tools.surveys.definition.schema import SPECIAL, Definition, Item, Option, Section

WIDGETS = {
    "single": "choice", "level": "choice", "three": "choice", "multiple": "several", "number": "figure", "money": "figure",
    "shares": "shares", "short": "line", "long": "long", "date": "date", "file": "file", "matrix": "matrix", "ranking": "ranking",
}  # fmt: skip
FEASIBILITY = [(1, "Difficile"), (2, "Possible"), (3, "Facile")]


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """A pictogram by its name; a name that the house does not know draws nothing."""
    try:
        return lucide(name, size=28, aria_hidden="true") if name else SafeString("")
    except IconDoesNotExist:
        return SafeString("")


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    picture: str
    chosen: bool
    value: str = ""  # what was typed beside it: a share, a rank


@dataclass(frozen=True, slots=True)
class Field:
    """One question on the page. `name` is unique there: it bears the section and the row of a repeated block."""

    item: Item
    name: str
    shown: bool
    answer: Answer
    fault: str = ""
    files: Mapping[str, str] = field(default_factory=dict)  # public id → name, of those already received
    officer: bool = False  # who fills is the DLA: what was observed has its place
    closed_to_files: bool = False

    @property
    def template(self) -> str:
        return f"surveys/q/kinds/{WIDGETS[self.item.kind]}.html"

    @property
    def picture(self) -> SafeString:
        return icon(self.item.pictogram)

    @property
    def value(self) -> Any:
        return self.answer.get("v", "")

    @property
    def special(self) -> str:
        return str(self.answer.get("s", ""))

    @property
    def specials(self) -> list[Choice]:
        allowed = {"na": self.item.na, "unknown": self.item.unknown, "declined": self.item.declined}
        return [Choice(code, label, "", self.special == code) for code, label in SPECIAL.items() if allowed[code]]

    @property
    def choices(self) -> list[Choice]:
        return [self._choice(option) for option in self.item.choices]

    def _choice(self, option: Option) -> Choice:
        value = self.value
        chosen = option.code in value if isinstance(value, list) else value == option.code and not self.special
        typed = value.get(option.code, "") if isinstance(value, dict) else ""
        if self.item.kind == "ranking" and chosen:
            typed = str(value.index(option.code) + 1)
        return Choice(option.code, option.label, icon(option.pictogram), chosen, str(typed).replace(".", ","))

    @property
    def ranks(self) -> list[str]:
        return [str(rank) for rank in range(1, len(self.item.options) + 1)]

    @property
    def lines(self) -> list[tuple[Choice, list[Choice]]]:
        """Of a table: each of its lines, with the choices of that line."""
        value = self.value if isinstance(self.value, dict) else {}
        return [
            (Choice(row.code, row.label, icon(row.pictogram), row.code in value),
             [Choice(o.code, o.label, icon(o.pictogram), value.get(row.code) == o.code) for o in self.item.options])
            for row in self.item.rows
        ]  # fmt: skip

    @property
    def figure(self) -> str:
        return str(self.value).replace(".", ",") if self.value else ""

    @property
    def unit(self) -> str:
        return "€" if self.item.kind == "money" else self.item.unit

    @property
    def targets(self) -> list[tuple[str, str, bool]]:
        return [(option.code, option.label, self.answer.get("target") == option.code) for option in self.item.choices]

    @property
    def observed(self) -> list[tuple[str, str, bool]]:
        return [(option.code, option.label, self.answer.get("observed") == option.code) for option in self.item.choices]

    @property
    def feasibilities(self) -> list[tuple[int, str, bool]]:
        return [(code, label, self.answer.get("feasibility") == code) for code, label in FEASIBILITY]

    @property
    def comment(self) -> str:
        return str(self.answer.get("comment", ""))

    @property
    def proof(self) -> str:
        return ", ".join(self.answer.get("proof", []))

    @property
    def received(self) -> list[tuple[str, str]]:
        return [(key, self.files.get(key, "Fichier reçu")) for key in (self.value if isinstance(self.value, list) else [])]


@dataclass(frozen=True, slots=True)
class Part:
    """A section, as one calm page."""

    section: Section
    shown: bool
    blocks: list[list[Field]]  # one, or one for each row of a repeated section
    model: list[Field] = field(default_factory=list)  # of a repeated section: an empty block, that the script copies
    place: int = 0  # from 1, among those shown; 0 = not asked

    @property
    def picture(self) -> SafeString:
        return icon(self.section.pictogram)

    @property
    def fields(self) -> Iterator[Field]:
        return (one for block in self.blocks for one in block)

    @property
    def full(self) -> bool:
        return bool(self.section.repeat) and len(self.blocks) >= (self.section.repeat.most if self.section.repeat else 0)


def parts(definition: Definition, answers: Answers, faults: Mapping[str, str] | None = None, **about: Any) -> list[Part]:
    """`faults`: sentence by item code. `about`: `files`, `officer`, `closed_to_files` of each field."""
    drawn, place = [], 0
    sight = Sight(definition, answers)
    for section in definition.sections:
        shown = sight.section(section.code)
        place += shown
        rows = answers.get(section.code, {}).get("rows", []) or [{}] if section.repeat else [None]
        blocks = [list(_fields(sight, section, row, n, faults or {}, about)) for n, row in enumerate(rows)]
        model = list(_fields(sight, section, {}, "@", {}, about)) if section.repeat else []
        drawn.append(Part(section, shown, blocks, model, place if shown else 0))
    return drawn


def _fields(
    sight: Sight, section: Section, row: Answers | None, n: int | str, faults: Mapping[str, str], about: dict[str, Any]
) -> Iterator[Field]:
    """`shown` says it of the question alone: its part is hidden as a whole."""
    mine = sight.answers if row is None else row
    for item in section.items:
        name = item.code if row is None else f"{section.code}.{n}.{item.code}"
        shown = item.condition is None or sight.holds(item.condition, row)
        yield Field(item, name, shown, mine.get(item.code, {}), faults.get(name, ""), **about)


# -- what the script needs to know -------------------------------------------------------------------------------------------
def outline(definition: Definition) -> str:
    """The definition without its words: what is asked when, and what an answer must be. The words are in the page."""
    wanted = ("code", "kind", "required", "condition", "least", "most", "decimals", "longest", "most_choices")
    sections = []
    for section in definition.to_json().get("sections", ()):
        items = []
        for item in section.get("items", ()):
            told = {name: item[name] for name in wanted if name in item}
            for name in ("options", "rows"):
                told |= {name: [{k: o[k] for k in ("code", "mark") if k in o} for o in item[name]]} if name in item else {}
            items.append(told)
        sections.append({k: section[k] for k in ("code", "condition", "repeat") if k in section} | {"items": items})
    return json.dumps({"sections": sections}, ensure_ascii=False, separators=(",", ":"))
