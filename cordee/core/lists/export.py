"""Exports: exactly what the list shows, filters and rights included, streamed through a server-side cursor."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone

from cordee.core.access import Actor
from cordee.core.lists.declare import List
from cordee.core.lists.run import Asked, fields_of, filtered, ordered

STREAMED = 5000  # above, a job makes the file and the page shows its progress
FORMATS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Progress = Callable[[int], None]


def file_name(a_list: List, format_: str) -> str:
    return f"{a_list.code.rsplit('.', 1)[-1]}-{timezone.localdate():%Y-%m-%d}.{format_}"


def lines(a_list: List, asked: Asked, actor: Actor) -> Iterator[list[Any]]:
    """The header, then one line a row, as plain values."""
    yield [column.label for column in a_list.columns if column.exported]
    rows = a_list.annotated(ordered(filtered(a_list, asked, actor), asked)).values_list(*fields_of(a_list, asked.sort))
    for row in rows.iterator(chunk_size=2000):
        yield line(a_list, row)


def line(a_list: List, row: tuple[Any, ...]) -> list[Any]:
    values, start = [], 3
    for column in a_list.columns:
        end = start + len(column.fields)
        if column.exported:
            values.append(column.value(*row[start:end]))
        start = end
    return values


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_stream(a_list: List, asked: Asked, actor: Actor) -> Iterator[str]:
    """As a French spreadsheet opens it: UTF-8 with its mark, semicolons, decimal commas."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for values in lines(a_list, asked, actor):
        yield writer.writerow([_csv_value(v) for v in values])


def _csv_value(value: Any) -> str:
    text = as_text(value)
    return text if isinstance(value, int | Decimal | float) else harmless(text)


def as_text(value: Any) -> str:
    """A value as one reads it, and copies it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    return str(value)


def harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula stays a text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_xlsx(a_list: List, asked: Asked, actor: Actor, progress: Progress = lambda done: None) -> Path:
    """A workbook in constant memory; the caller removes the file."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as handle:
        path = Path(handle.name)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(a_list.title[:31])
    sheet.freeze_panes(1, 0)
    for number, values in enumerate(lines(a_list, asked, actor)):
        for index, value in enumerate(values):
            _write(sheet, number, index, value, bold if number == 0 else None, day)
        if number % 500 == 0:
            progress(number)
    book.close()
    return path


def _write(sheet: Any, row: int, column: int, value: Any, head: Any, day: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), day)
    elif hasattr(value, "strftime"):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "oui" if value else "non")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value), head)


def write_csv(a_list: List, asked: Asked, actor: Actor, progress: Progress = lambda done: None) -> Path:
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8", newline="") as handle:
        for number, text in enumerate(csv_stream(a_list, asked, actor)):
            handle.write(text)
            if number % 500 == 0:
                progress(number)
    return Path(handle.name)
