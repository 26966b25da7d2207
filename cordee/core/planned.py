"""Statements that each connection plans once, and is then given their values alone: those written by hand and run by the thousand, and
large ones, whose planning costs ten times what answering them does. The ORM's own are small, and are planned each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Cursor
from psycopg._queries import PostgresQuery
from psycopg.types.numeric import Int8Dumper

#: plans kept by a connection, some 1 MB each, 9 at worst; the one that was asked longest ago leaves
PLANS = 60
#: asked so many times without a plan: who comes once leaves none behind
ONCE = 1


class Planned(Cursor[Any]):
    """A plan holds one statement: to a cursor that has a name, the history of fields adds none of its own."""

    name = "planned"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adapters.register_dumper(int, Int8Dumper)  # by default, the type of a number follows its size: a plan for each

    def _convert_query(self, *args: Any) -> PostgresQuery:
        self._query = super()._convert_query(*args)  # where Django reads what was asked, to count it and to show it
        return self._query


def fetch(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that the statement returns; `%(name)s` stands for a value. It writes to no table that keeps a history of fields."""
    base = connections[DEFAULT_DB_ALIAS]
    base.close_if_health_check_failed()
    base.ensure_connection()
    link = base.connection
    link.prepare_threshold, link.prepared_max = ONCE, PLANS  # Django leaves plans out, for its own statements bear their values
    with base.wrap_database_errors, base._prepare_cursor(Planned(link)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def fetch_one(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    return next(iter(fetch(statement, values)), None)
