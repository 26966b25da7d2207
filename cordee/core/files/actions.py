"""Joining a file to a thread: its content is judged, its bytes are kept, the row and its event are one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files import File as Upload
from django.db import transaction

from cordee.core.access import Actor, Refusal, Refused, capacities_in
from cordee.core.files import policies
from cordee.core.files.kinds import RefusedFile
from cordee.core.files.store import Stored, store
from cordee.core.journal import history, record
from cordee.core.models import File, Thread

JOINED = "core.file.joined"


def join_file(
    *,
    actor: Actor,
    thread: Thread,
    upload: Upload[Any],
    label: str,
    audience: Iterable[str],
    replaces: File | None = None,
    purpose: str = "",
    private: bool = False,
) -> File:
    """Raises `Refused` in French when the actor may not, or when the content is not what the name promises.

    Whoever joins a file reads it, and so does the DLA: `audience` says who else. A new version is a new row; the former stays.
    A `private` one is read through the door of the room that joined it, and by no other: neither its thread nor the search gives it.
    """
    from cordee.core.jobs import read_file

    refusal = policies.may_replace(actor, replaces) if replaces else policies.may_join(actor, thread)
    if refusal:
        raise Refused(refusal)
    purpose = purpose or (replaces.purpose if replaces else "")
    stored = _stored(upload, purpose)  # before the row is committed: a row always finds its bytes
    readers = [] if private else sorted({"operator", *capacities_in(actor, thread), *audience})
    with transaction.atomic(), history(actor, act=JOINED):
        if replaces:
            _lock(replaces)
        content = {"sha256": stored.sha256, "size": stored.size, "kind": stored.kind.code, "name": stored.name, "label": label[:120]}
        file = File(thread=thread, zone=thread.zone, audience=readers, purpose=purpose, sealed=private, replaces=replaces, **content)
        file.added_by, file.added_by_label = actor.user_id, actor.label
        file.save()
        read_file.defer(file_id=file.pk)
        record(file, JOINED, actor=actor, audience=readers, data={"label": label or stored.name, "again": replaces is not None})
    return file


def _stored(upload: Upload[Any], purpose: str) -> Stored:
    from cordee.core.logos import judge

    if purpose == File.Purpose.LOGO:
        judge(upload)
    try:
        return store(upload)
    except RefusedFile as refused:
        raise Refused(Refusal(refused.code, refused.sentence)) from refused


def _lock(replaced: File) -> None:
    """Two people who replace the same version at once: the second is told, and replaces the newer one."""
    rows = File.objects.for_system("one version follows another").select_for_update(no_key=True)
    rows.get(pk=replaced.pk)
    if File.objects.for_system("one version follows another").filter(replaces=replaced).exists():
        raise Refused(Refusal("replaced", "Une version plus récente vient d'être jointe : relisez-la, puis remplacez-la si besoin."))
