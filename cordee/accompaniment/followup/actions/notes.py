"""Noting an exchange, correcting a note by a new revision, dating the next contact."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from cordee.accompaniment.cases import queries as cases
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import policies, queries
from cordee.accompaniment.followup.actions.common import audience, holding
from cordee.accompaniment.followup.models import Note, Step
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.journal import record
from cordee.core.lifecycle import advance, start
from cordee.core.models import File
from cordee.core.verbs import allow, locked

REVISED = Refusal(
    "revised", "Cette note vient d'être corrigée par quelqu'un d'autre : rouvrez-la avant de la corriger. Votre saisie est gardée."
)
PAST = Refusal("past", "Le prochain contact est à venir : choisissez un jour à partir d'aujourd'hui.")
OUTSIDE = Refusal("outside", "Cette structure n'est pas, ou n'est plus, dans ce dossier.")
CONTACT = "Reprendre contact"


def note(
    *, actor: Actor, case: Case, values: dict[str, Any], step: dict[str, Any] | None = None, contact_on: date | None = None,
    operation: uuid.UUID | None = None,
) -> Note:  # fmt: skip
    """One exchange, its next step if there is one, and when one speaks again. Sent twice, it is kept once."""
    allow(policies.may_note(actor, case, values["kind"]))
    with holding(actor, case, "followup.note.write", Note) as held:
        if already := queries.noted(held, operation):
            return already
        allow(policies.may_note(actor, held, values["kind"]))
        made = write(actor, held, values, operation)
        if step:
            plan(actor, held, step | {"note": made, "internal": made.internal and step.get("organisation") is None})
        if contact_on:
            _date(actor, held, contact_on, met_on=made.held_on, internal=True)
    return made


def write(actor: Actor, case: Case, values: dict[str, Any], operation: uuid.UUID | None = None) -> Note:
    """The row and its event: the event says that there was an exchange, never what was said."""
    made = Note(case=case, thread_id=case.thread_id, zone=case.zone, author_id=actor.membership_id, operation=operation, **values)
    made.full_clean(exclude=["thread"])
    made.save(force_insert=True)
    code = "followup.note.revised" if made.revises_id else "followup.note.written"
    record(made, code, actor=actor, audience=audience(internal=made.internal), data={"kind": made.kind}, fact_on=made.held_on)
    return made


def plan(actor: Actor, case: Case, values: dict[str, Any]) -> Step:
    organisation = values.get("organisation")
    if organisation:
        allow(None if any(b.organisation_id == organisation.pk for b in cases.accompanied(case)) else OUTSIDE)
    step = Step(case=case, thread_id=case.thread_id, zone=case.zone, **values)
    step.full_clean(exclude=["state", "thread"])
    start(step, actor=actor, data={"contact": step.contact, "due": step.due.isoformat()})
    return step


def revise(*, actor: Actor, note: Note, values: dict[str, Any]) -> Note:
    """What was written stays; the new revision is what is read. What was filed with it follows."""
    allow(policies.may_note(actor, note.case))
    with holding(actor, note.case, "followup.note.revise", Note) as held:
        before = locked(note)
        allow(REVISED if Note.objects.for_system("one revision follows another").filter(revises=before).exists() else None)
        kept = {name: getattr(before, name) for name in ("kind", "held_on", "who", "body", "internal")}
        made = write(actor, held, kept | values | {"revises": before})
        made.files.set(before.files.all())
        if mail := getattr(before, "mail", None):
            mail.note = made
            mail.save(update_fields=["note"])
        File.objects.for_system("files follow the note that they came with").filter(notes=made).update(
            audience=audience(internal=made.internal)
        )
    return made


def date_contact(*, actor: Actor, case: Case, on: date, internal: bool = True) -> Step:
    """When the DLA speaks with the structure again; shown to the structure when it is not internal."""
    allow(policies.may_note(actor, case))
    with holding(actor, case, "followup.contact.date", Step) as held:
        return _date(actor, held, on, internal=internal)


def _date(actor: Actor, case: Case, on: date, *, internal: bool, met_on: date | None = None) -> Step:
    """The contact that has just taken place is done and the next one planned; one that is still to come only changes its day."""
    allow(PAST if on < today() else None)
    current = queries.next_contact(case)
    if current and met_on and current.due <= met_on:
        advance(current, "finish", actor=actor, data={"fact_on": met_on})
        current = None
    if current is None:
        return plan(actor, case, {"contact": True, "what": CONTACT, "due": on, "internal": internal})
    if current.due != on or current.internal != internal:
        current.due, current.internal, current.version = on, internal, current.version + 1
        current.full_clean(exclude=["state", "thread"])
        current.save()
        record(current, "followup.contact.moved", actor=actor, audience=["operator"], data={"due": on.isoformat()})
    return current
