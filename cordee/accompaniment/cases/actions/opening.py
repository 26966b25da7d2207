"""Opening a dossier: its thread, its structures, and who takes part in it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from cordee.accompaniment.cases import policies, queries
from cordee.accompaniment.cases.actions.common import allow, on_case, writing
from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.actors.accounts.actions import take_part
from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.edits import save_edit
from cordee.core.journal import record
from cordee.core.lifecycle import start
from cordee.core.threads import open_thread

NO_OPERATOR = Refusal("operator", "Aucun DLA ne couvre ce territoire aujourd'hui : le DLA régional peut vous dire à qui vous adresser.")
EMPTY = Refusal("structures", "Un dossier accompagne au moins une structure : choisissez-la.")
ALONE = Refusal("individual", "Un dossier individuel accompagne une seule structure : choisissez « collectif », ou une structure.")
PARTS = ("motives", "objectives")
PARTIES = ["operator", "structure", "network"]
REQUEST_FORM = "cases.request"


def open_case(*, actor: Actor, structures: Sequence[Organisation], values: dict[str, Any], operation: uuid.UUID | None = None) -> Case:
    """A dossier at the state of a request. An individual one hangs under the thread of its structure."""
    allow(None if structures else EMPTY)
    allow(ALONE if values["kind"] == Case.Kind.INDIVIDUAL and len(structures) > 1 else None)
    only_own = actor.capacity == "structure" and any(s.pk != actor.organisation_id for s in structures)
    allow(policies.OWN_ONLY if only_own else None)
    first = structures[0]
    operator = queries.operator_of(first.zone)
    if operator is None:
        allow(NO_OPERATOR)
    with writing(actor, "cases.case.request", Case):
        thread, new = open_thread(kind="case", zone=first.zone, operation=operation)
        if not new:
            return queries.case_of_thread(thread)
        if values["kind"] == Case.Kind.INDIVIDUAL:
            thread.parent_id = first.thread_id
            thread.save(update_fields=["parent"])
        case = _write(actor, Case(thread=thread, zone=thread.zone, opened_by=operator), values, operation)
        for structure in structures:
            _enter(actor, case, structure)
        if case.requester_id not in {s.pk for s in structures}:
            _let_requester_in(actor, case)
    return case


def _write(actor: Actor, case: Case, values: dict[str, Any], operation: uuid.UUID | None) -> Case:
    for name, value in values.items():
        if name not in PARTS:
            setattr(case, name, value)
    case.requested_on = case.requested_on or today()
    case.year = case.requested_on.year
    case.full_clean(exclude=["state", "thread", "rank"])
    start(case, actor=actor, data={"origin": case.origin}, operation=operation)
    for name in PARTS:
        getattr(case, name).set(values.get(name, ()))
    return case


def _enter(actor: Actor, case: Case, structure: Organisation) -> Beneficiary:
    beneficiary = Beneficiary(case=case, organisation=structure, thread_id=case.thread_id, zone=case.zone, since=case.requested_on)
    beneficiary.full_clean(exclude=["state"])
    start(beneficiary, actor=actor, data={"organisation": structure.name})
    take_part(actor=actor, thread=case.thread, organisation=structure, capacity="structure")
    return beneficiary


def _let_requester_in(actor: Actor, case: Case) -> None:
    """A network that asks reads what it asked for; a DLA has its territory already."""
    if case.requester.roles.filter(kind="network").exists():
        take_part(actor=actor, thread=case.thread, organisation=case.requester, capacity="network")


def add_structure(*, actor: Actor, case: Case, organisation: Organisation) -> Beneficiary:
    """One more structure in a collective dossier."""
    allow(policies.may_conduct(actor, case))
    with on_case(actor, case, "cases.beneficiary.join", Beneficiary) as held:
        beneficiary = Beneficiary(case=held, organisation=organisation, thread_id=held.thread_id, zone=held.zone, since=today())
        beneficiary.full_clean(exclude=["state"])
        start(beneficiary, actor=actor, data={"organisation": organisation.name})
        take_part(actor=actor, thread=held.thread, organisation=organisation, capacity="structure")
    return beneficiary


def open_to(*, actor: Actor, case: Case, organisation: Organisation) -> Participation:
    """A network contributes to the dossier: it reads it without its accounts."""
    allow(policies.may_conduct(actor, case))
    with on_case(actor, case, "cases.case.open_to", Case) as held:
        part = take_part(actor=actor, thread=held.thread, organisation=organisation, capacity="network")
        record(held, "cases.case.opened", actor=actor, audience=["operator", "structure"], data={"other": organisation.name})
    return part


def ask_again(*, actor: Actor, case: Case, need: str, title: str, operation: uuid.UUID | None = None) -> Case:
    """A new need after a dossier: the same structures, a new request that says what it follows. One structure of several asks alone."""
    allow(policies.may_ask_again(actor, case))
    structures = [b.organisation for b in queries.structures_of(case).exclude(state=Beneficiary.State.WITHDRAWN)]
    own = [structure for structure in structures if structure.pk == actor.organisation_id]
    asking = own if actor.capacity == "structure" else structures
    collective = len(asking) > 1
    values = {
        "kind": Case.Kind.COLLECTIVE if collective else Case.Kind.INDIVIDUAL,
        "title": title,
        "need": need,
        "origin": Case.Origin.COLLECTIVE if collective else Case.Origin.ALONE,
        "requester": asking[0] if asking else case.requester,
        "follows": case,
        "motives": case.motives.all(),
        "fictitious": case.fictitious,
    }
    return open_case(actor=actor, structures=asking, values=values, operation=operation)


def edit_request(*, actor: Actor, case: Case, values: dict[str, Any], version: int) -> Case:
    """The request as it reads now. Someone who saved meanwhile is shown, and nothing typed is lost."""
    allow(policies.may_edit(actor, case))
    with on_case(actor, case, "cases.case.edit", Case) as held:
        allow(policies.may_edit(actor, held))
        lists = {name: values[name] for name in PARTS if name in values}
        columns = {name: value for name, value in values.items() if name not in PARTS}
        moved = [name for name, entries in lists.items() if set(getattr(held, name).all()) != set(entries)]
        changed = moved + [name for name, value in columns.items() if getattr(held, name) != value]
        save_edit(held, columns, version=version, actor=actor, form=REQUEST_FORM, touched=bool(moved))
        for name in moved:
            getattr(held, name).set(lists[name])
        if changed:
            record(held, "cases.case.edited", actor=actor, audience=PARTIES, data={"fields": sorted(changed)})
    return held  # type: ignore[no-any-return]
