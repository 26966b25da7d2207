"""Texts of queries, written once. The ORM spends more on writing the many small reads of a page than the base on answering them: what it
wrote for a reader is kept in the process, and asked again with the keys of the page's own row.

What is kept is a text, never an answer: rights, days and rows are looked at anew each time. A text is kept under what it is written
for (reader, capacities, day) and with what its writing read (`told`: parameters, dossiers followed…), which is compared before each use. A
writing that asks the base anything else, or names a moment, is not kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone
from psycopg import ClientCursor

from cordee.core.planned import fetch

Answer = TypeVar("Answer")
Written = TypeVar("Written")
MOST = 800  # some 20 kB each, 120 at worst
#: stand for the keys of the page's own row; no row of ours has such a key
HOLES: dict[str, Any] = {"id": -(2**62) - 1, "thread_id": -(2**62) - 2, "public_id": UUID(int=2**62 + 3)}


@dataclass(slots=True)
class _Writing:
    """What a writing read, and whether it asked the base behind our back."""

    read: list[tuple[Callable[[], Any], Any]] = field(default_factory=list)
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A whole query, its values in it; in place of holes, the names of keys."""

    sql: str
    holes: tuple[str, ...]

    def ask(self, row: Model | None = None) -> list[Any]:
        """`row`: whose keys fill the holes."""
        return fetch(self.sql, {name: getattr(row, name) for name in self.holes})


_writing: ContextVar[_Writing | None] = ContextVar("writing", default=None)
_kept: OrderedDict[Hashable, tuple[Any, _Writing]] = OrderedDict()
_lock = Lock()


def told(ask: Callable[[], Answer]) -> Answer:
    """An answer from which a text may be written: asked again before the text is used again. (A query that is not asked yet is text.)"""
    writing = _writing.get()
    if writing is None:
        return ask()
    token = _writing.set(within := _Writing())
    try:
        answer = ask()
    finally:
        _writing.reset(token)
    if isinstance(answer, QuerySet):
        writing.read += within.read
        writing.asked |= within.asked
    else:
        writing.read.append((ask, answer))
    return answer


def kept(key: Hashable, write: Callable[[], Written]) -> Written:
    """What was written under this key, if what it was written from has not moved; else it is written now."""
    key = (key, timezone.localdate())
    found = _kept.get(key)
    if found and all(ask() == answer for ask, answer in found[1].read):
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
        text: Written = found[0]
        return text
    text, writing = _watched(write)
    if not writing.asked:
        with _lock:
            _kept[key] = text, writing
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return text


def _watched(write: Callable[[], Written]) -> tuple[Written, _Writing]:
    writing = _Writing()

    def note(execute: Any, *args: Any) -> Any:
        if (now := _writing.get()) is not None:
            now.asked = True
        return execute(*args)

    token = _writing.set(writing)
    try:
        with connection.execute_wrapper(note):
            return write(), writing
    finally:
        _writing.reset(token)


Query = tuple[str, tuple[Any, ...]]


def written(rows: QuerySet[Any]) -> Query | None:
    """As the ORM writes it. None for a condition that no row can meet."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    writing = _writing.get()
    if writing is not None and any(isinstance(one, datetime) for one in params):
        writing.asked = True
    return sql, tuple(params)


def text(query: Query) -> Text:
    connection.ensure_connection()
    sql, holes = ClientCursor(connection.connection).mogrify(*query).replace("%", "%%"), []
    for name, hole in HOLES.items():
        mark = hole.hex if isinstance(hole, UUID) else str(hole)
        plain = f"'{mark}'::uuid" if isinstance(hole, UUID) else f" {mark}"  # as a key is written when it is a value by itself
        if sql.count(mark) != sql.count(plain) or f"{plain}'" in sql or str(hole) in sql.replace(plain, ""):
            raise ValueError("the key of the page's own row is compared as it is, never within a list or a text")
        if plain in sql:
            holes.append(name)
            sql = sql.replace(plain, f" %({name})s")
    return Text(sql, tuple(holes))


def unnamed(row: Model, *facts: str) -> Any:
    """The row as a text knows it: its keys are holes, and of the rest it bears these facts alone. Any other is not loaded, so that a
    writing which looked at it would fail rather than be kept."""
    values = {name: getattr(row, name) for name in facts} | {name: hole for name, hole in HOLES.items() if hasattr(row, name)}
    names = [one.attname for one in row._meta.concrete_fields if one.attname in values]
    return type(row).from_db(connection.alias, names, [values[name] for name in names])


def forget() -> None:
    """For tests, whose bases change under the texts."""
    _kept.clear()
