"""Statements written by hand and run by the thousand: each connection plans them once, and is then given their values alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Cursor
from psycopg._queries import PostgresQuery
from psycopg.types.numeric import Int8Dumper


class Planned(Cursor[Any]):
    """A plan holds one statement: to a cursor that has a name, the history of fields adds none of its own."""

    name = "planned"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adapters.register_dumper(int, Int8Dumper)  # by default, the type of a number follows its size: a plan for each

    def _convert_query(self, *args: Any) -> PostgresQuery:
        self._query = super()._convert_query(*args)  # where Django reads what was asked, to count it and to show it
        return self._query


def fetch_one(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The row that the statement returns, if there is one. It writes to no table that keeps a history of fields."""
    base = connections[DEFAULT_DB_ALIAS]
    base.close_if_health_check_failed()
    base.ensure_connection()
    base.connection.prepare_threshold = 0  # Django leaves plans out, for its own statements bear their values
    with base.wrap_database_errors, base._prepare_cursor(Planned(base.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
