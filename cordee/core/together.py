"""Several small reads in one query: a page with a dozen kinds of children, few of each, spends more on asking than on answering."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields.ranges import RangeField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Field, JSONField, Model, QuerySet
from django.db.models.functions import JSONArray

Columns = list["Field[Any, Any]"]


def read_together(**reads: QuerySet[Any]) -> dict[str, list[Any]]:
    """Each read's rows, under its name: in its order, with its annotations and what it selects along by `select_related(name)`.

    Not for long reads (everything is held), nor for what must be locked. Generated columns are left in the database.
    """
    selects, params = dict[str, str](), list[Any]()
    for name, rows in reads.items():
        if not rows.ordered:
            raise ValueError(f"{name}: rows that are read together are given an order")
        try:
            sql, given = _packed(rows).query.sql_with_params()
        except EmptyResultSet:  # a condition that no row can meet
            continue
        selects[name] = f"ARRAY({sql})"
        params += given
    answers: tuple[list[str], ...] = ()
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(selects.values())}", params)
            answers = cursor.fetchone() or ()
    found = dict(zip(selects, answers, strict=True))
    return {name: [_unpacked(rows, json.loads(row, parse_float=Decimal)) for row in found.get(name, ())] for name, rows in reads.items()}


def _columns(model: type[Model]) -> Columns:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _along(rows: QuerySet[Any]) -> dict[str, type[Model]]:
    """The relations that the read selects along, and their models."""
    named = rows.query.select_related
    if not isinstance(named, dict):
        return {}
    if any(named.values()):
        raise ValueError("one relation deep: what is further is a read of its own")
    return {name: rows.model._meta.get_field(name).related_model for name in named}


def _packed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """One JSON array a row: its columns, one array for each relation, its annotations."""
    own = [F(field.attname) for field in _columns(rows.model)]
    along = [array(*(F(f"{name}__{f.attname}") for f in _columns(model))) for name, model in _along(rows).items()]
    return rows.select_related(None).values_list(array(*own, *along, *map(F, rows.query.annotations)))


def array(*parts: Any) -> JSONArray:
    return JSONArray(*parts, output_field=JSONField())


def _unpacked(rows: QuerySet[Any], values: list[Any]) -> Any:
    columns, along, annotations = _columns(rows.model), _along(rows), rows.query.annotations
    own, rest = values[: len(columns)], iter(values[len(columns) :])
    row = _instance(rows.model, own)
    for name, model in along.items():
        setattr(row, name, _instance(model, next(rest)))
    for name, annotation in annotations.items():
        setattr(row, name, _restored(annotation.output_field, next(rest)))
    return row


def _instance(model: type[Model], values: list[Any]) -> Model | None:
    """None for a relation that leads nowhere."""
    columns = _columns(model)
    restored = {field.attname: _restored(field, value) for field, value in zip(columns, values, strict=True)}
    if restored[model._meta.pk.attname] is None:
        return None
    return model.from_db(connection.alias, list(restored), list(restored.values()))


def _restored(field: Field[Any, Any], value: Any) -> Any:
    """What JSON made a text of: days, instants, keys, amounts, periods."""
    if value is None:
        return None
    if isinstance(field, RangeField):
        ends = (date.fromisoformat(end) if end else None for end in value[1:-1].split(","))
        return DateRange(*ends)
    return field.to_python(value)
