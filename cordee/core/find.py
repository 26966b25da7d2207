"""The one search box: each room registers what it can find, rights applied in the query of each source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cordee.core.access import Actor
from cordee.core.registry import Registry

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Hit:
    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FindSource:
    """A kind of thing that the box finds. `find(actor, text)` starts from `visible_to`: what is not seen is not counted."""

    code: str
    title: str
    find: Callable[[Actor, str], list[Hit]]
    more: str = ""  # address of the full list, `{q}` standing for what was typed
    order: int = 50
    profiles: frozenset[str] = field(default_factory=frozenset)


sources: Registry[FindSource] = Registry("source de recherche")


def declare(source: FindSource) -> FindSource:
    return sources.add(source.code, source)


def find(actor: Actor, text: str) -> list[tuple[FindSource, list[Hit]]]:
    """Groups of hits, each group in its own order; a group with nothing is not shown."""
    if not text:
        return []
    asked = [s for s in sorted(sources, key=lambda s: s.order) if not s.profiles or actor.profile in s.profiles]
    groups = [(source, source.find(actor, text)) for source in asked]
    return [(source, hits) for source, hits in groups if hits]
