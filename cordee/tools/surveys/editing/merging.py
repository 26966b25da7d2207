"""Two people on one piece: what only one of them changed is kept, what both changed is a clash that a person settles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cordee.tools.surveys.editing.parts import Raw


@dataclass(frozen=True, slots=True)
class Clash:
    name: str
    before: Any
    theirs: Any
    mine: Any


class Clashing(Exception):
    """Both changed the same field. `merged` holds what can already be kept of both, and mine where they clash."""

    def __init__(self, clashes: list[Clash], theirs: Raw, merged: Raw) -> None:
        super().__init__(", ".join(clash.name for clash in clashes))
        self.clashes, self.theirs, self.merged = clashes, theirs, merged


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Raw:
    """`base` is the piece as this person opened it, `theirs` as it stands now. Raises `Clashing`."""
    merged: Raw = {}
    clashes = []
    for name in dict.fromkeys([*mine, *theirs, *base]):
        before, other, own = base.get(name), theirs.get(name), mine.get(name)
        kept = other if own == before else own
        if other not in (before, own) and own != before:
            clashes.append(Clash(name, before, other, own))
        if kept is not None:
            merged[name] = kept
    if clashes:
        raise Clashing(clashes, dict(theirs), merged)
    return merged
