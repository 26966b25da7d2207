"""The actions of a plan: added, changed, paid for, proved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.files import File as Upload

from cordee.accompaniment.cases.actions.common import on_case
from cordee.accompaniment.plans import policies, queries
from cordee.accompaniment.plans.models import Funding, Plan, PlanAction
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.edits import save_edit
from cordee.core.files.actions import join_file
from cordee.core.formats import euros
from cordee.core.journal import record
from cordee.core.lifecycle import start
from cordee.core.models import File
from cordee.core.verbs import allow, locked

PARTIES = ["operator", "structure", "network"]
MANY = ("concerned", "competences")


def add_action(*, actor: Actor, plan: Plan, values: dict[str, Any], operation: uuid.UUID | None = None) -> PlanAction:
    with on_case(actor, plan.case, "plans.action.add", PlanAction):
        columns, many = _parted(values)
        action = PlanAction(plan=plan, thread_id=plan.thread_id, zone=plan.zone, **columns)
        action.full_clean(exclude=["state", "thread"])
        start(action, actor=actor, data={"title": action.title}, operation=operation)
        for name, chosen in many.items():
            getattr(action, name).set(chosen)
    return action


def _parted(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {k: v for k, v in values.items() if k not in MANY}, {k: v for k, v in values.items() if k in MANY}


def edit_action(*, actor: Actor, action: PlanAction, values: dict[str, Any], version: int) -> PlanAction:
    with on_case(actor, action.plan.case, "plans.action.edit", PlanAction):
        fresh = PlanAction._base_manager.select_related("plan__case__thread").get(pk=action.pk)
        allow(policies.may_edit(actor, fresh))
        columns, many = _parted(values)
        for name, value in columns.items():
            setattr(fresh, name, value)
        fresh.full_clean(exclude=["state", "thread"])
        fresh.refresh_from_db()
        saved: PlanAction = save_edit(fresh, columns, version=version, actor=actor, touched=bool(many))
        for name, chosen in many.items():
            getattr(saved, name).set(chosen)
        record(saved, "plans.action.edited", actor=actor, audience=["operator", "structure"], data={"title": saved.title})
    return saved


def fund(*, actor: Actor, action: PlanAction, kind: str, amount: Decimal, organisation: Organisation | None = None) -> Funding:
    """A partner who earmarked its money for others cannot pay for this; nor beyond what it agreed to bring."""
    allow(policies.may_fund(actor, action))
    with on_case(actor, action.plan.case, "plans.funding.note", Funding):
        funding = Funding(action=action, kind=kind, organisation=organisation, amount=amount)
        if kind == Funding.Kind.COFUNDING and organisation:
            funding.contribution, refusal = queries.contribution_for(organisation, action)
            allow(refusal)
        if funding.contribution:
            locked(funding.contribution)  # two dossiers that draw on it at the same second: the second is judged after the first
            left = queries.left_of(funding.contribution)
            allow(_beyond(organisation, left) if amount > left else None)
        funding.full_clean()
        funding.save(force_insert=True)
        data = {"title": action.title, "payer": str(funding), "amount": str(amount)}
        record(action, "plans.funding.noted", actor=actor, audience=["operator", "structure"], data=data)
    return funding


def _beyond(partner: Any, left: Decimal) -> Refusal:
    return Refusal(
        "left", f"La contribution de {partner} n'a plus que {euros(max(left, Decimal(0)), '')} à engager : notez un montant moindre."
    )


def unfund(*, actor: Actor, funding: Funding) -> None:
    """A funding that will not be; its history stays."""
    allow(policies.may_fund(actor, funding.action))
    with on_case(actor, funding.action.plan.case, "plans.funding.withdraw", Funding):
        data = {"title": funding.action.title, "payer": str(funding), "amount": str(funding.amount)}
        record(funding.action, "plans.funding.withdrawn", actor=actor, audience=["operator", "structure"], data=data)
        funding.delete()


def join_evidence(*, actor: Actor, action: PlanAction, upload: Upload[Any], label: str) -> File:
    """What proves an action: a file of the dossier that its page shows."""
    allow(policies.may_prove(actor, action))
    with on_case(actor, action.plan.case, "plans.action.prove", PlanAction):
        file = join_file(actor=actor, thread=action.thread, upload=upload, label=label, audience=["structure"])
        action.evidence.add(file)
        data: Mapping[str, Any] = {"title": action.title, "label": label}
        record(action, "plans.action.proved", actor=actor, audience=PARTIES, data=dict(data))
    return file
