"""Panels: what higher rooms show on a lower room's page. What they read, they read together, in one query of the page; the
others that a panel needs, it states, and a test adds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from cordee.core.access import Actor
from cordee.core.registry import Registry
from cordee.core.together import read_together

WAITING = 50
Reads = dict[str, QuerySet[Any]]
Rows = dict[str, list[Any]]


def reads_nothing(obj: Any, actor: Actor, capacities: frozenset[str]) -> Reads:
    return {}


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: `context(obj, actor, capacities, rows)` feeds its template, or answers None to stay silent.

    `rows` are those that its `reads(obj, actor, capacities)` asked for.
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


def panels_of(obj: Any, actor: Actor, capacities: frozenset[str]) -> list[dict[str, Any]]:
    told = [p for p in panels if p.on == obj._meta.label_lower and (not p.audience or p.audience & capacities)]
    asked = {panel.code: panel.reads(obj, actor, capacities) for panel in told}
    found = read_together(**{f"{code}.{name}": rows for code, reads in asked.items() for name, rows in reads.items()})
    shown = []
    for panel in sorted(told, key=lambda p: p.order):
        rows = {name: found[f"{panel.code}.{name}"] for name in asked[panel.code]}
        context = panel.context(obj, actor, capacities, rows)
        if context is not None:
            shown.append({"panel": panel, **context})
    return shown
