"""Writes the dossiers judged good, each at its real stage, in the import's one transaction. Nobody is written to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases.models import Assignment, Beneficiary, Case, Reorientation
from cordee.accompaniment.takeover.imports import stages
from cordee.accompaniment.takeover.imports.judge import TEXTS, Dossier
from cordee.accompaniment.takeover.models import Entry
from cordee.actors.accounts.actions import take_part
from cordee.actors.directory.models import Organisation
from cordee.core.imports.declare import Progress
from cordee.core.imports.staging import Stage
from cordee.core.journal import record
from cordee.core.taking_over import Past, take_over
from cordee.core.threads import open_thread

State = Case.State
LEFT = {State.CLOSED: "finish", State.ABANDONED: "withdraw", State.REORIENTED: "withdraw"}


def hold(stage: Stage) -> bool:
    """Locks the structures, then the dossiers that go on: one edited or joined to another meanwhile is judged again."""
    dossiers: list[Dossier] = stage.kept["dossiers"]
    sheets = sorted({pk for one in dossiers for pk in one.organisations})
    held = stage.rows("SELECT merged_into_id FROM directory_organisation WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE", [sheets])
    known = {one.case.pk: one.case.version for one in dossiers if one.case}
    now = stage.rows("SELECT id, version FROM cases_case WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE", [sorted(known)])
    return all(merged is None for (merged,) in held) and dict(now) == known


def write(stage: Stage, progress: Progress) -> None:
    dossiers: list[Dossier] = stage.kept["dossiers"]
    found = (
        Organisation.objects.for_system("found by their number or their name")
        .select_related("thread")
        .in_bulk([pk for one in dossiers for pk in one.organisations])
    )
    done = 0
    for one in dossiers:
        if one.case is None:
            _enter(stage, one, [found[pk] for pk in one.organisations])
        elif one.changed:
            _go_on(stage, one)
        done += len(one.lines)
        progress(done)


def _enter(stage: Stage, one: Dossier, structures: list[Organisation]) -> None:
    values, first = one.values, structures[0]
    thread, _ = open_thread(kind="case", zone=first.zone)
    if values["kind"] == Case.Kind.INDIVIDUAL:
        thread.parent_id = first.thread_id
        thread.save(update_fields=["parent"])
    case = Case(
        thread=thread, zone=thread.zone, opened_by_id=cast(int, stage.actor.organisation_id), year=values["requested_on"].year,
        own_number=one.number,
        kind=values["kind"], origin=values["origin"], requester=first, requested_on=values["requested_on"], taken_over=True,
        **{name: values[name] or "" for name in TEXTS},
    )  # fmt: skip
    case.fictitious = all(structure.fictitious for structure in structures)
    take_over(case, stages.story_of(values), actor=stage.actor)
    for structure in structures:
        _enter_structure(stage, case, structure, values)
    _end(case, values)
    if one.membership:
        _handled(case, one)
    data = {"file": stage.run.name, "number": one.number}
    record(case, "takeover.case.entered", actor=stage.actor, audience=["operator"], data=data)
    entry = Entry(case=case, file=stage.run.name, lines=one.lines, told=one.told, version=case.version)
    entry.save(force_insert=True)


def _enter_structure(stage: Stage, case: Case, structure: Organisation, values: dict[str, Any]) -> None:
    row = Beneficiary(case=case, organisation=structure, thread_id=case.thread_id, zone=case.zone, since=values["requested_on"])
    story = [Past("join", values["requested_on"], {"organisation": structure.name})]
    take_over(row, [*story, *_left(row, values)], actor=stage.actor)
    take_part(actor=stage.actor, thread=case.thread, organisation=structure, capacity="structure")


def _left(row: Beneficiary, values: dict[str, Any]) -> list[Past]:
    """What the end of the dossier did to its structure, on the day it did."""
    name = LEFT.get(State(values["state"]))
    if name is None:
        return []
    row.until = values["ended_on"]
    if name == "finish":
        return [Past(name, row.until)]
    row.reason = values["reason"] or stages.UNSAID
    return [Past(name, row.until, {"reason": row.reason})]


def _end(case: Case, values: dict[str, Any]) -> None:
    if case.state == State.REORIENTED and values["body"] and values["contact"]:
        reason = values["reason"] or stages.UNSAID
        Reorientation(case=case, body=values["body"], contact=values["contact"], reason=reason, on=values["ended_on"]).save()


def _handled(case: Case, one: Dossier) -> None:
    """Since the request, to the last day of what is over: minutes of then name who it was."""
    last = one.values["ended_on"]
    period = DateRange(case.requested_on, last + timedelta(days=1) if last and case.is_over else None)
    Assignment(case=case, operator_id=case.opened_by_id, membership=one.membership, role=Assignment.Role.HOLDER, period=period).save(
        force_insert=True
    )


def _go_on(stage: Stage, one: Dossier) -> None:
    case, entry = one.case, one.entry
    if case is None or entry is None:
        return
    former = len(stages.steps_to({**dict.fromkeys(one.values), **entry.told}))
    case = Case.objects.for_system("the row is held").select_related("thread").get(pk=case.pk)
    for name in TEXTS:
        if one.values[name]:
            setattr(case, name, one.values[name])
    case.save(update_fields=[name for name in TEXTS])
    take_over(case, stages.story_of(one.values)[former:], actor=stage.actor)
    if case.is_over:
        for row in case.beneficiaries.filter(state=Beneficiary.State.IN).order_by("id"):
            story = _left(row, one.values)
            row.save(update_fields=["until", "reason"])
            take_over(row, story, actor=stage.actor)
        _end(case, one.values)
        _close_hands(case, one)
    entry.told, entry.version, entry.file, entry.lines = one.told, case.version, stage.run.name, one.lines
    entry.save()
    data = {"file": stage.run.name, "fields": one.changed}
    record(case, "takeover.case.updated", actor=stage.actor, audience=["operator"], data=data)


def _close_hands(case: Case, one: Dossier) -> None:
    for row in case.assignments.filter(period__endswith__isnull=True).order_by("id"):
        row.period = DateRange(row.period.lower, max(one.values["ended_on"], row.period.lower) + timedelta(days=1))
        row.save()
