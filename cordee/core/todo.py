"""« À faire »: derived by query from states and deadlines, never stored, so it cannot drift.

Each room registers sources: a queryset of the same six columns. The engine makes one UNION ALL of them, by due date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, Func, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cordee.core.access import Actor
from cordee.core.formats import days_left
from cordee.core.kept import Text, kept, text, written
from cordee.core.once import asked_once
from cordee.core.registry import Registry

COLUMNS = ("due", "since", "title", "detail", "key", "source")
SHOWN = 50
SOON = 7  # days, the seventh included whatever the hour


@dataclass(frozen=True, slots=True)
class TodoSource:
    """Things of one kind that are owed. `rows(actor)` is a queryset with `due`, `since`, `title`, `detail` and `key` set.

    One line = one object, one date, one verb: `title` is the text of the link, and begins with `verb`. Of what is owed by someone
    else, `detail` says who; the page adds since when.
    """

    code: str
    verb: str  # « Répondre »
    path: str  # where one thing is, `{key}` standing for its public id
    rows: Callable[[Actor], QuerySet[Any]]
    profiles: frozenset[str] = field(default_factory=frozenset)
    awaited: bool = False  # owed by someone else: shown apart; never shown as late to those who wait

    def shown_to(self, actor: Actor) -> bool:
        return not self.profiles or actor.profile in self.profiles


@dataclass(frozen=True, slots=True)
class Todo:
    due: datetime | None
    since: datetime
    title: str
    detail: str
    url: str
    verb: str
    awaited: bool
    source: str = ""
    key: object = None


#: for what has no deadline
NO_DATE = Value(None, output_field=DateTimeField(null=True))


def words(*parts: Any) -> Any:
    """A text of a line: plain words, and columns of any kind of text."""
    texts = [Value(part, TextField()) if isinstance(part, str) else Cast(part, TextField()) for part in parts]
    return Concat(*texts) if len(texts) > 1 else texts[0]


EVE = "((%(expressions)s)::timestamp AT TIME ZONE 'Europe/Paris' - interval '1 minute')"


class Moment(Cast):
    """An instant; of a day, the first in Paris: what began today has begun, even at half past midnight."""

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        if isinstance(self.get_source_expressions()[0].output_field, DateTimeField):
            return super().as_postgresql(compiler, connection, **more)
        return self.as_sql(compiler, connection, template="((%(expressions)s)::timestamp AT TIME ZONE 'Europe/Paris')", **more)


def last_moment(period: str) -> Func:
    """The evening, in Paris, of the last day of a period: what ends « le 12 » is due on the 12th, not on the 13th."""
    return Func(F(f"{period}__endswith"), template=EVE, output_field=DateTimeField())


def evening(day: str) -> Func:
    """The end, in Paris, of a day by which something is owed, that day included."""
    return Func(F(day), template=EVE.replace(")::", " + 1)::", 1), output_field=DateTimeField())


sources: Registry[TodoSource] = Registry("source de « À faire »")


def declare(source: TodoSource) -> TodoSource:
    return sources.add(source.code, source)


def line(rows: Any, *, due: Any, since: Any, title: Any, detail: Any, key: Any) -> Any:
    """The columns of a source, under names that no model bears (a membership, an invitation have a `title` of their own)."""
    return rows.annotate(
        c_due=Cast(due, DateTimeField()),
        c_since=Moment(since, DateTimeField()),
        c_title=Cast(title, TextField()),
        c_detail=Cast(detail, TextField()),
        c_key=Cast(key, UUIDField()),
    )


def _six(source: TodoSource, actor: Actor) -> QuerySet[Any]:
    """The six columns, in one type each, so that the union is exact. A source may also name them plainly, where its model allows it."""
    rows: Any = source.rows(actor).order_by()
    if "c_due" not in rows.query.annotations:
        rows = line(rows, due=F("due"), since=F("since"), title=F("title"), detail=F("detail"), key=F("key"))
    six: QuerySet[Any] = rows.annotate(c_source=Value(source.code, output_field=CharField())).values_list(
        "c_due", "c_since", "c_title", "c_detail", "c_key", "c_source"
    )
    return six


def todos(actor: Actor) -> list[Todo]:
    """What is owed, soonest first; what has no date comes last. One query, whatever the number of rooms, and what they all start from."""
    shown = tuple(source.code for source in sources if source.shown_to(actor))
    if not shown:
        return []
    with asked_once():
        union = kept(("todos", actor, shown), lambda: _union(actor, shown))
    found = []
    for due, since, title, detail, key, code in union.ask() if union else ():
        source = sources[code]
        found.append(Todo(due, since, title, detail, source.path.format(key=key), source.verb, source.awaited, code, key))
    return found


def _union(actor: Actor, codes: tuple[str, ...]) -> Text | None:
    first, *others = (_six(sources[code], actor) for code in codes)
    union = first.union(*others, all=True) if others else first
    query = written(union.order_by(F("c_due").asc(nulls_last=True), "c_since", "c_title")[:SHOWN])
    return text(query) if query else None


def sorted_out(items: list[Todo]) -> dict[str, list[Todo]]:
    """As the home shows them: late, within seven days, later, and what awaits someone else."""
    now = timezone.now()
    mine = [t for t in items if not t.awaited]
    return {
        "late": [t for t in mine if t.due and t.due < now],
        "soon": [t for t in mine if t.due and now <= t.due and days_left(t.due, now) <= SOON],
        "later": [t for t in mine if not t.due or days_left(t.due, now) > SOON],
        "awaited": [t for t in items if t.awaited],
    }


def count_of(actor: Actor) -> tuple[int, str] | None:
    """The figure beside « À faire »."""
    mine = [t for t in todos(actor) if not t.awaited]
    return (len(mine), f"{len(mine)} chose{'s' if len(mine) > 1 else ''} à faire") if mine else None
