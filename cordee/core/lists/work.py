"""The long works of lists: exports above five thousand rows, bulk acts above fifty."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files import File as DjangoFile
from django.http import QueryDict

from cordee.core.access import Actor, Refused
from cordee.core.files.kinds import Kind
from cordee.core.files.store import store, store_bytes
from cordee.core.lists import bulk, export
from cordee.core.lists.declare import Act, List, lists
from cordee.core.lists.run import ask, counted, filtered
from cordee.core.models import Task
from cordee.core.tasks import Progress, workers


def make_export(task: Task, actor: Actor, progress: Progress) -> dict[str, Any]:
    a_list, format_ = lists[task.request["list"]].seen_by(actor), task.request["format"]
    asked = ask(a_list, QueryDict(task.request["query"]), actor)
    Task.objects.for_system("the worker").filter(pk=task.pk).update(total=filtered(a_list, asked, actor).count())
    write = export.write_csv if format_ == "csv" else export.write_xlsx
    path = write(a_list, asked, actor, progress)
    try:
        with path.open("rb") as handle:
            stored = store(DjangoFile(handle, name=path.name))
    finally:
        path.unlink()
    return {"sha256": stored.sha256, "name": export.file_name(a_list, format_), "type": export.FORMATS[format_]}


def do_bulk(task: Task, actor: Actor, progress: Progress) -> dict[str, Any]:
    asked = task.request
    a_list = lists[asked["list"]]
    act = bulk.find_act(a_list, asked["act"], actor)
    objects = bulk.chosen(a_list, actor, asked["ids"])
    Task.objects.for_system("the worker").filter(pk=task.pk).update(total=len(objects))
    if act is None:
        return {"done": "0", "refused": [], "back": asked["back"]}
    outcome = bulk.perform(a_list, act, objects, actor, asked["data"], uuid.UUID(asked["operation"]), progress)
    try:
        made = collected(act, outcome, actor)
    except Refused as refused:  # the rows are fine, the file is not: too heavy, for one
        return {"done": "0", "refused": [{"label": task.label, "sentence": refused.refusal.sentence, "url": ""}], "back": asked["back"]}
    return result_of(a_list, outcome, made, asked["back"])


Made = tuple[str, str, bytes]


def collected(act: Act | str, outcome: bulk.Outcome, actor: Actor) -> Made | None:
    """The one file of an act that makes one, when a row was done."""
    return act.collect(outcome.objects, actor) if isinstance(act, Act) and act.collect and outcome.objects else None


def result_of(a_list: List, outcome: bulk.Outcome, made: Made | None, back: str) -> dict[str, Any]:
    """What the page of a task tells: how many, what to know, who was refused and why, and the file that was made."""
    result = {"done": counted(a_list, outcome.done), "refused": outcome.refused, "remarks": outcome.remarks, "back": back}
    if made:
        name, media_type, content = made
        stored = store_bytes(content, kind=Kind("made", "un fichier produit", media_type, ()), name=name)
        result |= {"sha256": stored.sha256, "name": name, "type": media_type}
    return result


workers.add("export", make_export)
workers.add("bulk", do_bulk)
