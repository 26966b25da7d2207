"""From what was counted to the synthesis that is kept: figures where enough answered, names for codes, small groups masked."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cordee.tools.surveys.definition import SPECIAL as SPECIAL_ANSWERS
from cordee.tools.surveys.definition import Definition, Item, Option, Section
from cordee.tools.surveys.synthesis import sources
from cordee.tools.surveys.synthesis.masking import masked
from cordee.tools.surveys.synthesis.shape import DIMENSIONS, Cell, Measure, Part, Share, Synthesis
from cordee.tools.surveys.synthesis.sources import ALL, Source, Tally
from cordee.tools.surveys.synthesis.statistics import Stats, described

Place = tuple[str, str]
Places = Mapping[Place, Counter[Any]]
Names = Mapping[str, Mapping[str, str]]  # dimension → code of a group → its name
CHOSEN = {"single", "multiple", "level", "three", "matrix"}
NUMBERED = {"number", "money", "shares", "ranking"}
MANY_LEVELS = 4
UNKNOWN = "Non renseigné"


class Builder:
    """The synthesis of one campaign, for one definition."""

    def __init__(self, source: Source, definition: Definition, names: Names, least: int) -> None:
        self.source, self.definition, self.names, self.least = source, definition, names, least
        self.people: Places = source.tally(sources.RESPONSES).get("", {})
        self.codes = {one: sorted({code for place, code in self.people if place == one}) for one in DIMENSIONS}
        self.hidden = {one: self._hidden(one, lambda place: self._count(self.people, place)) for one in DIMENSIONS}

    def synthesis(self) -> Synthesis:
        marks = self._marks()
        return Synthesis(
            answers=self._count(self.people, ALL),
            least=self.least,
            out_of=self.definition.out_of,
            total=self._total() if marks else None,
            axes=self._axes() if marks else [],
            items=self._items(marks),
            groups={one: self._cells(one, self.hidden[one], lambda place: {"n": self._count(self.people, place)}) for one in DIMENSIONS},
        )

    # -- what is measured ---------------------------------------------------------------------------------------------
    def _marks(self) -> dict[str, Places]:
        """By the code of the item. A repeated section's items bear no mark."""
        items = list(self.definition.items)
        found = self.source.tally(sources.MARKS)
        return {item.code: found[place] for place, item in enumerate(items, 1) if place in found}

    def _total(self) -> Measure:
        totals = self.source.tally(sources.TOTALS).get("", {})
        levels = self.source.tally(sources.LEVELS).get("", {})
        named = [(level.code, level.label) for level in self.definition.levels.levels]
        return self._measure("", "Ensemble", "total", figures=totals, choices=levels, named=named)

    def _axes(self) -> list[Measure]:
        found = self.source.tally(sources.AXES)
        return [self._measure(axis.code, axis.label, "axis", figures=found.get(axis.code, {})) for axis in self.definition.axes]

    def _items(self, marks: Mapping[str, Places]) -> list[Measure]:
        """Questions asked once are opened together, in one pass over the answers; the blocks of each repeated section, in theirs."""
        once = [item for section in self.definition.sections if not section.repeat for item in section.items]
        together = self._counted(once, "")
        found = []
        for section in self.definition.sections:
            counted = self._counted(section.items, section.code) if section.repeat else together
            found += [self._item(item, section, marks.get(item.code, {}), counted) for item in section.items]
        return found

    def _counted(self, items: Sequence[Item], section: str) -> dict[str, Tally]:
        chosen = [item.code for item in items if item.kind in CHOSEN and (section or not _told_by_marks(item))]
        return {
            "choices": self._tally(sources.CHOICES, chosen, section),
            "numbers": self._tally(sources.NUMBERS, [item.code for item in items if item.kind in NUMBERED], section),
            "special": self._tally(sources.SPECIAL, [item.code for item in items if item.na or item.unknown or item.declined], section),
            "answered": self._tally(sources.ANSWERED, [item.code for item in items if item.kind not in CHOSEN], section),
        }

    def _tally(self, statement: str, codes: Sequence[str], section: str) -> Tally:
        return self.source.tally(statement, codes, section) if codes else {}

    def _item(self, item: Item, section: Section, marks: Places, counted: Mapping[str, Tally]) -> Measure:
        by_mark = not section.repeat and _told_by_marks(item)
        choices = _by_option(item, marks) if by_mark else counted["choices"].get(item.code, {})
        numbers = counted["numbers"]
        measure = self._measure(
            item.code,
            item.label,
            item.kind,
            section=section.code,
            unit="€" if item.kind == "money" else item.unit,
            figures=marks or numbers.get(item.code, {}),
            choices=choices,
            named=_named(item),
            answered=None if item.kind in CHOSEN else counted["answered"].get(item.code, {}),
        )
        if item.kind in ("shares", "ranking"):
            measure["parts"] = [
                Part(code=option.code, label=option.label, stats=self._part(numbers, item, option)) for option in item.options
            ]
        special = counted["special"].get(item.code, {}).get(ALL, Counter())
        measure["special"] = [
            Share(code=code, label=label, count=special[code]) for code, label in SPECIAL_ANSWERS.items() if special[code]
        ]
        measure["top"] = _top(item, measure["shares"])
        return measure

    def _part(self, numbers: Tally, item: Item, option: Option) -> Stats | None:
        return _enough(numbers.get(f"{item.code}:{option.code}", {}).get(ALL, Counter()), self.least)

    def _measure(
        self, code: str, label: str, kind: str, *, figures: Places, choices: Places | None = None,
        named: Sequence[tuple[str, str]] = (), answered: Places | None = None, section: str = "", unit: str = "",
    ) -> Measure:  # fmt: skip
        choices = choices or {}

        def asked(place: Place) -> int:
            if answered is not None:
                return self._count(answered, place)
            counts = choices.get(place, Counter())
            return counts[None] if kind in CHOSEN and None in counts else self._count(figures or choices, place)

        def told(place: Place) -> dict[str, Any]:
            shares = _shares(named, choices.get(place, Counter())) if choices else []
            return {"n": asked(place), "stats": _enough(figures.get(place, Counter()), self.least), "shares": shares}

        groups = {one: self._cells(one, self._hidden(one, asked, self.hidden[one]), told) for one in DIMENSIONS}
        bare: dict[str, Any] = {
            "code": code,
            "label": label,
            "kind": kind,
            "section": section,
            "unit": unit,
            "parts": [],
            "top": None,
            "special": [],
        }
        return Measure(**bare, **told(ALL), groups=groups)  # type: ignore[typeddict-item]

    # -- groups -------------------------------------------------------------------------------------------------------
    def _count(self, places: Places, place: Place) -> int:
        return sum(places.get(place, Counter()).values())

    def _hidden(self, dimension: str, count: Any, already: frozenset[int] = frozenset()) -> frozenset[int]:
        return masked([count((dimension, code)) for code in self.codes[dimension]], self.least, already)

    def _cells(self, dimension: str, hidden: frozenset[int], told: Any) -> list[Cell]:
        cells = []
        for place, code in enumerate(self.codes[dimension]):
            cell = Cell(code=code, label=self.names[dimension].get(code, code or UNKNOWN), masked=place in hidden)
            cells.append(cell if cell["masked"] else Cell(**cell, **told((dimension, code))))
        return cells


def _enough(counts: Counter[Any], least: int) -> Stats | None:
    given = {float(value): times for value, times in counts.items()}
    return described(given) if sum(given.values()) >= least else None


def _shares(named: Sequence[tuple[str, str]], counts: Counter[Any]) -> list[Share]:
    """In the order of the question. A choice that no option bears (a level of a former rule) is shown by its code."""
    known = dict(named)
    other = [(code, code) for code in sorted(code for code in counts if code is not None and code not in known)]
    return [Share(code=code, label=label, count=counts[code]) for code, label in [*named, *other]]


def _named(item: Item) -> list[tuple[str, str]]:
    if item.kind == "matrix":
        return [(f"{row.code}:{option.code}", f"{row.label} : {option.label}") for row in item.rows for option in item.options]
    return [(option.code, option.label) for option in item.choices] if item.kind in CHOSEN else []


def _scaled(item: Item) -> dict[float, str]:
    """Mark, as a response keeps it in four bytes → the option that bears it."""
    top = max((option.mark for option in item.choices if option.mark), default=1.0)
    return {_four_bytes(option.mark / top): option.code for option in item.choices if option.mark is not None}


def _four_bytes(value: float) -> float:
    single: float = struct.unpack("f", struct.pack("f", value))[0]
    return single


def _told_by_marks(item: Item) -> bool:
    """Where each option has a mark of its own, who chose what is read from the marks: nothing else is opened."""
    return item.kind in ("single", "level", "three") and len(_scaled(item)) == len(item.choices) > 0


def _by_option(item: Item, marks: Places) -> dict[Place, Counter[Any]]:
    options = _scaled(item)
    return {
        place: Counter({options[_four_bytes(mark)]: count for mark, count in counts.items() if _four_bytes(mark) in options})
        for place, counts in marks.items()
    }


def _top(item: Item, shares: Sequence[Share]) -> Share | None:
    """« 4 ou 5 » of a question on a scale."""
    if item.kind != "level" or len(item.options) < MANY_LEVELS:
        return None
    best = sorted(item.options, key=lambda option: option.mark or 0)[-2:]
    count = sum(share["count"] for share in shares if share["code"] in {option.code for option in best})
    return Share(code="top", label=" ou ".join(f"« {option.label} »" for option in best), count=count)
