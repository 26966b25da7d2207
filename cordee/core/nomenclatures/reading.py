"""The words of nomenclatures, held in memory by each process and read again as soon as anyone, anywhere, changed one.

Each reading asks the database for the stamp, which triggers renew inside the transaction of the change: a stamp that was
rolled back is never seen again, and two processes never disagree after a commit.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cordee.core.access import Actor
from cordee.core.models import LocalTerm, NomenclatureStamp
from cordee.core.nomenclatures.declare import nomenclatures
from cordee.core.parameters import wider

RETIRED = "(retiré)"


@dataclass(frozen=True, slots=True)
class Item:
    pk: int
    code: str
    label: str
    family: str
    family_label: str
    starts_on: date | None
    retired_on: date | None
    source: str = ""

    def offered(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and not self.is_retired(day)

    def is_retired(self, day: date) -> bool:
        return self.retired_on is not None and self.retired_on <= day


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Items by nomenclature, in their order; local names by (nomenclature, code), then by place."""

    items: Mapping[str, Mapping[str, Item]]
    local: Mapping[tuple[str, str], Mapping[str, str]]

    def label(self, nomenclature: str, code: str, zone: str = "") -> str:
        """As the zone says it: the nearest local name, else the national one."""
        local = self.local.get((nomenclature, code))
        if local and zone:
            for place in wider(zone):
                if place in local:
                    return local[place]
        item = self.items[nomenclature].get(code)
        return item.label if item else code

    def label_for(self, actor: Actor, nomenclature: str, code: str) -> str:
        """A local name for whoever has all their zones under it; those who see further read the national one."""
        names = {self.label(nomenclature, code, zone) for zone in actor.zones or ()}
        return names.pop() if len(names) == 1 else self.label(nomenclature, code)

    def labels(self, nomenclature: str, codes: Iterable[str], zone: str = "") -> list[str]:
        """These items as the zone says them, in the order of the list."""
        rank = {code: place for place, code in enumerate(self.items[nomenclature])}
        return [self.label(nomenclature, code, zone) for code in sorted(codes, key=lambda code: rank.get(code, len(rank)))]

    def offered(self, nomenclature: str) -> list[str]:
        """Codes that one may choose today."""
        day = timezone.localdate()
        return [item.code for item in self.items[nomenclature].values() if item.offered(day)]

    def retired(self, nomenclature: str) -> list[str]:
        day = timezone.localdate()
        return [item.code for item in self.items[nomenclature].values() if item.is_retired(day)]

    def options(self, actor: Actor, nomenclature: str) -> list[tuple[str, str]]:
        """For a filter: what is offered today, then what was retired, so that what still bears it is found."""
        offered = [(code, self.label_for(actor, nomenclature, code)) for code in self.offered(nomenclature)]
        gone = [(code, f"{self.label_for(actor, nomenclature, code)} {RETIRED}") for code in self.retired(nomenclature)]
        return offered + gone


_held: tuple[uuid.UUID, Vocabulary] | None = None


def vocabulary() -> Vocabulary:
    """One small query; the lists themselves are read only when they changed."""
    global _held
    stamp = NomenclatureStamp.objects.for_system("are the lists in memory fresh").values_list("stamp", flat=True).order_by("pk").first()
    if stamp is not None and _held is not None and _held[0] == stamp:
        return _held[1]
    words = _read()
    if stamp is not None:
        _held = stamp, words
    return words


def _read() -> Vocabulary:
    items = {}
    for nomenclature in nomenclatures:
        families = dict(nomenclature.families)
        rows = nomenclature.model.objects.for_system("nomenclatures are public within the house").order_by("position", "label")
        rank = {family: place for place, family in enumerate(families)}
        listed = sorted((_item(row, families) for row in rows), key=lambda item: rank.get(item.family, 0))
        items[nomenclature.code] = {item.code: item for item in listed}
    local: dict[tuple[str, str], dict[str, str]] = {}
    for row in LocalTerm.objects.for_system("nomenclatures are public within the house").order_by("pk"):
        local.setdefault((row.nomenclature, row.code), {})[row.place] = row.label
    return Vocabulary(items, local)


def _item(row: Any, families: Mapping[str, str]) -> Item:
    family = getattr(row, "family", "")
    return Item(
        row.pk, row.code, row.label, family, str(families.get(family, "")), row.starts_on, row.retired_on, getattr(row, "source", "")
    )
