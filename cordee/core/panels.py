"""Panels: what higher rooms show on a lower room's page. Each states how many queries it costs; a test adds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cordee.core.access import Actor
from cordee.core.registry import Registry

WAITING = 50


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: `context(obj, actor, capacities)` feeds its template, or answers None to stay silent."""

    code: str
    on: str  # the model, « directory.organisation »
    title: str
    template: str
    context: Callable[[Any, Actor, frozenset[str]], dict[str, Any] | None]
    queries: int
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
    shown = []
    for panel in sorted((p for p in panels if p.on == obj._meta.label_lower), key=lambda p: p.order):
        if panel.audience and not panel.audience & capacities:
            continue
        context = panel.context(obj, actor, capacities)
        if context is not None:
            shown.append({"panel": panel, **context})
    return shown
