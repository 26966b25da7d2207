"""The agenda of a person: dated events that rooms register, and what is due in « À faire ». Never accounts, never a note: a calendar
is copied by programs that nobody here keeps.

Each source is a queryset of the same columns; the engine makes one UNION ALL of them, as « À faire » does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from cordee.core import ical, todo
from cordee.core.access import Actor
from cordee.core.formats import EVENING, in_paris
from cordee.core.registry import Registry

BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
MOST = 1000


@dataclass(frozen=True, slots=True)
class DatedSource:
    """Events of one kind. `rows(actor)` is a queryset made by `event`. A moment at the end of a day is the whole of that day."""

    code: str
    path: str  # where one thing is, `{key}` standing for its public id
    rows: Callable[[Actor], QuerySet[Any]]
    profiles: frozenset[str] = field(default_factory=frozenset)
    instead_of: frozenset[str] = field(default_factory=frozenset)  # sources of « À faire » that say the same date

    def shown_to(self, actor: Actor) -> bool:
        return not self.profiles or actor.profile in self.profiles


sources: Registry[DatedSource] = Registry("source de l'agenda")


def declare(source: DatedSource) -> DatedSource:
    return sources.add(source.code, source)


def event(rows: Any, *, starts: Any, title: Any, key: Any, place: Any = "", ends: Any = None) -> Any:
    """The columns of a source."""
    return rows.annotate(
        c_starts=Cast(starts, DateTimeField()),
        c_ends=Cast(ends if ends is not None else Value(None, DateTimeField(null=True)), DateTimeField()),
        c_title=Cast(title, TextField()),
        c_place=Cast(place if place != "" else Value("", TextField()), TextField()),
        c_key=Cast(key, UUIDField()),
    )


def entries(actor: Actor, now: datetime) -> list[ical.Entry]:
    """What is dated between two months ago and a year from now: two queries, whatever the number of rooms."""
    told = [source for source in sources if source.shown_to(actor)]
    replaced = {code for source in told for code in source.instead_of}
    found = _dated(told, actor, now)
    found += [_owed(item) for item in todo.todos(actor) if item.due and not item.awaited and item.source not in replaced]
    return found


def _dated(told: list[DatedSource], actor: Actor, now: datetime) -> list[ical.Entry]:
    parts = [_columns(source, actor, now) for source in told]
    if not parts:
        return []
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    rows = union.order_by(F("c_starts").asc(), F("c_title").asc())[:MOST]
    return [
        ical.Entry(
            uid(code, key), title, _when(starts), ends, place=place, url=settings.PUBLIC_URL + sources[code].path.format(key=key)
        )
        for starts, ends, title, place, key, code in rows
    ]  # fmt: skip


def _columns(source: DatedSource, actor: Actor, now: datetime) -> Any:
    rows: Any = source.rows(actor).order_by()
    near = rows.filter(c_starts__gte=now - BEFORE, c_starts__lt=now + AFTER)
    return near.annotate(c_source=Value(source.code, CharField())).values_list(
        "c_starts", "c_ends", "c_title", "c_place", "c_key", "c_source"
    )


def _when(moment: datetime) -> Any:
    """The last minute of a day is that day."""
    local = in_paris(moment)
    return local.date() if local.time().replace(second=0, microsecond=0) == EVENING else local


def _owed(item: todo.Todo) -> ical.Entry:
    due = item.due or timezone.now()
    return ical.Entry(uid(item.source, item.key), item.title, _when(due), detail=item.detail, url=settings.PUBLIC_URL + item.url)


def uid(source: str, key: Any) -> str:
    """The same for the same thing for ever: a program that reads again moves it, and makes no double."""
    host = settings.PUBLIC_URL.split("//", 1)[-1].split(":")[0].split("/")[0]
    return f"{source}-{key}@{host}"


def feed(actor: Actor) -> str:
    now = timezone.now()
    return ical.calendar(f"Cordée, {actor.organisation}", entries(actor, now), now.astimezone(UTC))
