"""In what order providers are proposed, once they are known to answer. Nothing here reads the database.

First what was asked for (the department rather than everywhere, the competence rather than its theme); then the work followed in
Cordée, in broad steps; then whoever was called on least; then a draw that changes from one structure to another. A provider of whom
nothing is known is given the middle of the others and precedes its equals: for lack of marks, nobody comes after everybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from cordee.actors.providers.search.facts import NOTHING, Known

MANY_MISSIONS = 3  # beyond, experience is made


@dataclass(frozen=True, slots=True)
class Candidate:
    key: int
    fit: int  # how closely it answers what was asked
    known: Known = NOTHING

    @property
    def is_known(self) -> bool:
        return bool(self.known.missions) or self.known.shown_mean is not None


def draw(structure: int, key: int) -> str:
    """The same for one structure at each reading, another for the next one: nobody is always first."""
    return hashlib.sha256(f"{structure}:{key}".encode()).hexdigest()


def ranked(candidates: Sequence[Candidate], structure: int) -> list[Candidate]:
    """Best first."""
    by_fit: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_fit.setdefault(candidate.fit, []).append(candidate)
    return [one for fit in sorted(by_fit, reverse=True) for one in _alike(by_fit[fit], structure)]


def _alike(candidates: Sequence[Candidate], structure: int) -> list[Candidate]:
    """Those that answer equally well."""
    means = [half_point(c.known) for c in candidates if c.known.shown_mean is not None]
    middle_mean = median_low(means) if means else 0
    works = [work(c.known, middle_mean) for c in candidates if c.is_known]
    middle = median_low(works) if works else 0

    def place(c: Candidate) -> tuple[int, bool, int, date, str]:
        value = work(c.known, middle_mean) if c.is_known else middle
        return -value, c.is_known, c.known.solicited or 0, c.known.last_solicited or date.min, draw(structure, c.key)

    return sorted(candidates, key=place)


def half_point(known: Known) -> int:
    """A mean in steps of half a point: 4,6 and 4,4 are one, so that the rotation counts."""
    return round((known.shown_mean or 0) * 2)


def work(known: Known, middle_mean: int) -> int:
    mean = middle_mean if known.shown_mean is None else half_point(known)
    return mean + min(known.missions or 0, MANY_MISSIONS)
