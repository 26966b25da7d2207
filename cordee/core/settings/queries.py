"""Reads of settings: the value in force by place, and every value that ever was or is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cordee.core.clock import today
from cordee.core.formats import counted
from cordee.core.models import Parameter
from cordee.core.nomenclatures import Nomenclature, nomenclatures, vocabulary
from cordee.core.parameters import P, param, parameters, place_name
from cordee.core.settings.values import room_of, say, text_kind


@dataclass(frozen=True, slots=True)
class Value:
    """One line of the history of a setting."""

    said: str
    stored: Any
    place: str | None
    where: str
    first: date | None
    last: date | None
    author: str
    reason: str
    at: datetime
    stage: str  # current | future | past | replaced

    @property
    def key(self) -> str:
        return self.place or "tout"


def history_of(parameter: P) -> list[Value]:
    """Latest first. Values are public within the house."""
    rows = Parameter.objects.for_system("settings are read by all who open them").filter(scope__code=parameter.code)
    day = today()
    return [_value(parameter, row, day) for row in rows.select_related("scope").order_by("-at", "-id")]


def _value(parameter: P, row: Parameter, day: date) -> Value:
    empty = row.period.isempty
    first, upper = (None, None) if empty else (row.period.lower, row.period.upper)
    stage = "replaced" if empty else "future" if first and first > day else "past" if upper and upper <= day else "current"
    return Value(
        said=say(parameter, row.value),
        stored=row.value,
        place=row.scope.zone,
        where=place_name(row.scope.zone),
        first=first,
        last=upper - timedelta(days=1) if upper else None,
        author=row.author_label,
        reason=row.reason,
        at=row.at,
        stage=stage,
    )


def by_room(*, of_texts: bool) -> list[tuple[str, list[tuple[P, str]]]]:
    """Room → its settings with their value of today, everywhere."""
    rooms: dict[str, list[tuple[P, str]]] = {}
    for parameter in parameters:
        if (text_kind(parameter) is not None) == of_texts:
            value = param(parameter)
            stored = {"subject": value.subject, "body": value.body} if of_texts else value
            rooms.setdefault(room_of(parameter), []).append((parameter, say(parameter, stored)))
    return sorted(rooms.items())


def counted_nomenclatures() -> list[tuple[Nomenclature, str]]:
    """Each list, with how many items it offers today and how many were retired."""
    words, found = vocabulary(), []
    for nomenclature in nomenclatures:
        offered, gone = len(words.offered(nomenclature.code)), len(words.retired(nomenclature.code))
        said = counted(offered, "élément proposé", "éléments proposés")
        found.append((nomenclature, f"{said}, {counted(gone, 'retiré')}" if gone else said))
    return found
