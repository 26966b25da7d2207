"""What changes between two versions, as codes and data: the sentences are made when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from cordee.tools.surveys.definition.schema import KINDS, Definition, Item, Option, Section


@dataclass(frozen=True, slots=True)
class Change:
    code: str
    data: dict[str, Any]


def between(old: Definition, new: Definition) -> list[Change]:
    """In the order of the questionnaire: itself, its axes, its sections, its questions, its levels."""
    return [*_itself(old, new), *_axes(old, new), *_sections(old, new), *_items(old, new), *_levels(old, new)]


SAID = {"title": "titre", "why": "raison", "minutes": "durée", "readers": "lecteurs", "kept": "conservation", "out_of": "façon de noter"}


def _itself(old: Definition, new: Definition) -> Iterator[Change]:
    names = [name for name in SAID if getattr(old, name) != getattr(new, name)]
    if names:
        yield Change("presentation", {"fields": names})
    if old.weighting != new.weighting:
        yield Change("weighting", {"to": new.weighting})


def _axes(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({axis.code: axis for axis in one.axes} for one in (old, new))
    for code, axis in after.items():
        if code not in before:
            yield Change("axis_added", {"label": axis.label})
            continue
        if before[code].label != axis.label:
            yield Change("axis_renamed", {"from": before[code].label, "to": axis.label})
        if before[code].weight != axis.weight:
            yield Change("axis_weight", {"label": axis.label, "from": before[code].weight, "to": axis.weight})
    yield from (Change("axis_removed", {"label": axis.label}) for code, axis in before.items() if code not in after)


def _sections(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({section.code: section for section in one.sections} for one in (old, new))
    for code, section in after.items():
        if code not in before:
            yield Change("section_added", {"label": section.title})
        else:
            yield from _section(before[code], section)
    yield from (Change("section_removed", {"label": section.title}) for code, section in before.items() if code not in after)
    common = [code for code in after if code in before]
    if common != [code for code in before if code in after]:
        yield Change("sections_moved", {})


def _section(before: Section, after: Section) -> Iterator[Change]:
    if before.title != after.title:
        yield Change("section_renamed", {"from": before.title, "to": after.title})
    if set(before.readers) != set(after.readers):
        yield Change("section_readers", {"label": after.title})
    if before.condition != after.condition:
        yield Change("condition", {"label": after.title})
    if (before.intro, before.repeat, before.pictogram) != (after.intro, after.repeat, after.pictogram):
        yield Change("section_changed", {"label": after.title})


def _items(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({item.code: (item, s.code) for s in one.sections for item in s.items} for one in (old, new))
    for code, (item, section) in after.items():
        if code not in before:
            yield Change("item_added", {"label": item.label})
            continue
        held, place = before[code]
        yield from _item(held, item)
        if place != section:
            yield Change("item_moved", {"label": item.label})
    yield from (Change("item_removed", {"label": item.label}) for code, (item, _) in before.items() if code not in after)
    common = [code for code in after if code in before]
    if common != [code for code in before if code in after]:
        yield Change("items_moved", {})


def _item(before: Item, after: Item) -> Iterator[Change]:
    label = {"label": after.label}
    if before.label != after.label:
        yield Change("item_reworded", {"from": before.label, "to": after.label})
    if before.kind != after.kind:
        yield Change("item_kind", {**label, "from": before.kind, "to": after.kind})
    if before.required != after.required:
        yield Change("item_required" if after.required else "item_optional", label)
    if (before.weight, before.axis) != (after.weight, after.axis):
        yield Change("item_weight", {**label, "from": before.weight, "to": after.weight})
    if before.condition != after.condition:
        yield Change("condition", label)
    yield from _options(before.options, after.options, after.label)
    yield from _options(before.rows, after.rows, after.label)
    names = [field.name for field in fields(Item) if field.name not in TOLD]
    rest = [name for name in names if getattr(before, name) != getattr(after, name)]
    if rest:
        yield Change("item_changed", {**label, "fields": rest})


TOLD = {"code", "label", "kind", "required", "weight", "axis", "condition", "options", "rows"}


def _options(before: Sequence[Option], after: Sequence[Option], label: str) -> Iterator[Change]:
    held, now = ({option.code: option for option in options} for options in (before, after))
    if added := [option.label for code, option in now.items() if code not in held]:
        yield Change("options_added", {"label": label, "options": added})
    if removed := [option.label for code, option in held.items() if code not in now]:
        yield Change("options_removed", {"label": label, "options": removed})
    both = [(held[code], now[code]) for code in now if code in held]
    if any(one.label != other.label for one, other in both):
        yield Change("options_reworded", {"label": label})
    if any(one.mark != other.mark for one, other in both):
        yield Change("options_marks", {"label": label})


def _levels(old: Definition, new: Definition) -> Iterator[Change]:
    if old.levels != new.levels:
        yield Change("levels", {})


SENTENCES = {
    "weighting": "Le total est calculé autrement",
    "axis_added": "Nouvel axe : « {label} »",
    "axis_renamed": "L'axe « {from} » devient « {to} »",
    "axis_weight": "Le poids de l'axe « {label} » passe de {from} à {to}",
    "axis_removed": "Axe retiré : « {label} »",
    "section_added": "Nouvelle section : « {label} »",
    "section_renamed": "La section « {from} » devient « {to} »",
    "section_readers": "Ceux qui lisent la section « {label} » changent",
    "section_changed": "La présentation de la section « {label} » change",
    "section_removed": "Section retirée : « {label} »",
    "sections_moved": "L'ordre des sections change",
    "item_added": "Nouvelle question : « {label} »",
    "item_removed": "Question retirée : « {label} »",
    "item_moved": "Question rangée dans une autre section : « {label} »",
    "items_moved": "L'ordre des questions change",
    "item_reworded": "Question récrite : « {from} » devient « {to} »",
    "item_kind": "La question « {label} » change de genre : de « {from} » à « {to} »",
    "item_required": "La question « {label} » devient obligatoire",
    "item_optional": "La question « {label} » devient facultative",
    "item_weight": "La question « {label} » ne compte plus de la même façon",
    "item_changed": "Des précisions changent dans la question « {label} »",
    "condition": "Ce qui fait apparaître « {label} » change",
    "options_added": "Choix ajoutés à « {label} » : {options}",
    "options_removed": "Choix retirés de « {label} » : {options}",
    "options_reworded": "Des choix de « {label} » sont récrits",
    "options_marks": "Les notes des choix de « {label} » changent",
    "levels": "Les niveaux ou leurs garde-fous changent",
}


def sentence(change: Change) -> str:
    data = dict(change.data)
    if change.code == "presentation":
        return f"La présentation change : {', '.join(SAID[name] for name in data['fields'])}"
    if change.code == "item_kind":
        data |= {side: KINDS[data[side]] for side in ("from", "to")}
    if change.code == "axis_weight":
        data |= {side: f"{data[side]:g}".replace(".", ",") for side in ("from", "to")}
    if "options" in data:
        data["options"] = ", ".join(f"« {label} »" for label in data["options"])
    return SENTENCES[change.code].format(**data)
