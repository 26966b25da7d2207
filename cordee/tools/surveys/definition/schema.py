"""What a questionnaire is: sections of items, axes with weights, levels. A value, read once from the JSON of a version.

Whatever is stored, drawn, marked, compared or exported starts from here; nothing else knows the shape of that JSON.
An answer is `{"v": value}` or `{"s": "na" | "unknown" | "declined"}`, with, where the item takes them, `comment`, `proof`
(public ids of files, or addresses), `target` (an option's code), `feasibility` (1 to 3) and `observed` (an option's code, which
then counts in the place of `v`). The answers of a repeated section are `{"rows": [{item code: answer}, …]}` under its own code.

    kind       value `v`
    single, level   an option's code            multiple, ranking   codes, in the order chosen
    three           yes | average | no          number, money       a decimal, as text (« 12.4 »)
    shares          {option: decimal}, total 100    short, long     a text
    date            2026-11-21                  file                public ids of files
    matrix          {row: option}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal, TypeAlias

FORMAT = 1
Kind: TypeAlias = Literal[
    "single", "multiple", "level", "three", "number", "money", "shares", "short", "long", "date", "file", "matrix", "ranking"
]  # fmt: skip
KINDS: dict[str, str] = {
    "single": "Un choix",
    "multiple": "Plusieurs choix",
    "level": "Échelle à niveaux décrits",
    "three": "Oui, moyennement, non",
    "number": "Nombre",
    "money": "Montant en euros",
    "shares": "Répartition qui fait 100 %",
    "short": "Texte court",
    "long": "Texte long",
    "date": "Date",
    "file": "Fichier ou photo",
    "matrix": "Tableau",
    "ranking": "Classement",
}
WITH_OPTIONS = {"single", "multiple", "level", "shares", "ranking", "matrix"}
MARKED = {"single", "multiple", "level", "three", "matrix"}  # those whose answer may bear a mark, from 0 to 1
SPECIAL = {"na": "Sans objet", "unknown": "Je ne sais pas", "declined": "Je préfère ne pas répondre"}
THREE = {"yes": ("Oui", 1.0), "average": ("Moyennement", 0.5), "no": ("Non", 0.0)}

Condition: TypeAlias = Mapping[str, Any]  # its language is `conditions.py`


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. `mark`, of any scale, is brought to 0…1 by the highest mark of the item; none = this choice is not marked."""

    code: str
    label: str
    mark: float | None = None
    pictogram: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    code: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True)
class Item:
    code: str
    kind: Kind
    label: str
    help: str = ""
    pictogram: str = ""  # a name of the house's icons
    required: bool = False
    condition: Condition | None = None
    axis: str = ""
    weight: float = 1.0
    options: Sequence[Option] = ()  # of a matrix: its columns
    rows: Sequence[Option] = ()  # of a matrix
    unit: str = ""
    least: float | None = None
    most: float | None = None
    decimals: int = 0
    longest: int = 0  # characters of a text; 0 = the house's bound for its kind
    most_choices: int = 0
    na: bool = False
    unknown: bool = False
    declined: bool = False
    comment: bool = False
    proof: bool = False
    target: bool = False
    feasibility: bool = False
    observable: bool = False
    personal: bool = False

    @cached_property
    def marked(self) -> bool:
        return self.kind == "three" or (self.kind in MARKED and any(option.mark is not None for option in self.options))

    @cached_property
    def choices(self) -> Sequence[Option]:
        """Its options; those of « oui, moyennement, non » are the house's."""
        return [Option(code, label, mark) for code, (label, mark) in THREE.items()] if self.kind == "three" else self.options

    @cached_property
    def codes(self) -> Set[str]:
        return {option.code for option in self.choices}

    @cached_property
    def scale(self) -> Mapping[str, float]:
        """The mark of each choice that has one, from 0 to 1."""
        marks = {option.code: option.mark for option in self.choices if option.mark is not None}
        highest = max(marks.values(), default=0)
        return {code: min(max(mark / highest, 0.0), 1.0) for code, mark in marks.items()} if highest > 0 else {}


@dataclass(frozen=True, slots=True)
class Repeat:
    """One block of answers per structure, site, vehicle…"""

    label: str
    most: int = 20


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    intro: str = ""
    pictogram: str = ""
    readers: Sequence[str] = ()  # capacities that read its answers, besides who gave them; none = all who read the response
    repeat: Repeat | None = None
    condition: Condition | None = None
    items: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """From this share of the total (0 to 1) on, the result bears this name."""

    code: str
    label: str
    least: float
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """Where one of these items is at this mark or under, the level is not above `level`."""

    items: Sequence[str]
    at_most: float
    level: str
    says: str


@dataclass(frozen=True, slots=True)
class Levels:
    """How a total is named. Under `least_answers` marked items, nothing is concluded."""

    levels: Sequence[Level] = ()
    guards: Sequence[Guard] = ()
    least_answers: int = 0


@dataclass(frozen=True)
class Definition:
    title: str
    why: str = ""  # the five lines of the first screen: who asks is the campaign's
    minutes: int = 5
    readers: str = ""
    kept: str = ""
    weighting: Literal["axes", "items"] = "axes"  # the total: mean of the axes by their weights, or of all items alike
    out_of: int = 100  # how a mark is shown: on 100, on 5, on 4
    axes: Sequence[Axis] = ()
    sections: Sequence[Section] = ()
    levels: Levels = Levels()  # what a new questionnaire starts from; the dated rules of the base say what is in force

    @property
    def items(self) -> Iterator[Item]:
        """All items, in the order of the marks of a response."""
        return (item for section in self.sections for item in section.items)

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **_plain(self)}


def _plain(value: Any) -> Any:
    """Dataclasses as JSON, without what is at its default: a diff and an export show what was decided."""
    if hasattr(value, "__dataclass_fields__"):
        pairs = ((f.name, getattr(value, f.name), f.default) for f in fields(value))
        return {name: _plain(one) for name, one, default in pairs if one != default or name in ("code", "label", "kind")}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def read(data: Mapping[str, Any]) -> Definition:
    """From the JSON of a version, already checked (`checks.problems`): an unknown key is a fault of the caller."""
    parts = {
        **data,
        "axes": [Axis(**one) for one in data.get("axes", ())],
        "sections": [_section(one) for one in data.get("sections", ())],
        "levels": read_levels(data.get("levels", {})),
    }
    parts.pop("format", None)
    return Definition(**parts)


def read_levels(data: Mapping[str, Any]) -> Levels:
    return Levels(
        levels=[Level(**one) for one in data.get("levels", ())],
        guards=[Guard(**one) for one in data.get("guards", ())],
        least_answers=data.get("least_answers", 0),
    )


def _section(data: Mapping[str, Any]) -> Section:
    repeat = data.get("repeat")
    return Section(**{**data, "repeat": Repeat(**repeat) if repeat else None, "items": [_item(one) for one in data.get("items", ())]})


def _item(data: Mapping[str, Any]) -> Item:
    options = {name: [Option(**one) for one in data.get(name, ())] for name in ("options", "rows")}
    return Item(**{**data, **options})
