"""Documents: by their title or by what they say, for those who may open them."""

from __future__ import annotations

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.urls import reverse

from cordee.core.access import Actor
from cordee.core.files.kinds import KINDS
from cordee.core.find.marks import passage
from cordee.core.find.sought import Sought
from cordee.core.find.sources import FindSource, Hit, declare
from cordee.core.journal import thread_names
from cordee.core.models import File, HouseQuerySet


def files_seen(actor: Actor) -> HouseQuerySet:
    """Sealed files are found by no one before they are opened; former versions have no words any more (migration 0006)."""
    rows: HouseQuerySet = File.objects.opened_to(actor).filter(sealed=False)
    return rows


def file_keys(actor: Actor, sought: Sought, limit: int) -> list[int]:
    rows = files_seen(actor).filter(text__search=sought.query).annotate(rank=SearchRank(F("text__search"), sought.query))
    return list(rows.order_by("-rank", "-id").values_list("pk", flat=True)[:limit])


def show_files(actor: Actor, keys: list[int], sought: Sought) -> list[Hit]:
    seen = File.objects.for_system("rows whose keys were just read through the door").filter(pk__in=keys)
    rows = seen.order_by("pk").select_related("text", "thread").only("public_id", "label", "name", "kind", "thread__kind", "text__body")
    found = {file.pk: file for file in rows}
    places = names_of(list(found.values()))
    return [
        Hit(
            file.label or file.name,
            reverse("core:file", args=[file.public_id]),
            what=KINDS[file.kind].label.split(" ", 1)[1] if file.kind in KINDS else "",
            why=" · ".join(filter(None, [places.get(file.thread_id, ""), passage(file.text.body, sought.words)])),
        )
        for file in (found[key] for key in keys)
    ]


def names_of(files: list[File]) -> dict[int, str]:
    """Whose dossier each lies in: one query a kind of thread."""
    kinds: dict[str, set[int]] = {}
    for file in files:
        kinds.setdefault(file.thread.kind, set()).add(file.thread_id)
    names: dict[int, str] = {}
    for kind, ids in kinds.items():
        if kind in thread_names:
            names |= {thread: name for thread, (name, _) in thread_names[kind](sorted(ids)).items()}
    return names


SOURCE = declare(
    FindSource(
        "documents",
        "Documents",
        "file-text",
        files_seen,
        file_keys,
        show_files,
        spelled=F("text__spelled"),
        search="text__search",
        order=30,
    )
)
