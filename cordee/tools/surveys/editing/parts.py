"""The pieces of a draft: what one form edits. Each function answers a new definition; the one given is left as it was.

A piece is the JSON that its form writes: a section without its items, an item whole. What hangs between pieces (a condition or a
guard rail that names an item) follows when a code changes, and is told before an item is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.utils.text import slugify

from cordee.tools.surveys.definition.conditions import named

Raw: TypeAlias = dict[str, Any]
PartKind: TypeAlias = Literal["presentation", "axes", "levels", "section", "item"]
PRESENTATION = ("title", "why", "minutes", "readers", "kept", "out_of")
PARTS_OF = {"presentation": PRESENTATION, "axes": ("weighting", "axes")}
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Part:
    """Which piece: « item » and its code, or one of those that stand once."""

    kind: PartKind
    code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An item or a section where it stands."""

    value: Raw
    among: list[Raw]
    index: int
    section: Raw


def sections(data: Mapping[str, Any]) -> list[Raw]:
    found: list[Raw] = data.get("sections", [])
    return found


def items(data: Mapping[str, Any]) -> Iterator[Raw]:
    return (item for section in sections(data) for item in section.get("items", ()))


def find(data: Mapping[str, Any], part: Part) -> Found | None:
    """The first that bears this code: a code borne twice is a fault that is shown, and mended one at a time."""
    for place, section in enumerate(sections(data)):
        if part.kind == "section" and section["code"] == part.code:
            return Found(section, sections(data), place, section)
        if part.kind == "item":
            among = section.setdefault("items", [])
            for index, item in enumerate(among):
                if item["code"] == part.code:
                    return Found(item, among, index, section)
    return None


def piece(data: Mapping[str, Any], part: Part) -> Raw | None:
    """What the form of this part edits; none once it is gone."""
    if part.kind in PARTS_OF:
        return deepcopy({name: data[name] for name in PARTS_OF[part.kind] if name in data})
    if part.kind == "levels":
        return deepcopy(dict(data.get("levels", {})))
    found = find(data, part)
    return deepcopy({name: value for name, value in found.value.items() if name != "items"}) if found else None


def put(data: Mapping[str, Any], part: Part, new: Mapping[str, Any]) -> Raw:
    """The definition with this piece in the place of the one that stood there; its code may be a new one."""
    made: Raw = deepcopy(dict(data))
    written = deepcopy(dict(new))
    if part.kind in PARTS_OF:
        kept = {name: value for name, value in made.items() if name not in PARTS_OF[part.kind]}
        return kept | written
    if part.kind == "levels":
        return made | {"levels": written}
    found = find(made, part)
    if found is None:
        raise KeyError(part.code)
    if part.kind == "section":
        written["items"] = found.value.get("items", [])
    found.among[found.index] = written
    if part.kind == "item" and written["code"] != part.code:
        rename(made, part.code, written["code"])
    return made


# -- codes ------------------------------------------------------------------------------------------------------------------
def code_for(text: str, taken: set[str], otherwise: str) -> str:
    """A code that says something in an export: the first words of the text, and a number where it is taken."""
    base = re.sub(r"[^a-z0-9]+", "_", slugify(text)).strip("_")[: LONGEST_CODE - 4].rstrip("_")
    if not base[:1].isalpha():
        base = otherwise
    code, number = base, 2
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code


def codes(data: Mapping[str, Any]) -> set[str]:
    """Codes of items and sections share one space: answers of a repeated section stand under its code, beside those of items."""
    return {section["code"] for section in sections(data)} | {item["code"] for item in items(data)}


def rename(data: Raw, old: str, new: str) -> None:
    """Conditions and guard rails follow the item that they name (in place: the definition is already a copy)."""
    for holder in (*sections(data), *items(data)):
        if holder.get("condition"):
            holder["condition"] = renamed(holder["condition"], old, new)
    for guard in data.get("levels", {}).get("guards", ()):
        guard["items"] = [new if code == old else code for code in guard.get("items", ())]


def renamed(condition: Any, old: str, new: str) -> Any:
    if isinstance(condition, list):
        return [renamed(one, old, new) for one in condition]
    if not isinstance(condition, Mapping):
        return condition
    return {key: new if key == "item" and value == old else renamed(value, old, new) for key, value in condition.items()}


def uses(data: Mapping[str, Any], gone: set[str]) -> list[str]:
    """What would be left hanging if these items went: labels, as the plan of the page shows them."""
    stay = [section for section in sections(data) if section["code"] not in gone]
    holders = stay + [item for item in items(data) if item["code"] not in gone]
    found = [str(one.get("label") or one.get("title") or one["code"]) for one in holders if gone.intersection(named(one.get("condition")))]
    guards = data.get("levels", {}).get("guards", ())
    return found + [str(guard.get("says") or "un garde-fou") for guard in guards if set(guard.get("items", ())) & gone]


# -- gestures on the plan ------------------------------------------------------------------------------------------------------
def add_section(data: Mapping[str, Any], title: str) -> tuple[Raw, Part]:
    made: Raw = deepcopy(dict(data))
    code = code_for(title, codes(made), "partie")
    made.setdefault("sections", []).append({"code": code, "title": title, "items": []})
    return made, Part("section", code)


def add_item(data: Mapping[str, Any], section: str, kind: str, label: str) -> tuple[Raw, Part] | None:
    made: Raw = deepcopy(dict(data))
    found = find(made, Part("section", section))
    if found is None:
        return None
    code = code_for(label, codes(made), "question")
    item: Raw = {"code": code, "kind": kind, "label": label}
    if kind in ("single", "multiple", "level", "shares", "ranking", "matrix"):
        item["options"] = []
    found.value.setdefault("items", []).append(item)
    return made, Part("item", code)


def duplicate(data: Mapping[str, Any], part: Part) -> tuple[Raw, Part] | None:
    """A copy just below, under codes of its own; the items of a copied section look at its own items, not at the first's."""
    made: Raw = deepcopy(dict(data))
    found = find(made, part)
    if found is None:
        return None
    copied, taken = deepcopy(found.value), codes(made)
    copied["code"] = code_for(part.code, taken, "copie")
    new_codes: dict[str, str] = {}
    for item in copied.get("items", ()):
        new_codes[item["code"]] = code_for(item["code"], taken | set(new_codes.values()) | {copied["code"]}, "copie")
        item["code"] = new_codes[item["code"]]
    for item in copied.get("items", ()):
        for old, new in new_codes.items():
            item["condition"] = renamed(item.get("condition"), old, new)
        if not item["condition"]:
            del item["condition"]
    found.among.insert(found.index + 1, copied)
    return made, Part(part.kind, copied["code"])


def remove(data: Mapping[str, Any], part: Part) -> Raw | None:
    made: Raw = deepcopy(dict(data))
    found = find(made, part)
    if found is None:
        return None
    del found.among[found.index]
    return made


def leaving(data: Mapping[str, Any], part: Part) -> set[str]:
    """Codes that go when this part is taken away."""
    found = find(data, part)
    if found is None:
        return set()
    return {part.code} if part.kind == "item" else {item["code"] for item in found.value.get("items", ())}


def move(data: Mapping[str, Any], part: Part, *, up: bool) -> Raw | None:
    """One place up or down; an item at the edge of its section goes to the neighbouring one."""
    made: Raw = deepcopy(dict(data))
    found = find(made, part)
    if found is None:
        return None
    target = found.index + (-1 if up else 1)
    if 0 <= target < len(found.among):
        found.among[found.index], found.among[target] = found.among[target], found.among[found.index]
        return made
    if part.kind == "section":
        return None
    place = sections(made).index(found.section) + (-1 if up else 1)
    if not 0 <= place < len(sections(made)):
        return None
    neighbours = sections(made)[place].setdefault("items", [])
    neighbours.insert(len(neighbours) if up else 0, found.among.pop(found.index))
    return made
