"""What the structure gave, and what followed."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.actions.common import on_case
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.plans import policies
from cordee.accompaniment.plans.models import Effect, Effort
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.journal import record
from cordee.core.verbs import allow, writing

OUTSIDE = Refusal("outside", "Cette structure n'est pas, ou n'est plus, dans ce dossier.")


def note_effort(*, actor: Actor, case: Case, organisation: Organisation, values: dict[str, Any]) -> Effort:
    """Time or travel: valued, never paid."""
    allow(policies.may_give(actor, case, organisation.pk))
    with on_case(actor, case, "plans.effort.note", Effort) as held:
        allow(None if organisation.pk in {b.organisation_id for b in accompanied(held)} else OUTSIDE)
        effort = Effort(case=held, organisation=organisation, thread_id=held.thread_id, zone=held.zone, **values)
        effort.full_clean()
        effort.save(force_insert=True)
        data = {"organisation": organisation.name, "nature": effort.nature, "quantity": str(effort.quantity)}
        record(effort, "plans.effort.noted", actor=actor, audience=["operator", "structure"], data=data, fact_on=effort.on)
    return effort


def note_effect(*, actor: Actor, case: Case, organisation: Organisation, values: dict[str, Any]) -> Effect:
    """During the accompaniment or long after it: a dossier that is closed still tells what followed."""
    allow(policies.may_tell_effects(actor, case))
    with writing(actor, "plans.effect.note", Effect):
        allow(None if case.beneficiaries.filter(organisation=organisation).exists() else OUTSIDE)
        effect = Effect(case=case, organisation=organisation, thread_id=case.thread_id, zone=case.zone, **values)
        effect.full_clean()
        effect.save(force_insert=True)
        data = {"organisation": organisation.name, "kind": effect.kind}
        record(effect, "plans.effect.noted", actor=actor, audience=["operator", "structure", "network"], data=data, fact_on=effect.on)
    return effect
