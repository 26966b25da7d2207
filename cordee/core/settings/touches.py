"""What a change of a parameter will touch, said by the rooms that use it before anyone confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cordee.core.parameters import P
from cordee.core.registry import Registry

#: (zones it applies to, None = everywhere; first day; the new value in words) → a sentence, or nothing
Touch = Callable[[str | None, date, str], str]
_touches: Registry[Touch] = Registry("portée d'un réglage")


def touches(parameter: P) -> Callable[[Touch], Touch]:
    """`@touches(SEND_DAYS)`: « 14 avis gardent leur échéance, les suivants auront 5 jours »."""
    return lambda touch: _touches.add(parameter.code, touch)


def said_by_rooms(parameter: P, place: str | None, since: date, value: str) -> str:
    touch = _touches.get(parameter.code)
    return touch(place, since, value) if touch else ""
