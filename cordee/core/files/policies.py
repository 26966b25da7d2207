"""Who may open, join and replace a file. Confidential by default: a file that names no audience is read by no one."""

from __future__ import annotations

from collections.abc import Iterable

from cordee.core.access import EVERYONE, READERS, Actor, Refusal, capacities_in
from cordee.core.models import File, Thread


def may_open(actor: Actor, file: File) -> bool:
    return actor.is_system or bool(set(file.audience) & set(capacities_in(actor, file.thread)))


def may_join(actor: Actor, thread: Thread, *, capacities: Iterable[str] = EVERYONE) -> Refusal | None:
    """Whoever takes part in the thread in one of these capacities."""
    if actor.is_system:
        return None
    if thread.archived_at:
        return Refusal("archived", "Ce dossier est archivé : ses documents ne changent plus.")
    if actor.profile in READERS or not set(capacities_in(actor, thread)) & set(capacities):
        return Refusal("hidden", "Seules les personnes qui prennent part au dossier y joignent un document.")
    return None


def may_replace(actor: Actor, file: File) -> Refusal | None:
    """The DLA, or whoever joined it. The former version stays."""
    if hasattr(file, "replaced_by"):
        return Refusal("replaced", "Une version plus récente existe déjà : c'est elle qui se remplace.")
    if actor.is_system or (file.added_by is not None and file.added_by == actor.user_id):
        return may_join(actor, file.thread)
    return may_join(actor, file.thread, capacities=["operator"])
