"""What networks and partners are asked to bring, and what they write."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from cordee.accompaniment.cases.actions.common import on_case
from cordee.accompaniment.diagnoses import policies
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis
from cordee.actors.accounts.actions import take_part
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.edits import forget_draft
from cordee.core.lifecycle import advance, start
from cordee.core.models import Event
from cordee.core.verbs import allow

PAST = Refusal("past", "L'échéance est passée : choisissez un jour à venir, ou laissez-la vide.")
ACCOMPANIED = Refusal(
    "structure", "Cette organisation est accompagnée dans ce dossier : une contribution se demande à un réseau ou à un partenaire."
)


def ask_contribution(
    *, actor: Actor, diagnosis: Diagnosis, organisation: Organisation, kind: str, question: str = "", due_on: date | None = None,
    operation: uuid.UUID | None = None,
) -> Contribution:  # fmt: skip
    """Asking lets it in: from that day it reads the dossier and the diagnosis, without the accounts."""
    allow(policies.may_conduct(actor, diagnosis))
    with on_case(actor, diagnosis.case, "diagnoses.contribution.ask", Contribution) as case:
        allow(PAST if due_on and due_on < today() else None)
        inside = case.beneficiaries.filter(organisation=organisation)
        allow(ACCOMPANIED if inside.exists() else None)
        contribution = Contribution(
            diagnosis=diagnosis, organisation=organisation, kind=kind, question=question.strip(), asked_on=today(), due_on=due_on,
            thread_id=case.thread_id, zone=case.zone,
        )  # fmt: skip
        contribution.full_clean(exclude=["state"], validate_constraints=operation is None)
        data = {"organisation": organisation.name, "kind": kind, "due": due_on.isoformat() if due_on else ""}
        start(contribution, actor=actor, data=data, operation=operation)
        take_part(actor=actor, thread=case.thread, organisation=organisation, capacity=capacity_of(organisation), since=today())
    return contribution


def capacity_of(organisation: Organisation) -> str:
    return "network" if organisation.roles.filter(kind="network").exists() else "partner"


def write_contribution(*, actor: Actor, contribution: Contribution, values: dict[str, Any], operation: uuid.UUID | None = None) -> Event:
    """The note is sent: it stays as it is; what was kept of it while typing goes away."""
    event = advance(contribution, "write", actor=actor, data=values, operation=operation)
    if actor.user_id:
        forget_draft(user_id=actor.user_id, form="diagnoses.note", object_key=contribution.public_id)
    return event
