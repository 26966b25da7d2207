"""Several small reads in one query: a page with a dozen kinds of children, few of each, spends more on asking than on answering."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import chain
from typing import Any

from django.contrib.postgres.fields.ranges import RangeField
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Field, JSONField, Model, QuerySet
from django.db.models.functions import JSONArray

from cordee.core.kept import Query, kept, text, unnamed, written

Reads = dict[str, QuerySet[Any]]
Rows = dict[str, list[Any]]
Columns = list["Field[Any, Any]"]
Restore = Callable[[list[Any]], Any]


def read_together(**reads: QuerySet[Any]) -> Rows:
    """Each read's rows, under its name: in its order, with its annotations and what it selects along by `select_related`.

    Not for long reads (everything is held), nor for what must be locked. Generated columns are left in the database.
    """
    return Together(reads).rows()


def read_of(row: Model, key: Hashable, write: Callable[[Any], Reads], *facts: str) -> Rows:
    """What a page of this row reads, written once for all rows: `write` receives a row that bears its keys and these facts alone."""
    known = tuple(getattr(row, name) for name in facts)
    together = kept((row._meta.label_lower, key, known), lambda: Together(write(unnamed(row, *facts))))
    return together.rows(row)


class Together:
    """Reads as one text, and how each row is made again from the answer."""

    def __init__(self, reads: Reads) -> None:
        self.restore: dict[str, Restore] = {name: _restorer(rows) for name, rows in reads.items()}
        packed = {name: _packed(name, rows) for name, rows in reads.items()}
        queries = {name: query for name, query in packed.items() if query}
        self.names = tuple(queries)
        selects = ", ".join(f"ARRAY({sql})" for sql, _ in queries.values())
        params = tuple(chain.from_iterable(given for _, given in queries.values()))
        self.text = text((f"SELECT {selects}", params)) if queries else None

    def rows(self, row: Model | None = None) -> Rows:
        """`row`: whose keys fill the holes of the text."""
        answers = self.text.ask(row)[0] if self.text else ()
        found = dict(zip(self.names, answers, strict=True))
        return {name: [make(json.loads(one, parse_float=Decimal)) for one in found.get(name, ())] for name, make in self.restore.items()}


def _columns(model: type[Model]) -> Columns:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _along(rows: QuerySet[Any]) -> dict[str, type[Model]]:
    """The relations that the read selects along, as paths (`user`, then `user__person`), and their models."""
    named = rows.query.select_related
    return dict(_paths(rows.model, named)) if isinstance(named, dict) else {}


def _paths(model: type[Model], named: dict[str, Any], before: str = "") -> Iterator[tuple[str, type[Model]]]:
    for name, further in named.items():
        along: Any = model._meta.get_field(name).related_model
        yield before + name, along
        yield from _paths(along, further, f"{before}{name}__")


def _packed(name: str, rows: QuerySet[Any]) -> Query | None:
    """One JSON array a row: its columns, one array for each relation, its annotations."""
    if not rows.ordered:
        raise ValueError(f"{name}: rows that are read together are given an order")
    own = [F(field.attname) for field in _columns(rows.model)]
    along = [array(*(F(f"{name}__{f.attname}") for f in _columns(model))) for name, model in _along(rows).items()]
    return written(rows.select_related(None).values_list(array(*own, *along, *map(F, rows.query.annotations))))


def array(*parts: Any) -> JSONArray:
    return JSONArray(*parts, output_field=JSONField())


def _restorer(rows: QuerySet[Any]) -> Restore:
    own, annotations = _maker(rows.model), {name: one.output_field for name, one in rows.query.annotations.items()}
    along = {name: _maker(model) for name, model in _along(rows).items()}
    width = len(_columns(rows.model))

    def restore(values: list[Any]) -> Any:
        row, rest = own(values[:width]), iter(values[width:])
        for path, make in along.items():
            *holders, name = path.split("__")
            holder, one = reduce(getattr, holders, row), make(next(rest))
            if holder is not None:
                setattr(holder, name, one)
        for name, field in annotations.items():
            setattr(row, name, _restored(field, next(rest)))
        return row

    return restore


def _maker(model: type[Model]) -> Restore:
    """None for a relation that leads nowhere."""
    columns = _columns(model)
    names = [field.attname for field in columns]
    key = names.index(model._meta.pk.attname)

    def make(values: list[Any]) -> Model | None:
        if values[key] is None:
            return None
        return model.from_db(connection.alias, names, [_restored(field, value) for field, value in zip(columns, values, strict=True)])

    return make


def _restored(field: Field[Any, Any], value: Any) -> Any:
    """What JSON made a text of: days, instants, keys, amounts, periods."""
    if value is None:
        return None
    if isinstance(field, RangeField):
        if value == "empty":
            return DateRange(empty=True)
        ends = (date.fromisoformat(end) if end else None for end in value[1:-1].split(","))
        return DateRange(*ends)
    return field.to_python(value)
