"""What a definition, or answers, lack: sentences beside the place that they are about. Nothing is published or sent with one left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cordee.tools.surveys.definition.answer_checks import fault_of
from cordee.tools.surveys.definition.answers import Answers, rows_of
from cordee.tools.surveys.definition.conditions import Sight
from cordee.tools.surveys.definition.rules import levels, meaning
from cordee.tools.surveys.definition.schema import Definition, Item, read, read_levels
from cordee.tools.surveys.definition.shape import Problem, shape

__all__ = ["Problem", "faults", "level_problems", "problems"]


def problems(data: Any) -> list[Problem]:
    """Of a definition as it was typed or imported: its shape first; what it means once it can be read."""
    found = list(shape(data))
    return found or list(meaning(read(data)))


def level_problems(rule: Any, definition: Definition) -> list[Problem]:
    """Of a rule of levels alone: the dated ones are judged against the version in service."""
    found = list(shape({"title": definition.title, "levels": rule}))
    return found or list(levels(read_levels(rule), definition))


def faults(definition: Definition, answers: Answers, *, final: bool) -> dict[str, str]:
    """Of answers, by question shown (« section.2.question » in a repeated section). `final`: the required ones must be there."""
    return dict(_faults(definition, answers, final))


def _faults(definition: Definition, answers: Answers, final: bool) -> Iterator[tuple[str, str]]:
    sight = Sight(definition, answers)
    for section in definition.sections:
        if not section.repeat:
            yield from _of_items(section.items, answers, sight, None, "", final)
        elif sight.section(section.code):
            rows = rows_of(section, answers)
            if len(rows) > section.repeat.most:
                yield section.code, f"{section.repeat.most} blocs au plus : retirez-en {len(rows) - section.repeat.most}."
            for place, row in enumerate(rows[: section.repeat.most]):
                yield from _of_items(section.items, row, sight, row, f"{section.code}.{place}.", final)


def _of_items(
    items: Any, held: Mapping[str, Any], sight: Sight, row: Mapping[str, Any] | None, prefix: str, final: bool
) -> Iterator[tuple[str, str]]:
    shown: list[Item] = [item for item in items if sight.item(item.code, row)]
    for item in shown:
        if sentence := fault_of(item, held.get(item.code), final=final):
            yield prefix + item.code, sentence
