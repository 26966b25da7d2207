"""The documents of several dossiers in one archive: those that its reader opens one by one, and no other."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor, Refusal, Refused, keep_read
from cordee.core.files.store import open_stored
from cordee.core.formats import counted, file_size
from cordee.core.models import Document, File
from cordee.core.registry import Registry

MOST = 100 * 1024 * 1024
NONE = Refusal("nothing", "Aucun document ne vous est ouvert dans ce dossier : il n'est pas dans l'archive.")
LOST = "Fichiers introuvables.txt"


class Paper(NamedTuple):
    """One file of a dossier. `read`: whose reading is kept, under the name `what`."""

    case: int
    name: str
    sha256: str
    size: int
    read: Any = None
    what: str = ""


#: files that a room keeps behind its own door, among those that the reader opens there
papers: Registry[Callable[[Sequence[Case], Actor], Iterable[Paper]]] = Registry("fichiers d'un dossier")


def joined(cases: Sequence[Case], actor: Actor) -> Iterable[Paper]:
    """What was joined to their threads or produced there, in its latest version."""
    newer = Document.objects.for_system("which version is the latest?").filter(
        type=OuterRef("documents__type"), subject_id=OuterRef("documents__subject_id"), version__gt=OuterRef("documents__version")
    )
    of = {case.thread_id: case.pk for case in cases}
    rows = File.objects.opened_to(actor).filter(~Exists(newer), thread__in=list(of), purpose="", replaced_by=None)
    for file in rows.order_by("id"):
        yield Paper(of[file.thread_id], file.name, file.sha256, file.size, file if file.sealed else None, "file")


def gathered(cases: Sequence[Any], actor: Actor) -> dict[int, list[Paper]]:
    """Key of a dossier → its files."""
    found: dict[int, list[Paper]] = {case.pk: [] for case in cases}
    for source in (joined, *papers):
        for paper in source(cases, actor):
            found[paper.case].append(paper)
    return found


def foreseen(cases: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    return {pk: _said(files) for pk, files in gathered(cases, actor).items()}


def _said(files: list[Paper]) -> str | Refusal:
    return f"{counted(len(files), 'document')}, {file_size(sum(one.size for one in files))}" if files else NONE


def check(case: Case, *, actor: Actor) -> None:
    if not gathered([case], actor)[case.pk]:
        raise Refused(NONE)


def archive(cases: list[Any], actor: Actor) -> tuple[str, str, bytes]:
    """One folder a dossier. Each reading that its room keeps is kept here too."""
    found = gathered(cases, actor)
    weight = sum(one.size for files in found.values() for one in files)
    if weight > MOST:
        sentence = f"Ces documents pèsent {file_size(weight)}, et une archive {file_size(MOST)} au plus : choisissez moins de dossiers."
        raise Refused(Refusal("heavy", sentence))
    buffer, lost = io.BytesIO(), list[str]()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for case in cases:
            for name, paper in _placed(case, found[case.pk]):
                try:
                    with open_stored(paper.sha256) as stored:
                        written.writestr(name, stored.read())
                except FileNotFoundError:
                    lost.append(name)
                    continue
                if paper.read is not None:
                    keep_read(actor, paper.read, paper.what)
        if lost:
            written.writestr(LOST, "\n".join(lost))
    return "documents-des-dossiers.zip", "application/zip", buffer.getvalue()


def _placed(case: Case, files: list[Paper]) -> Iterable[tuple[str, Paper]]:
    """« 2027-0042 Consolider l'atelier/Statuts.pdf »; two of one name are numbered."""
    folder = _plain(f"{case.number} {case.title}", 80)
    taken: set[str] = set()
    for paper in files:
        stem, dot, ending = _plain(paper.name, 150).rpartition(".")
        name = place = f"{stem}{dot}{ending}"
        rank = 2
        while name.lower() in taken:
            name, rank = (f"{stem} ({rank}){dot}{ending}" if stem else f"{place} ({rank})"), rank + 1
        taken.add(name.lower())
        yield f"{folder}/{name}", paper


def _plain(text: str, most: int) -> str:
    """A name that every system writes. Its ending is kept."""
    text = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", text).strip(" .")
    return text if len(text) <= most else f"{text[: most - 12].strip()}…{text[-10:]}"
