"""Asking every source: groups of hits, capped counts, and what the person may have meant when nothing answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cordee.core.access import Actor
from cordee.core.find.near import corrected
from cordee.core.find.sought import Sought, seek
from cordee.core.find.sources import FindSource, Hit, asked_by, numbers

CAP = 100  # beyond, a count says « plus de 100 »
SHOWN = 8  # of each kind, when all are shown
SHOWN_ALONE = 50


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind: how many (CAP + 1 means more), and those shown."""

    source: FindSource
    count: int
    hits: list[Hit]

    @property
    def counted(self) -> str:
        return f"plus de {CAP}" if self.count > CAP else str(self.count)

    @property
    def hidden(self) -> bool:
        """Are there more than those shown?"""
        return self.count > len(self.hits)


@dataclass(frozen=True, slots=True)
class Found:
    sought: Sought
    groups: Sequence[Group] = ()
    meant: Sought | None = None  # nothing answered what was typed; these groups answer this instead

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def counted(self) -> str:
        more = any(group.count > CAP for group in self.groups)
        shown = sum(min(group.count, CAP) for group in self.groups)
        return f"plus de {shown} résultats" if more else f"{shown} résultat{'s' if shown > 1 else ''}"


def find(actor: Actor, text: str, *, kind: str = "", shown: int = SHOWN) -> Found:
    """Of one kind when it is asked for; the others are still counted, for their tabs."""
    sought = seek(text)
    if not sought.text or sought.refusal:
        return Found(sought)
    groups = _groups(actor, sought, kind, shown)
    if groups:
        return Found(sought, groups)
    meant = corrected(actor, sought)
    groups = _groups(actor, meant, kind, shown) if meant else []
    return Found(sought, groups, meant if groups else None)


def _groups(actor: Actor, sought: Sought, kind: str, shown: int) -> list[Group]:
    """A kind without any hit is not shown."""
    groups = []
    for source in asked_by(actor):
        keys = source.keys(actor, sought, CAP + 1)
        wanted = shown if not kind else SHOWN_ALONE if kind == source.code else 0
        if keys:
            groups.append(Group(source, len(keys), source.show(actor, keys[:wanted], sought) if wanted else []))
    return groups


def exact(actor: Actor, sought: Sought) -> Hit | None:
    """The only thing that bears the number that was typed, if there is one and only one."""
    hits = [hit for number in numbers for hit in number.locate(actor, sought)]
    return hits[0] if len(hits) == 1 else None
