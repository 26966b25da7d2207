"""Reads for the pages that keep nomenclatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cordee.core.models import Event
from cordee.core.nomenclatures.declare import Nomenclature, nomenclatures
from cordee.core.nomenclatures.reading import Item, Vocabulary
from cordee.core.parameters import place_name
from cordee.core.text import fr_normalize


@dataclass(frozen=True, slots=True)
class Line:
    """An item as the page of its list shows it."""

    item: Item
    uses: str
    stage: str  # offered | future | leaving | retired
    local: str


LONG = 60  # a list longer than this is searched


def lines_of(nomenclature: Nomenclature, words: Vocabulary, asked: str = "") -> list[tuple[str, list[Line]]]:
    """Family → its items, in their order; one nameless family when the list has none. `asked`: words of the label, or of the code."""
    uses, groups = nomenclature.uses(), dict[str, list[Line]]()
    wanted = fr_normalize(asked).split()
    for item in words.items[nomenclature.code].values():
        if not all(word in fr_normalize(f"{item.code} {item.label}") for word in wanted):
            continue
        names = words.local.get((nomenclature.code, item.code), {})
        local = ", ".join(f"« {label} » ({place_name(place)})" for place, label in sorted(names.items()))
        line = Line(item, nomenclature.said(uses.get(item.code, 0)), stage_of(item), local)
        groups.setdefault(item.family_label, []).append(line)
    return list(groups.items())


def stage_of(item: Item) -> str:
    day = timezone.localdate()
    if item.is_retired(day):
        return "retired"
    if item.retired_on:
        return "leaving"
    return "offered" if item.offered(day) else "future"


def headings_of(nomenclature: Nomenclature) -> Nomenclature:
    """The list under whose items those of this one are ranged."""
    above: Any = nomenclature.model._meta.get_field(nomenclature.under).related_model
    return next(one for one in nomenclatures if one.model is above)


def acts_on(nomenclature: Nomenclature, code: str) -> Any:
    """What was done to this item, latest first: the settings' journal, read for its page."""
    told = Event.objects.for_system("settings are read by all who open them").filter(thread__kind="settings")
    return told.filter(
        code__startswith="core.nomenclature.", data__nomenclature=nomenclature.code, data__item=code
    ).order_by("-id")[:50]  # fmt: skip
