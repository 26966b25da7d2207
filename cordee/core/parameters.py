"""Business parameters: declared in code, valued by dated rows, read at a date and a place.

    DAY_RATE_CAP = P("sel.day_rate_cap", "Plafond du prix de journée", Decimal, default="1000", unit="€ TTC")
    param(DAY_RATE_CAP, on=call.published_on, zone=call.zone)

A decision copies the value it used into its own column: changing a parameter never rewrites the past.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.core.access import Actor
from cordee.core.kept import told
from cordee.core.models.parameters import Parameter, ParameterScope
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class P:
    """A parameter: its code, French label, type (a callable that reads the stored JSON), default and unit.

    `room` is the app that it belongs to (its code says it otherwise); `least` and `most` bound what people may type.
    """

    code: str
    label: str
    type: Callable[[Any], Any]
    default: Any
    unit: str = ""
    room: str = ""
    help: str = ""
    least: Any = None
    most: Any = None
    local: bool = True  # may a place have its own value? Not when one query reads it for several places at once

    def __post_init__(self) -> None:
        parameters.add(self.code, self)


parameters: Registry[P] = Registry("paramètre")
Wider = Callable[[str], Sequence[str]]


Offered = Callable[[frozenset[str] | None], Sequence[tuple[str, str]]]


class _Places:
    wider: Wider = staticmethod(lambda zone: [zone])
    offered: Offered = staticmethod(lambda zones: [])
    named: Callable[[str], str] = staticmethod(lambda code: code)


def register_places(*, wider: Wider, offered: Offered, named: Callable[[str], str]) -> None:
    """The room of territories answers a zone and what contains it, nearest first (basin, department, region); the places that
    lie whole within some zones (None = all of them); and the name of a place."""
    _Places.wider, _Places.offered, _Places.named = staticmethod(wider), staticmethod(offered), staticmethod(named)


def wider(zone: str) -> Sequence[str]:
    return _Places.wider(zone)


def places_within(zones: frozenset[str] | None) -> Sequence[tuple[str, str]]:
    return _Places.offered(zones)


def place_name(code: str | None) -> str:
    return _Places.named(code) if code else "France entière"


_current: ContextVar[dict[tuple[str, str | None], list[tuple[date | None, date | None, Any]]] | None] = ContextVar(
    "parameters", default=None
)


def forget_parameters() -> None:
    """Called at the start of each request and job: values are loaded at most once in each."""
    _current.set(None)


def _values() -> dict[tuple[str, str | None], list[tuple[date | None, date | None, Any]]]:
    loaded = _current.get()
    if loaded is None:
        loaded = {}
        rows = Parameter.objects.for_system("parameters are public within the house").filter(period__isempty=False)
        for row in rows.select_related("scope").order_by("id"):
            loaded.setdefault((row.scope.code, row.scope.zone), []).append((row.period.lower, row.period.upper, row.value))
        _current.set(loaded)
    return loaded


def param(parameter: P, *, on: date | None = None, zone: str | None = None) -> Any:
    """The value in force on a day: the zone's own, else that of what contains it, else of everywhere, else the declared default."""
    day = on or timezone.localdate()
    for scope in [*(_Places.wider(zone) if zone else ()), None]:
        for lower, upper, value in told(_values).get((parameter.code, scope), []):
            if (lower is None or lower <= day) and (upper is None or day < upper):
                return parameter.type(value)
    return parameter.type(parameter.default)


@transaction.atomic
def set_param(parameter: P, value: Any, *, actor: Actor, since: date, reason: str, zone: str | None = None) -> Parameter:
    """A new value from a day on: the one in force then ends the day before. Who and why are kept."""
    scope, _ = ParameterScope.objects.for_system("parameters").get_or_create(code=parameter.code, zone=zone)
    ParameterScope.objects.for_system("one writer at a time").select_for_update().get(pk=scope.pk)
    for row in scope.values.filter(period__contains=since).order_by("id"):
        # Replaced on its first day, it was never in force: an empty period keeps who set it, and why.
        row.period = DateRange(empty=True) if row.period.lower == since else DateRange(row.period.lower, since)
        row.save()
    next_start = min((r.period.lower for r in scope.values.order_by("id") if r.period.lower and r.period.lower > since), default=None)
    row = Parameter(
        scope=scope, period=DateRange(since, next_start), value=value, author=actor.user_id, author_label=actor.label, reason=reason
    )  # fmt: skip
    row.save()
    forget_parameters()
    return row
