"""What the house throws away by itself, every night: never anything that a row still names."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cordee.core.edits import KEPT_FOR
from cordee.core.files.store import orphans, remove, sweep_unfinished
from cordee.core.models import ConnectorAnswer, Draft, File, IdempotencyKey, Task
from cordee.core.models.journal import CordeeNow

KEYS_KEPT_FOR = timedelta(days=2)
EXPORTS_KEPT_FOR = timedelta(days=7)
UNNAMED_KEPT_FOR = timedelta(days=1)


def sweep() -> int:
    """Old drafts, keys and exports; then the bytes that no row names any more. Answers how many were removed from the store."""
    Draft.objects.for_system("nightly sweep").filter(saved_at__lt=CordeeNow() - KEPT_FOR).delete()
    IdempotencyKey.objects.for_system("nightly sweep").filter(at__lt=CordeeNow() - KEYS_KEPT_FOR).delete()
    Task.objects.for_system("nightly sweep").filter(ended_at__lt=CordeeNow() - EXPORTS_KEPT_FOR).delete()
    ConnectorAnswer.objects.for_system("nightly sweep").filter(expires_at__lt=timezone.now()).delete()
    limit = timezone.now() - UNNAMED_KEPT_FOR
    sweep_unfinished(limit)
    unnamed = list(orphans(named_bytes(), limit))
    for sha256 in unnamed:
        remove(sha256)
    return len(unnamed)


def named_bytes() -> set[str]:
    """Hashes that a file or a finished export still names."""
    files = File.objects.for_system("nightly sweep").order_by().values_list("sha256", flat=True)
    exports = Task.objects.for_system("nightly sweep").filter(result__has_key="sha256").order_by().values_list("result__sha256", flat=True)
    return {*files, *exports}
