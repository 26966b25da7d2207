"""The reference data on a day, by kind; and what later rooms may use to tag a motive or a funding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cordee.actors.network.models import Edition, Entry
from cordee.core.models.bases import TODAY


def on_day(rows: Any, day: date | None = None) -> Any:
    """The editions in force on a day, today by default."""
    when = day or TODAY
    return rows.filter(Q(until__isnull=True) | Q(until__gt=when), since__lte=when)


def in_force(kind: str = "", day: date | None = None) -> QuerySet[Any]:
    rows = on_day(Edition.objects.for_system("reference data is read by everybody signed in"), day).select_related("entry")
    found: QuerySet[Any] = rows.filter(entry__kind=kind) if kind else rows
    return found.order_by("entry__kind", "position", "year", "id")


def taggable(purpose: str, day: date | None = None) -> QuerySet[Any]:
    """The entries that qualify a motive, or a funding, on a day: later rooms point at the entry, whatever its wording becomes."""
    return in_force(day=day).filter(purposes__contains=[purpose])


def entry_page(public_id: Any) -> tuple[Entry, list[Edition]] | None:
    """An entry and its editions, the latest first."""
    entries = Entry.objects.for_system("reference data is read by everybody signed in")
    entry = entries.filter(public_id=public_id).prefetch_related("bodies__organisation").first()
    return (entry, list(entry.editions.order_by("-number"))) if entry else None
