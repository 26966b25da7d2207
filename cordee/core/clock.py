"""The day and the moment by the house's own clock: that of the database, which the story of the demonstration moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.db import connection

from cordee.core.once import once


def today() -> date:
    """The day it is in Paris."""
    return once("today", lambda: cast("date", _asked("SELECT cordee_today()")))


def now() -> datetime:
    moment: datetime = _asked("SELECT cordee_now()")
    return moment


def _asked(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
