"""Rows as the base holds them: their fingerprint, and lifting them out and back where two rows cannot cross in place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from psycopg import sql

Model = type[models.Model]
NOTHING = sql.SQL("")


def prints_of(model: Model, ids: Iterable[int]) -> dict[int, str]:
    """A fingerprint of each row that is there. Its zone follows its thread by cascade: it is nobody's change."""
    query = sql.SQL("SELECT t.{key}, md5((to_jsonb(t) - 'zone')::text) FROM {table} t WHERE t.{key} = ANY(%s)")
    return dict(_run(query, model, list(ids)))


def lift(model: Model, ids: Iterable[int]) -> list[dict[str, Any]]:
    """Takes rows out, and answers them whole. References to them are checked at the commit, when they are back."""
    rows = _run(sql.SQL("SELECT to_jsonb(t) FROM {table} t WHERE t.{key} = ANY(%s)"), model, list(ids))
    _run(sql.SQL("DELETE FROM {table} t WHERE t.{key} = ANY(%s)"), model, list(ids))
    return [row if isinstance(row, dict) else json.loads(row) for (row,) in rows]


def put(model: Model, rows: list[dict[str, Any]]) -> None:
    """Puts lifted rows back under their own ids; what the base generates, it generates again."""
    columns = sql.SQL(", ").join([sql.Identifier(str(f.column)) for f in model._meta.concrete_fields if not f.generated])
    query = sql.SQL("INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)")
    _run(query, model, json.dumps(rows), columns)


def _run(query: sql.SQL, model: Model, value: Any, columns: sql.Composable = NOTHING) -> list[Any]:
    key = sql.Identifier(str(model._meta.pk.column))
    text = query.format(table=sql.Identifier(model._meta.db_table), key=key, columns=columns).as_string()
    with connection.cursor() as cursor:
        cursor.execute(text, [value])
        return list(cursor.fetchall()) if text.startswith("SELECT") else []
