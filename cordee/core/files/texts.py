"""Reading the text of files for the search box: after they are joined, in a job, one process a file."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings
from django.db.models import F

from cordee.core.files.reader import READERS
from cordee.core.files.store import open_stored
from cordee.core.models import File, FileText
from cordee.core.models.journal import CordeeNow

PATIENCE = 40  # seconds of one reading, its start included
ATTEMPTS = 3
AT_ONCE = 50


def unread(limit: int = AT_ONCE) -> list[int]:
    """Files whose text is still to be read: new ones, those sealed until today, those whose worker died."""
    rows = FileText.objects.for_system("reading the text of files").filter(read_at=None, attempts__lt=ATTEMPTS, file__sealed=False)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def read_text(file_id: int) -> bool:
    """Reads the text of one file. The attempt is written first: a file that kills its reader is left alone after a few."""
    mine = FileText.objects.for_system("reading the text of a file").filter(pk=file_id, read_at=None, attempts__lt=ATTEMPTS)
    if not mine.filter(file__sealed=False).update(attempts=F("attempts") + 1):
        return False
    file = File.objects.for_system("reading the text of a file").get(pk=file_id)
    body = _body(file)
    mine = FileText.objects.for_system("reading the text of a file").filter(pk=file_id)
    mine.update(body=body or "", readable=body is not None, read_at=CordeeNow())
    return body is not None


def _body(file: File) -> str | None:
    """None when it has no text that we can read; its title is found all the same."""
    if file.kind not in READERS:
        return None
    try:
        with open_stored(file.sha256) as stored:
            data = stored.read()
        command = [sys.executable, "-m", "cordee.core.files.reader", file.kind]
        read = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, cwd=settings.BASE_DIR, check=True)  # noqa: S603  our own program
    except (FileNotFoundError, subprocess.SubprocessError):
        return None
    return str(read.stdout, "utf-8")
