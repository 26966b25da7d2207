"""What imports hang on the house: their task, their list, their lines of the journal, what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, IntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse

from cordee.core import todo
from cordee.core.access import Actor
from cordee.core.imports import actions
from cordee.core.imports.declare import Progress, imports
from cordee.core.imports.lifecycle import IMPORT
from cordee.core.journal import renders, thread_names
from cordee.core.lists import Choice, Column, List, Sort, date_cell, link_cell, tag_cell
from cordee.core.lists.declare import Rows
from cordee.core.models import Event, ImportRun, Task
from cordee.core.shell import MenuEntry, menu
from cordee.core.tasks import workers

STATES = ImportRun.State
TONES = {"received": "info", "tried": "info", "partial": "warn", "done": "ok", "dropped": "plain"}


def do_import(task: Task, actor: Actor, progress: Progress) -> dict[str, Any]:
    run = ImportRun.objects.for_system("asked by its team").select_related("file", "thread").get(pk=task.request["run"])
    run = actions.work(actor=actor, run=run, write=task.request["write"], progress=progress)
    return {"url": run.get_absolute_url()}


workers.add("import", do_import)


def count_of(name: str) -> Any:
    return Cast(KT(f"counts__{name}"), IntegerField())


class ImportList(List):
    code = "core.imports"
    model = ImportRun
    title = "Imports"
    one, many = "import", "imports"
    search_label = ""
    empty = "Les fichiers que vous importerez viendront ici, chacun avec son compte rendu."
    columns = (
        Column("name", "Fichier", ("name", "public_id"), cell=link_cell("/imports/suivi/")),
        Column("at", "Envoyé le", ("sent_at",), cell=date_cell, sort="date"),
        Column("by", "Par", ("sent_by_label",), card=False),
        Column("state", "Où en est-on", ("state",), cell=tag_cell(dict(STATES.choices), TONES), export=lambda s: STATES(s).label),
        Column("created", "Créées", ("n_create",), numeric=True),
        Column("changed", "Modifiées", ("n_change",), numeric=True),
        Column("refused", "Refusées", ("n_refused",), numeric=True),
    )
    sorts = (Sort("date", "Date", "sent_at", descending=True),)
    filters: ClassVar = (Choice("etat", "État", STATES.choices, lambda rows, value: rows.filter(state=value)),)

    def rows(self, actor: Actor) -> Rows:
        return ImportRun.objects.visible_to(actor)

    def annotated(self, rows: Rows) -> Rows:
        counted: Rows = rows.annotate(n_create=count_of("create"), n_change=count_of("change"), n_refused=count_of("refused"))
        return counted

    def may_open(self, actor: Actor) -> bool:
        return any(one.refusal(actor) is None for one in imports)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return [(one.title, reverse("core:import_send", args=[one.slug])) for one in imports if one.refusal(actor) is None]


KEEPERS = frozenset({"admin", "head", "regional", "national", "officer"})
menu.add("imports", MenuEntry("imports", "Administration", "Imports", "core:imports", "file-up", order=80, profiles=KEEPERS))


def lines_to_mend(actor: Actor) -> Any:
    """Imports of one's own that left lines aside."""
    return todo.line(
        ImportRun.objects.visible_to(actor).filter(state=STATES.PARTIAL, sent_by=actor.user_id),
        due=todo.NO_DATE,
        since=F("written_at"),
        title=todo.words("Reprendre les lignes refusées de « ", F("name"), " »"),
        detail=todo.words(KT("counts__refused"), " à corriger ; le reste du fichier est importé"),
        key=F("public_id"),
    )


todo.declare(todo.TodoSource("core.import", "Reprendre", "/imports/suivi/{key}/", lines_to_mend, profiles=KEEPERS))


# -- what the journal says ----------------------------------------------------------------------------------------------------
def runs_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = ImportRun.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {run.thread_id: (f"Import de « {run.name} »", run.get_absolute_url()) for run in rows.only("thread_id", "name", "public_id")}


thread_names.add("import", runs_of_threads)
SENTENCES = {
    "send": "Fichier envoyé pour un import",
    "try": "Import essayé",
    "finish": "Import terminé, toutes les lignes sont écrites",
    "finish_partly": "Import terminé, des lignes restent à reprendre",
    "drop": "Import abandonné, rien n'est écrit",
    "settle": "Lignes refusées reprises ou laissées de côté",
}


def sentence_of(event: Event) -> str:
    return SENTENCES[event.code.rsplit(".", 1)[1]]


for t in IMPORT.transitions:
    renders(f"core.import.{t.name}")(sentence_of)


@renders("core.import.corrected")
def corrected(event: Event) -> tuple[str, str]:
    return f"Correction de l'acte « {event.data['label']} »", event.data["reason"]
