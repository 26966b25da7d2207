"""Workbooks and CSV files of a campaign. Whatever people typed stays a text: a spreadsheet never runs it."""

from __future__ import annotations

import csv
import re
import tempfile
import uuid
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files import File as DjangoFile
from django.http import Http404
from django.utils import timezone

from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.files.store import store
from cordee.core.lists.export import FORMATS as TYPES
from cordee.core.lists.export import STREAMED, harmless
from cordee.core.models import Task
from cordee.core.tasks import Progress
from cordee.tools.surveys.reading import queries
from cordee.tools.surveys.reading.queries import Reading
from cordee.tools.surveys.reading.sheets import Sheets, of_answers, of_synthesis

SYNTHESIS, ANSWERS, LONG = "synthese", "reponses", "surveys.export"
MADE = {SYNTHESIS: of_synthesis, ANSWERS: of_answers}
OFFERED = {(what, format_) for what in MADE for format_ in TYPES}
LONGEST = 32_767  # characters that a cell of a workbook holds
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def file_name(what: str, format_: str) -> str:
    return f"{what}-{timezone.localdate():%Y-%m-%d}.{format_}"


def is_long(reading: Reading, what: str) -> bool:
    return what == ANSWERS and reading.synthesis["answers"] > STREAMED


def write(reading: Reading, what: str, format_: str, progress: Progress = lambda done: None) -> Path:
    """The caller has asked who may read, and removes the file."""
    sheets = MADE[what](reading)
    return _workbook(sheets, progress) if format_ == "xlsx" else _csv(sheets, progress)


def make_long(task: Task, actor: Actor, progress: Progress) -> dict[str, Any]:
    """As whoever asked for it, who may have lost the right meanwhile."""
    what, format_ = task.request["what"], task.request["format"]
    campaign = queries.campaign_for(actor, uuid.UUID(task.request["campaign"]))
    if campaign is None or not (reading := queries.reading(actor, campaign)).words_too:
        raise Http404
    Task.objects.for_system("the worker").filter(pk=task.pk).update(total=reading.synthesis["answers"])
    path = write(reading, what, format_, progress)
    try:
        with path.open("rb") as handle:
            stored = store(DjangoFile(handle, name=path.name))
    finally:
        path.unlink()
    return {"sha256": stored.sha256, "name": file_name(what, format_), "type": TYPES[format_]}


# -- writing ----------------------------------------------------------------------------------------------------------------
def _workbook(sheets: Sheets, progress: Progress) -> Path:
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as handle:
        path = Path(handle.name)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    pages, lines = [], [0] * len(sheets.heads)
    for place, (title, head) in enumerate(sheets.heads):
        page = book.add_worksheet(_tab(title, place))
        page.freeze_panes(1, 0)
        for column, label in enumerate(head):
            page.write_string(0, column, str(label)[:LONGEST], bold)
        pages.append(page)
    for done, (place, row) in enumerate(sheets.rows(), 1):
        lines[place] += 1
        for column, value in enumerate(row):
            _write(pages[place], lines[place], column, value, day)
        if done % 500 == 0:
            progress(lines[0])
    book.close()
    return path


def _tab(title: str, place: int) -> str:
    """What a tab may be called: no two alike, 31 characters, without the signs that workbooks keep for themselves."""
    words = _UNFIT.sub(" ", title).strip(" '") or "Feuille"
    return f"{place} {words}"[:31].rstrip(" '") if place else words[:31]


def _write(page: Any, line: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(line, column, value, day)
    elif isinstance(value, int | float | Decimal):
        page.write_number(line, column, value)
    elif value not in (None, ""):
        page.write_string(line, column, str(value)[:LONGEST])


def _csv(sheets: Sheets, progress: Progress) -> Path:
    """As a French spreadsheet opens it. Repeated blocks are in the workbook alone: they have other columns."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8", newline="") as handle:
        handle.write("\ufeff")
        writer = csv.writer(handle, delimiter=";")
        writer.writerow([harmless(str(label)) for label in sheets.heads[0][1]])
        for done, (place, row) in enumerate(sheets.rows(), 1):
            if sheets.alike or place == 0:
                writer.writerow([_cell(value) for value in row])
            if done % 500 == 0:
                progress(done)
    return Path(handle.name)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return formats.date_short(value)
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return harmless(str(value))
