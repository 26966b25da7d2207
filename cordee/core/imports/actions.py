"""The verbs of an import: send, map, try, write, mend. What takes long is a task; what writes is one transaction, or nothing."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils import timezone

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.files.kinds import KINDS, RefusedFile
from cordee.core.files.store import Stored, open_stored, store_bytes
from cordee.core.imports import mapping as maps
from cordee.core.imports.cells import Cell, Hint, is_blank, tidy, written
from cordee.core.imports.declare import Import, Progress, of_run
from cordee.core.imports.lifecycle import IMPORT
from cordee.core.imports.sources import MOST_LINES, Table, Way, keep, open_table
from cordee.core.imports.staging import Stage
from cordee.core.journal import history, set_history_context
from cordee.core.lifecycle import advance, start
from cordee.core.models import File, ImportRun, Task, Thread
from cordee.core.tasks import start_task

SAMPLES = 3
SHOWN = 50
SHOWN_REFUSED = 200
NATIONAL = "00"


def _allow(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


# -- 1. the file ----------------------------------------------------------------------------------------------------------------
def send_file(*, actor: Actor, declaration: Import, stream: BinaryIO, name: str, mends: ImportRun | None = None) -> ImportRun:
    """Keeps the file and says what it is made of. Raises `Refused` in French when it is not a table that can be read."""
    _allow(declaration.refusal(actor))
    try:
        stored = keep(stream, name)
        table = open_table(stored.sha256, stored.kind.code, Way(), maps.score(declaration))
        reading = understood(table)
    except RefusedFile as refused:
        raise Refused(Refusal(refused.code, refused.sentence)) from refused
    known = maps.remembered(actor.user_id, declaration, table.titles)
    with transaction.atomic(), history(actor, act="core.import.send"):
        thread = Thread(kind="import", zone=min(actor.zones) if actor.zones else NATIONAL)
        thread.save()
        run = ImportRun(
            kind=declaration.code, thread=thread, zone=thread.zone, name=stored.name, file=_file(thread, stored, actor), mends=mends,
            sent_by=actor.user_id, sent_by_label=actor.label, sent_for=actor.organisation_id, reading=reading,
            mapping=maps.guess(declaration, table.titles) if known is None else known,
            options={"by_name": True, "year": timezone.localdate().year - 1, "remembered": known is not None},
        )  # fmt: skip
        start(run, actor=actor)
    return run


def _file(thread: Thread, stored: Stored, actor: Actor) -> File:
    """Without audience: read through the pages of the import alone, by the team that sent it."""
    file = File(
        thread=thread, zone=thread.zone, audience=[], sha256=stored.sha256, size=stored.size, kind=stored.kind.code, name=stored.name,
        added_by=actor.user_id, added_by_label=actor.label,
    )  # fmt: skip
    file.save()
    return file


def understood(table: Table) -> dict[str, Any]:
    """What the file is made of, column by column, before anyone says what a column means."""
    columns = [Column() for _ in table.titles]
    count = 0
    for numbers, lines in table.blocks(5000):
        count += len(numbers)
        for column, cells in zip(columns, zip(*lines, strict=True), strict=True):
            column.look(cells)
        if count > MOST_LINES:
            raise RefusedFile("lines", f"Ce tableau dépasse {MOST_LINES // 1000} 000 lignes. Partagez-le en plusieurs fichiers.")
    if not count:
        raise RefusedFile("empty", "Ce tableau a des titres mais aucune ligne en dessous. Vérifiez-le, puis envoyez-le de nouveau.")
    return {
        "way": table.way.kept(),
        "titles": table.titles,
        "lines": count,
        "sheets": table.sheets,
        "remarks": table.remarks,
        "columns": [column.kept() for column in columns],
    }


class Column:
    """What a whole column teaches: its first words, how it parts thousands, whether its percentages are fractions of one."""

    def __init__(self) -> None:
        self.filled, self.comma, self.point = 0, 0, 0
        self.samples: list[Cell] = []
        self.fractions: bool | None = None

    def look(self, cells: Any) -> None:
        full = [cell for cell in cells if not is_blank(cell)]
        self.filled += len(full)
        unlike = dict.fromkeys(full)
        for cell in islice(unlike, SAMPLES - len(self.samples) if len(self.samples) < SAMPLES else 0):
            self.samples.append(cell)
        for cell in unlike:
            self._weigh(cell)

    def _weigh(self, cell: Cell) -> None:
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            self.fractions = self.fractions is not False and 0 <= cell <= 1
        elif isinstance(cell, str) and cell[:1].isdigit() and len(cell) < 24:
            text = cell.rstrip(" €%")
            comma, point = text.rfind(","), text.rfind(".")
            if comma >= 0 and (point >= 0 or len(text) - comma in (2, 3)):
                self.comma += comma > point
            if point >= 0 and (comma >= 0 or len(text) - point in (2, 3)):
                self.point += point > comma

    def kept(self) -> dict[str, Any]:
        """Commas that part decimals mean points that part thousands; a column that does both settles nothing."""
        thousands = "." if self.comma and not self.point else "," if self.point and not self.comma else ""
        hint = Hint(thousands, bool(self.fractions) and any(isinstance(s, float) and not s.is_integer() for s in self.samples))
        return {"filled": self.filled, "samples": [packed(s) for s in self.samples], "hint": hint.kept()}


def packed(cell: Cell) -> Any:
    """A cell as JSON keeps it."""
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return cell[:200] if isinstance(cell, str) else cell if isinstance(cell, int | float) else written(cell)


def unpacked(kept: Any) -> Cell:
    return date.fromisoformat(kept["date"]) if isinstance(kept, dict) else kept


# -- 2. what it means ------------------------------------------------------------------------------------------------------------
def read_otherwise(*, actor: Actor, run: ImportRun, way: Way) -> None:
    """The person knows better: another encoding, separator, sheet or line of titles. The mapping is guessed again."""
    _allow(IMPORT["try"].who(actor, run))
    declaration = of_run(run)
    try:
        table = open_table(run.file.sha256, run.file.kind, way, maps.score(declaration))
        reading = understood(table)
    except RefusedFile as refused:
        raise Refused(Refusal(refused.code, refused.sentence)) from refused
    _open(run).update(reading=reading, mapping=maps.guess(declaration, table.titles), tried_at=None, counts={}, report={})
    run.refresh_from_db()


def _open(run: ImportRun) -> Any:
    """The row, as long as nothing is written."""
    return ImportRun.objects.for_system("seen through visible_to").filter(pk=run.pk, state__in=["received", "tried"])


def map_columns(*, actor: Actor, run: ImportRun, mapping: dict[str, str], options: dict[str, Any]) -> None:
    """Keeps which column fills which field, for this import and for the next file of this shape."""
    _allow(IMPORT["try"].who(actor, run))
    with transaction.atomic(), history(actor, act="core.import.map"):
        _open(run).update(mapping=mapping, options=run.options | options, tried_at=None)
        maps.remember(actor.user_id, of_run(run), run.reading["titles"], mapping)
    run.refresh_from_db()


def missing(run: ImportRun) -> list[str]:
    """The fields that no column fills and without which nothing can be read."""
    filled = {maps.split(target)[0] for target in run.mapping.values()}
    fields = of_run(run).fields()
    return [fields[name].label for name in of_run(run).required if name not in filled]


# -- 3 and 4. trying, writing ------------------------------------------------------------------------------------------------------
def start_work(*, actor: Actor, run: ImportRun, write: bool) -> Task:
    """The trial, or the import itself, as a task that its page watches. Asked twice, the task in progress answers."""
    t = IMPORT["finish_partly" if write else "try"]
    _allow(t.who(actor, run))
    with transaction.atomic(), history(actor, act="core.import.ask"):
        locked = ImportRun.objects.for_system("seen through visible_to").select_for_update(no_key=True).select_related(None).get(pk=run.pk)
        if locked.state not in (("tried",) if write else ("received", "tried")):
            raise Refused(Refusal("state", f"Cet import n'attend plus cela : son état est « {locked.get_state_display()} »."))
        if lacking := missing(locked):
            raise Refused(Refusal("required", f"Aucune colonne ne donne « {', '.join(lacking)} » : choisissez-la avant d'essayer."))
        if locked.task and not locked.task.ended_at:
            running: Task = locked.task
            return running
        label = f"{'Import' if write else 'Essai'} de « {locked.name} »"
        asked = {"run": locked.pk, "write": write}
        task = start_task(actor, kind="import", label=label, request=asked, total=locked.reading["lines"])
        ImportRun.objects.for_system("seen through visible_to").filter(pk=run.pk).update(task=task)
    return task


def work(*, actor: Actor, run: ImportRun, write: bool, progress: Progress) -> ImportRun:
    """One transaction: the lines are read, judged, and, when asked, written. Killed in the middle, nothing of it exists.

    Imports of one kind follow each other: the second of two equal files finds the first one's sheets, and changes nothing.
    """
    declaration = of_run(run)
    with transaction.atomic(), history(actor, act="core.import.write" if write else "core.import.try"):
        if write:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{declaration.code}"])
        locked: ImportRun = ImportRun.objects.for_system("the worker").select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
        if locked.state not in (("tried",) if write else ("received", "tried")):
            return locked  # done by the worker that died just after
        set_history_context(actor, f"Import de « {locked.name} »")
        stage = Stage(locked, actor)
        lines = locked.reading["lines"]
        stage.fill((lambda done: progress(done // 2)) if write else progress)  # reading is half of an import
        stage.judge()
        while write and not declaration.hold(stage):
            stage.judge_again()
        _keep_report(locked, stage, actor)
        if write:
            declaration.write(stage, lambda done: progress((lines + done) // 2))
            locked.written_at = timezone.now()
        else:
            locked.tried_at = timezone.now()
        locked.save()
        advance(locked, ("finish_partly" if locked.counts["refused"] else "finish") if write else "try", actor=actor)
        _settle_mended(locked, actor)
    return locked


def _keep_report(run: ImportRun, stage: Stage, actor: Actor) -> None:
    """The counts, the first lines of each outcome, and the file of the lines to mend."""
    run.counts = stage.counts()
    lines = stage.refused_lines()
    run.refused_file = None
    if lines:
        stem = run.name.rpartition(".")[0] or run.name
        stored = store_bytes(stage.to_mend(lines), kind=KINDS["csv"], name=f"{stem[:90]} - à reprendre.csv")
        run.refused_file = _file(run.thread, stored, actor)
    told = {name: [[t.line, t.name, t.detail] for t in stage.declaration.told(stage, name, SHOWN)] for name in ("create", "change")}
    run.report = told | {"refused": [_refused(stage, number, cells) for number, cells in lines[:SHOWN_REFUSED]]}


def _refused(stage: Stage, number: int, cells: list[Cell | None]) -> dict[str, Any]:
    name = stage.rank_of(stage.declaration.required[0]) if stage.declaration.required else None
    told = [
        {
            "column": stage.table.titles[problem.column] if problem.column is not None else "",
            "value": written(cells[problem.column])[:200] if problem.column is not None else "",
            "rank": problem.column,
            "sentence": problem.sentence,
        }
        for problem in stage.problems[number]
    ]
    return {"line": number, "name": tidy(cells[name])[:200] if name is not None else "", "problems": told}


# -- mending ------------------------------------------------------------------------------------------------------------------
def mend_on_screen(*, actor: Actor, run: ImportRun, typed: dict[tuple[int, int], str]) -> ImportRun:
    """The refused lines with the cells corrected on the page, sent as a file of their own. What was not touched stays as it was."""
    if run.state != ImportRun.State.PARTIAL or run.refused_file is None:
        raise Refused(Refusal("state", f"Il n'y a pas de ligne à reprendre ici : l'état est « {run.get_state_display()} »."))
    titles = run.reading["titles"]
    kept = [rank for rank, title in enumerate(titles) if title not in (maps.ORIGIN, maps.REASON)]
    with open_stored(run.refused_file.sha256) as handle:
        rows = list(csv.reader(io.StringIO(handle.read().decode("utf-8-sig"), newline=""), delimiter=";"))
    for row in rows[1:]:
        for place, rank in enumerate(kept):
            value = typed.get((int(row[len(kept)]), rank))
            row[place] = value if value is not None else row[place]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    new = send_file(
        actor=actor,
        declaration=of_run(run),
        stream=io.BytesIO(("\ufeff" + text.getvalue()).encode()),
        name=run.refused_file.name,
        mends=run,
    )
    places = {rank: place for place, rank in enumerate(kept)}
    mapping = {str(places[int(rank)]): target for rank, target in run.mapping.items() if int(rank) in places}
    map_columns(actor=actor, run=new, mapping=mapping, options=run.options)
    return new


def _settle_mended(run: ImportRun, actor: Actor) -> None:
    """The lines that this import mended are no longer owed by the one they came from."""
    former = run.mends
    if run.written_at and former is not None and former.state == ImportRun.State.PARTIAL:
        advance(former, "settle", actor=actor)
