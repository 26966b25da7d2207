"""The day it is in Paris by the house's own clock: that of the database, which the story of the demonstration moves."""

from __future__ import annotations

from datetime import date

from django.db import connection


def today() -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cordee_today()")
        day: date = cursor.fetchone()[0]
    return day
