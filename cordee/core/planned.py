"""Queries whose plan PostgreSQL keeps, for the time of a connection. Planning a large query costs ten times what answering it does;
the ORM's own are small, and are planned each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from psycopg import Cursor
from psycopg.types.numeric import Int8

#: kept by a connection, some 3 MB each at worst; the one that was asked longest ago leaves
PLANS = 24


def planned(sql: str, values: Mapping[str, Any]) -> list[Any]:
    """`%(name)s` stands for a value. A number is always one of a key's width: a plan is of certain types."""
    connection.ensure_connection()
    link = connection.connection
    link.prepare_threshold = link.prepared_max = PLANS  # Django's own cursors keep no plan, whatever this says
    given = {name: Int8(value) if isinstance(value, int) else value for name, value in values.items()}
    with connection._prepare_cursor(_Planned(link)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, given)
        rows: list[Any] = cursor.fetchall()
    return rows


class _Planned(Cursor[Any]):
    name = "planned"  # a cursor that bears a name reads: history puts nothing before what it executes

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)  # what Django shows of the queries of a page
        return self._query

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        return super().execute(query, params, prepare=True, **more)
