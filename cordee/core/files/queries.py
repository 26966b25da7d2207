"""The files of a thread as its page shows them: the latest version of each, those before it behind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from cordee.core.access import Actor
from cordee.core.files import policies
from cordee.core.models import File, Thread
from cordee.core.together import Reads, read_of

SHOWN = 200


def files_of(thread: Thread, actor: Actor, capacities: frozenset[str]) -> list[SimpleNamespace]:
    """Joined files that these capacities open, latest first (one query). What the house produced is shown as documents."""

    def read(one: Any) -> Reads:
        rows = File.objects.for_system("the page of the thread was fetched through visible_to; audience is applied here").filter(
            thread=one, audience__overlap=sorted(capacities) or [""], documents__isnull=True, purpose=""
        )
        return {"files": rows.order_by("-id")[:SHOWN]}

    found = {file.pk: file for file in read_of(thread, ("files", capacities), read)["files"]}
    replaced = {file.replaces_id for file in found.values()}
    return [_shown(file, found, thread, actor) for file in found.values() if file.pk not in replaced]


def _shown(file: File, found: dict[int, File], thread: Thread, actor: Actor) -> SimpleNamespace:
    earlier = _earlier(file, found)
    line = _line(file, len(earlier) + 1)
    line.earlier = [_line(former, len(earlier) - place) for place, former in enumerate(earlier)]
    mine = file.added_by is not None and file.added_by == actor.user_id
    may = policies.may_join(actor, thread) is None and (mine or (actor.covers(thread.zone) and actor.capacity == "operator"))
    line.replace_url = reverse("core:file_replace", args=[file.public_id]) if may else ""
    return line


def _earlier(file: File, found: dict[int, File]) -> list[File]:
    versions: list[File] = []
    former: Any = found.get(file.replaces_id or 0)
    while former:
        versions.append(former)
        former = found.get(former.replaces_id or 0)
    return versions


def _line(file: File, version: int) -> SimpleNamespace:
    return SimpleNamespace(
        name=file.label or file.name,
        url=reverse("core:file", args=[file.public_id]),
        size=file.size,
        kind=file.kind.upper(),
        at=file.added_at,
        by=file.added_by_label,
        version=version if version > 1 else None,
        sealed=file.sealed,
    )
