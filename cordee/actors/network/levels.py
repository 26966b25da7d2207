"""The levels of the network, under the names that they bore on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cordee.actors.directory.models import Mandate


@dataclass(frozen=True, slots=True)
class Level:
    """`former` is a name that documents still use in the year `until`: it stands until the end of it, no date of change being known."""

    code: str
    title: str
    one: str
    former: str = ""
    until: int = 0

    def named(self, on: date) -> str:
        return self.former if self.former and on.year <= self.until else self.title


LEVELS = (
    Level(Mandate.Level.NATIONAL, "Opérateur national", "opérateur national"),
    Level(
        Mandate.Level.RESOURCE,
        "Centres de ressources DLA (CRDLA)",
        "centre de ressources",
        "Centres nationaux d'appui et de ressources (CNAR)",
        2011,
    ),
    Level(Mandate.Level.REGIONAL, "DLA régionaux", "DLA régional", "Centres régionaux de ressources et d'animation (C2RA)", 2009),
    Level(Mandate.Level.DEPARTMENTAL, "DLA départementaux et locaux", "DLA départemental"),
)  # fmt: skip
BY_CODE = {level.code: level for level in LEVELS}
