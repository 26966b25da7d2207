"""What rooms register: kinds of things that the box finds, and the numbers that open one of them at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cordee.core.access import Actor
from cordee.core.find.sought import Sought
from cordee.core.models import HouseQuerySet
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it leads, what it is, and one line that says why it answers. Plain text: screens escape and mark it."""

    label: str
    url: str
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FindSource:
    """A kind of thing that the box finds. Everything starts from `rows(actor)`, the door: what is not seen is neither found,
    nor counted, nor suggested.

    `keys` answers ids, best first, at most so many; `show` turns those of a page into hits, in their order.
    `search` names the indexed vector of these rows, `spelled` their words exactly as written (a column or an expression):
    corrections are read there.
    """

    code: str
    title: str
    icon: str
    rows: Callable[[Actor], HouseQuerySet]
    keys: Callable[[Actor, Sought, int], list[int]]
    show: Callable[[Actor, list[int], Sought], list[Hit]]
    spelled: Any
    search: str = "search"
    more: str = ""  # address of the full list, `{q}` standing for what was typed
    order: int = 50
    profiles: frozenset[str] = field(default_factory=frozenset)

    def offered_to(self, actor: Actor) -> bool:
        return not self.profiles or actor.profile in self.profiles


@dataclass(frozen=True, slots=True)
class Number:
    """A number that designates one thing (a SIRET, the number of a dossier). `locate` answers what bears it exactly, among
    what the actor sees, and nothing at once when the text has not its form."""

    code: str
    locate: Callable[[Actor, Sought], list[Hit]]


sources: Registry[FindSource] = Registry("source de recherche")
numbers: Registry[Number] = Registry("numéro recherché")


def declare(source: FindSource) -> FindSource:
    return sources.add(source.code, source)


def declare_number(number: Number) -> Number:
    return numbers.add(number.code, number)


def asked_by(actor: Actor) -> list[FindSource]:
    return sorted((source for source in sources if source.offered_to(actor)), key=lambda source: source.order)
