"""Panels: what higher rooms show on a lower room's page. What they read, they read together, in one query of the page; the
others that a panel needs, it states, and a test adds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cordee.core.access import Actor
from cordee.core.registry import Registry
from cordee.core.together import Reads as Reads
from cordee.core.together import Rows as Rows
from cordee.core.together import read_of

WAITING = 50


def reads_nothing(obj: Any, actor: Actor, capacities: frozenset[str]) -> Reads:
    return {}


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: `context(obj, actor, capacities, rows)` feeds its template, or answers None to stay silent.

    `rows` are those that its `reads(obj, actor, capacities)` asked for. The reads are written once for all objects: the one that they
    receive bears keys, and the facts that the page names.
    """

    code: str
    on: str  # the model, « directory.organisation »
    title: str
    template: str
    context: Callable[[Any, Actor, frozenset[str], Rows], dict[str, Any] | None]
    reads: Callable[[Any, Actor, frozenset[str]], Reads] = reads_nothing
    queries: int = 0  # beside its reads
    order: int = 50  # below WAITING, it says what waits: shown before what is known
    audience: frozenset[str] = field(default_factory=frozenset)  # empty = all who see the page

    @property
    def waits(self) -> bool:
        return self.order < WAITING

    @property
    def anchor(self) -> str:
        return self.code.replace(".", "-").replace("_", "-")


panels: Registry[Panel] = Registry("volet")


def declare(panel: Panel) -> Panel:
    return panels.add(panel.code, panel)


def read_by_all(readers: Sequence[Any], obj: Any, actor: Actor, capacities: frozenset[str], *facts: str) -> dict[str, Rows]:
    """Code of a panel, or of a next step → its rows: all in one query, whose text serves the next object too."""

    def write(one: Any) -> Reads:
        return {f"{reader.code} {name}": rows for reader in readers for name, rows in reader.reads(one, actor, capacities).items()}

    found: dict[str, Rows] = {reader.code: {} for reader in readers}
    for place, rows in read_of(obj, (tuple(found), actor, capacities), write, *facts).items():
        code, name = place.split(" ")
        found[code][name] = rows
    return found


def panels_of(obj: Any, actor: Actor, capacities: frozenset[str]) -> list[dict[str, Any]]:
    told = [p for p in panels if p.on == obj._meta.label_lower and (not p.audience or p.audience & capacities)]
    found = read_by_all(told, obj, actor, capacities)
    shown = []
    for panel in sorted(told, key=lambda p: p.order):
        rows = found[panel.code]
        context = panel.context(obj, actor, capacities, rows)
        if context is not None:
            shown.append({"panel": panel, **context})
    return shown
