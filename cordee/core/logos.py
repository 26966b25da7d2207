"""The logo of whoever sends: an image on its thread, each version dated, the latest in use. A document freezes which one it bears.

Core knows threads; the directory says whose logo stands above what an organisation sends (its own, else that of its host).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast

from django.core.files import File as Upload

from cordee.core.access import EVERYONE, Actor, Refusal, Refused
from cordee.core.documents.blocks import Logo
from cordee.core.files.actions import join_file
from cordee.core.files.kinds import RefusedFile, recognise
from cordee.core.files.store import open_stored
from cordee.core.models import File, Thread

LABEL = "Logo"
RASTER = frozenset({"png", "jpeg", "webp"})
NOT_AN_IMAGE = Refusal("kind", "Un logo est une image PNG, JPEG ou WebP. Exportez-le sous l'un de ces formats, puis joignez-le de nouveau.")
HELP = "PNG, JPEG ou WebP, 800 pixels de large au moins pour l'impression."


class _Bearers:
    threads: Callable[[int], Sequence[tuple[int, str]]]


def register_bearers(threads: Callable[[int], Sequence[tuple[int, str]]]) -> None:
    """The directory answers an organisation by (thread, name) of those whose logo it may use, nearest first."""
    _Bearers.threads = staticmethod(threads)


def rows() -> Any:
    return File.objects.for_system("a logo is shown to all").filter(purpose=File.Purpose.LOGO)


def in_use(thread_id: int) -> Any:
    return rows().filter(thread_id=thread_id, replaced_by=None).order_by("-id")


def current(thread_id: int) -> File | None:
    found: File | None = in_use(thread_id).first()
    return found


def join_logo(*, actor: Actor, thread: Thread, upload: Upload[Any]) -> File:
    """The caller has asked who may. A new logo replaces the former, which stays readable and on the documents of its time."""
    return join_file(
        actor=actor, thread=thread, upload=upload, label=LABEL, audience=EVERYONE,
        replaces=current(thread.pk), purpose=File.Purpose.LOGO,
    )  # fmt: skip


def judge(upload: Upload[Any]) -> None:
    """A picture that every document can bear."""
    try:
        kind = recognise(cast("BinaryIO", upload.open()), upload.name or "")
    except RefusedFile as refused:
        raise Refused(Refusal(refused.code, refused.sentence)) from refused
    if kind.code not in RASTER:
        raise Refused(NOT_AN_IMAGE)


def frozen(organisation_id: int | None) -> dict[str, str] | None:
    """What a document keeps of its sender's logo: the hash of its bytes, which never change."""
    for thread_id, name in _Bearers.threads(organisation_id) if organisation_id else ():
        if file := current(thread_id):
            return {"name": name, "sha256": file.sha256}
    return None


def drawn(kept: dict[str, str] | None) -> Logo | None:
    """The logo that a document froze; its name alone, should the bytes be missing."""
    if not kept:
        return None
    try:
        with open_stored(kept["sha256"]) as stored:
            return Logo(kept["name"], stored.read(), f"Logo : {kept['name']}")
    except FileNotFoundError:
        return Logo(kept["name"])
