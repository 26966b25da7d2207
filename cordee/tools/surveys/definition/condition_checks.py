"""Conditions that cannot be read, look at what does not exist, or wait for each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cordee.tools.surveys.definition.answers import decimal_of
from cordee.tools.surveys.definition.conditions import JOINTS, TESTS, named
from cordee.tools.surveys.definition.schema import Definition, Item, Section
from cordee.tools.surveys.definition.shape import Problem

UNREAD = "Cette condition ne se lit pas : choisissez de nouveau la question et la réponse attendue."
TOO_DEEP = "Cette condition a trop d'étages : séparez-la sur plusieurs questions."
DEPTH, COMPARED = 6, {"single", "level", "three", "number", "money", "date"}
CHOSEN = {"is": {"single", "level", "three", "short", "number", "money", "date"}, "in": {"single", "level", "three", "short", "date"}}


def problems(definition: Definition) -> Iterator[Problem]:
    loops = set()
    for path, found, own in conditioned(definition):
        if sentence := _unreadable(found, 0):
            yield Problem(path, sentence)
            continue
        section, item = own
        for test in _tests(found):
            if sentence := _cannot(test, definition, section, item):
                yield Problem(path, sentence)
        if (chain := loop_of(definition, item.code if item else f"/{section.code}")) and frozenset(chain) not in loops:
            loops.add(frozenset(chain))
            yield Problem(path, f"Cette condition dépend d'elle-même : {' → '.join([*chain, chain[0]])}. Retirez-en une.")


def conditioned(definition: Definition) -> Iterator[tuple[str, Any, tuple[Section, Item | None]]]:
    for place, section in enumerate(definition.sections):
        if section.condition is not None:
            yield f"sections.{place}.condition", section.condition, (section, None)
        for rank, item in enumerate(section.items):
            if item.condition is not None:
                yield f"sections.{place}.items.{rank}.condition", item.condition, (section, item)


def _unreadable(condition: Any, depth: int) -> str:
    if depth > DEPTH:
        return TOO_DEEP
    if not isinstance(condition, Mapping):
        return UNREAD
    joints = [joint for joint in JOINTS if joint in condition]
    if joints:
        under = condition[joints[0]]
        parts = [under] if joints[0] == "not" else under
        if len(condition) != 1 or not isinstance(parts, list) or not parts:
            return UNREAD
        return next((sentence for part in parts if (sentence := _unreadable(part, depth + 1))), "")
    tests = set(condition) - {"item"}
    readable = isinstance(condition.get("item"), str) and len(tests) == 1 and tests <= set(TESTS) and _value_reads(condition)
    return "" if readable else UNREAD


def _value_reads(test: Mapping[str, Any]) -> bool:
    if "answered" in test:
        return isinstance(test["answered"], bool)
    if "in" in test:
        return isinstance(test["in"], list) and bool(test["in"]) and all(isinstance(one, str) for one in test["in"])
    value = next(test[name] for name in ("is", "has", "at_least", "at_most") if name in test)
    return isinstance(value, str) and value != ""


def _tests(condition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "item" in condition:
        yield condition
    for joint in JOINTS:
        under = condition.get(joint, [])
        for one in under if isinstance(under, list) else [under]:
            yield from _tests(one)


def _cannot(test: Mapping[str, Any], definition: Definition, section: Section, item: Item | None) -> str:
    """Why this comparison can never be answered."""
    place = next((one for one in definition.sections if any(held.code == test["item"] for held in one.items)), None)
    asked = definition.item(test["item"])
    if place is None or asked is None:
        return f"La question « {test['item']} » n'existe pas : choisissez dans la liste."
    if place.repeat and (place is not section or item is None):
        return f"« {asked.label} » a une réponse par bloc : seule une question du même bloc peut en dépendre."
    return _cannot_compare(test, asked)


def _cannot_compare(test: Mapping[str, Any], asked: Item) -> str:
    name = next(one for one in TESTS if one in test)
    if name == "answered":
        return ""
    fits = asked.kind in (CHOSEN.get(name) or ({"multiple", "ranking"} if name == "has" else COMPARED))
    if not fits:
        return f"« {asked.label} » ne se compare pas ainsi : choisissez une autre comparaison."
    if name in ("is", "in", "has"):
        codes = {option.code for option in asked.choices}
        wanted = set(test["in"]) if name == "in" else {test[name]}
        missing = sorted(wanted - codes) if codes else []
        return f"« {missing[0]} » n'est pas un choix de « {asked.label} »." if missing else ""
    if asked.kind == "date":
        return "" if len(test[name]) == 10 else "Écrivez la date du seuil en entier."
    return "" if decimal_of(test[name]) is not None else "Écrivez le seuil en chiffres."


def loop_of(definition: Definition, start: str) -> list[str]:
    """The chain from this question (« /section » for a section) back to itself, empty when there is none."""
    edges = _edges(definition)
    trail: list[str] = []

    def walk(node: str) -> bool:
        if node in trail:
            return node == start
        trail.append(node)
        if any(walk(following) for following in edges.get(node, ())):
            return True
        trail.pop()
        return False

    return [node.lstrip("/") for node in trail] if walk(start) else []


def _edges(definition: Definition) -> dict[str, list[str]]:
    """Whether a question is shown depends on its condition's questions and on its section; a section's, on its condition's."""
    edges: dict[str, list[str]] = {}
    for section in definition.sections:
        edges[f"/{section.code}"] = sorted(named(section.condition))
        for item in section.items:
            edges[item.code] = [*sorted(named(item.condition)), f"/{section.code}"]
    return edges
