"""What the house throws away by itself, every night: never anything that a row still names."""

from __future__ import annotations

from datetime import timedelta

from cordee.core.edits import KEPT_FOR
from cordee.core.models import Draft, File, IdempotencyKey
from cordee.core.models.journal import CordeeNow

KEYS_KEPT_FOR = timedelta(days=2)


def sweep() -> None:
    from cordee.core.files import store

    Draft.objects.for_system("nightly sweep").filter(saved_at__lt=CordeeNow() - KEPT_FOR).delete()
    IdempotencyKey.objects.for_system("nightly sweep").filter(at__lt=CordeeNow() - KEYS_KEPT_FOR).delete()
    known = set(File.objects.for_system("nightly sweep").order_by().values_list("sha256", flat=True))
    store.sweep(known)
