"""Opening the thread of a root: organisation, case, project."""

from __future__ import annotations

import uuid

from cordee.core.models import Thread


def open_thread(*, kind: str, zone: str, operation: uuid.UUID | None = None) -> tuple[Thread, bool]:
    """A new thread, or the one that the same operation opened (a second click, even at the same second); and whether it is new."""
    if operation is None:
        thread = Thread(kind=kind, zone=zone)
        thread.save(force_insert=True)
        return thread, True
    return Thread.objects.get_or_create(operation=operation, defaults={"kind": kind, "zone": zone})
