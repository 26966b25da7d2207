"""What is noted at each step: adhesion, participation, the two validations; and the accounts that a diagnosis reads."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from cordee.accompaniment.cases import guards, policies, queries
from cordee.accompaniment.cases.actions.common import allow, is_done, key_of, on_case
from cordee.accompaniment.cases.models import Accounts, Adhesion, Case, Presence, Validation
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.journal import record
from cordee.core.lifecycle import guards_added

OUTSIDE = Refusal("outside", "Cette structure n'est pas, ou n'est plus, dans ce dossier.")
NOTED = "cases.adhesion.noted"
PARTIES = ["operator", "structure", "network"]


def _in_case(case: Case, organisation: Organisation) -> None:
    allow(None if any(b.organisation_id == organisation.pk for b in queries.accompanied(case)) else OUTSIDE)


def note_adhesion(
    *, actor: Actor, case: Case, organisation: Organisation, values: dict[str, Any], operation: uuid.UUID | None = None
) -> Adhesion:
    """The structure says it enters, or goes on, or not; the DLA writes down what it was told."""
    allow(policies.may_engage(actor, case, organisation.pk))
    with on_case(actor, case, "cases.adhesion.note", Adhesion) as held:
        _in_case(held, organisation)
        adhesion = Adhesion(case=held, organisation=organisation, **values)
        adhesion.full_clean()
        adhesion.save(force_insert=True)
        data = {"organisation": organisation.name, "step": adhesion.step, "decision": adhesion.decision, "who": adhesion.who}
        record(held, NOTED, actor=actor, audience=PARTIES, data=data, fact_on=adhesion.on, operation=operation)
    return adhesion


def receive_adhesions(*, actor: Actor, case: Case, operation: uuid.UUID | None = None, **values: Any) -> None:
    """The yes of each structure that has said nothing yet at the step where its dossier stands, heard in a meeting or come by post."""
    allow(policies.may_conduct(actor, case))
    with on_case(actor, case, "cases.adhesion.receive", Adhesion) as held:
        if is_done(held, NOTED, operation):
            return
        allow(guards.awaits_adhesion(held))
        said = values | {"step": queries.STEP_OF[held.state], "decision": Adhesion.Decision.YES}
        for one in queries.silent_in(held):
            key = key_of(operation, one.organisation_id)
            note_adhesion(actor=actor, case=held, organisation=one.organisation, values=said, operation=key)


def note_presence(*, actor: Actor, case: Case, organisation: Organisation, values: dict[str, Any]) -> Presence:
    allow(policies.may_engage(actor, case, organisation.pk))
    with on_case(actor, case, "cases.presence.note", Presence) as held:
        _in_case(held, organisation)
        presence = Presence(case=held, organisation=organisation, **values)
        presence.full_clean()
        presence.save(force_insert=True)
        data = {"organisation": organisation.name, "step": presence.step, "who": presence.who}
        record(held, "cases.presence.noted", actor=actor, audience=PARTIES, data=data, fact_on=presence.on)
    return presence


def validate(
    *, actor: Actor, case: Case, what: str, side: str, organisation: Organisation, body: str = "", on: date | None = None
) -> Validation:
    """One side says yes. The structure for itself, or the DLA who holds its minutes; the DLA alone for its own side."""
    mine = side == Validation.Side.OPERATOR
    allow(policies.may_decide(actor, case) if mine else policies.may_engage(actor, case, organisation.pk))
    with on_case(actor, case, "cases.validation.note", Validation) as held:
        if not mine:
            _in_case(held, organisation)
        for guard in guards_added.get(("cases.validation", what), []):  # the room that holds what is validated
            allow(guard(held, None))
        return keep_validation(actor=actor, case=held, what=what, side=side, organisation=organisation, body=body, on=on or today())


def keep_validation(
    *, actor: Actor, case: Case, what: str, side: str, organisation: Organisation, body: str, on: date, told: bool = True
) -> Validation:
    """The row itself, in a transaction that holds the dossier and has judged who speaks. Not `told` where that room tells it itself."""
    validation = Validation(case=case, what=what, side=side, organisation=organisation, body=body, on=on)
    validation.full_clean()
    validation.save(force_insert=True)
    if told:
        data = {"organisation": organisation.name, "what": what, "side": side, "body": body}
        record(case, "cases.validation.noted", actor=actor, audience=PARTIES, data=data, fact_on=validation.on)
    return validation


def keep_accounts(*, actor: Actor, case: Case, organisation: Organisation, year: int, amounts: dict[str, Decimal | None]) -> Accounts:
    """The accounts of one year; the fil says that they were kept, never a figure."""
    allow(policies.may_engage(actor, case, organisation.pk))
    with on_case(actor, case, "cases.accounts.keep", Accounts) as held:
        _in_case(held, organisation)
        rows = Accounts.objects.for_system("the dossier is held").filter(case=held, organisation=organisation, year=year)
        accounts: Accounts = rows.first() or Accounts(
            case=held, organisation=organisation, year=year, thread_id=held.thread_id, zone=held.zone, version=0
        )
        for name, value in amounts.items():
            setattr(accounts, name, value)
        accounts.version += 1
        accounts.full_clean()
        accounts.save()
        data = {"organisation": organisation.name, "year": year}
        record(held, "cases.accounts.kept", actor=actor, audience=["operator", "structure"], data=data)
    return accounts
