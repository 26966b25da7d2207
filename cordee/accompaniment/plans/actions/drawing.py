"""Drawing a plan, changing what nobody has validated, validating it from both sides, preparing the next version."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases import policies as case_policies
from cordee.accompaniment.cases.actions.common import on_case
from cordee.accompaniment.cases.models import Case, Validation
from cordee.accompaniment.cases.queries import accompanied, validations_of
from cordee.accompaniment.plans import guards, policies, queries
from cordee.accompaniment.plans.models import Agreement, Plan, Version
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.edits import save_edit
from cordee.core.journal import record
from cordee.core.lifecycle import advance, start
from cordee.core.verbs import allow

BOTH = Actor.system("Validation des deux côtés")
PARTIES = ["operator", "structure"]
NOTHING = Refusal("draft", "Aucune version du parcours n'attend de validation.")
OUTSIDE = Refusal("outside", "Cette structure n'est pas, ou n'est plus, dans ce dossier.")


def draw_plan(*, actor: Actor, case: Case, values: dict[str, Any], operation: uuid.UUID | None = None) -> Plan:
    """The plan of a dossier and its first version, still without actions."""
    allow(policies.may_draw(actor, case))
    with on_case(actor, case, "plans.plan.draw", Version) as held:
        if operation and (known := queries.plan_of(held)) and known.public_id == operation:
            return known
        allow(policies.season(held) or (policies.DRAWN if queries.plan_of(held) else None))
        plan = Plan(case=held, thread_id=held.thread_id, zone=held.zone)
        if operation:
            plan.public_id = operation  # the second click of the same page finds what the first one made
        plan.save(force_insert=True)
        _open(actor, plan, 1, values, "")
    return plan


def _open(actor: Actor, plan: Plan, number: int, values: dict[str, Any], reason: str) -> Version:
    version = Version(plan=plan, number=number, reason=reason, thread_id=plan.thread_id, zone=plan.zone, **values)
    version.full_clean(exclude=["state", "thread"])
    start(version, actor=actor, data={"number": number, "reason": reason})
    return version


def edit_version(*, actor: Actor, version: Version, values: dict[str, Any], number: int) -> Version:
    """`number`: the edit that was read. What one side has validated does not change."""
    with on_case(actor, version.plan.case, "plans.version.edit", Version):
        fresh = Version._base_manager.select_related("plan__case__thread").get(pk=version.pk)
        allow(policies.may_change(actor, fresh))
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.full_clean(exclude=["state", "thread"])
        fresh.refresh_from_db()
        saved: Version = save_edit(fresh, values, version=number, actor=actor)
        record(saved, "plans.version.edited", actor=actor, audience=PARTIES, data={"number": saved.number})
    return saved


def revise(*, actor: Actor, plan: Plan, reason: str) -> Version:
    """The next version, made from the last one, with what makes it needed. A version that one side only had validated gives way."""
    allow(policies.may_draw(actor, plan.case))
    with on_case(actor, plan.case, "plans.version.revise", Version) as held:
        allow(policies.season(held))
        last = queries.latest(plan)
        if last.state == Version.State.DRAFT:
            allow(None if queries.agreements(last) else guards.no_draft(held))
            advance(last, "replace", actor=BOTH)
        return _open(actor, plan, last.number + 1, {name: getattr(last, name) for name in Version.WORDS}, reason.strip())


def agree(*, actor: Actor, version: Version, side: str, organisation: Organisation, body: str = "", on: date | None = None) -> Version:
    """One side says yes: the structure for itself, or the DLA who holds its minutes; the DLA alone for its own side."""
    mine = side == Validation.Side.OPERATOR
    case = version.plan.case
    allow(case_policies.may_decide(actor, case) if mine else case_policies.may_engage(actor, case, organisation.pk))
    with on_case(actor, case, "plans.agreement.note", Agreement) as held:
        fresh = Version._base_manager.select_related("plan__case__thread").get(pk=version.pk)
        allow(None if fresh.state == Version.State.DRAFT else NOTHING)
        allow(guards.is_ready(fresh))
        known = mine or organisation.pk in {b.organisation_id for b in accompanied(held)}
        allow(None if known else OUTSIDE)
        said: dict[str, Any] = {"side": side, "organisation": organisation, "body": body, "on": on or today()}
        if fresh.number > 1:
            _agree_to_update(actor, fresh, said)
        _keep_step(actor, held, fresh, said)
        settle_if_agreed(fresh)
    version.refresh_from_db()
    return version


def _agree_to_update(actor: Actor, version: Version, said: dict[str, Any]) -> None:
    agreement = Agreement(plan_version=version, **said)
    agreement.full_clean()
    agreement.save(force_insert=True)
    data = {"organisation": agreement.organisation.name, "number": version.number, "body": agreement.body}
    record(version, "plans.agreement.noted", actor=actor, audience=[*PARTIES, "network"], data=data, fact_on=agreement.on)


def _keep_step(actor: Actor, case: Case, version: Version, said: dict[str, Any]) -> None:
    """The dossier keeps one yes of each side to its plan: that of the first version, or of what replaced it before it was settled."""
    done = validations_of(case, Validation.What.PLAN).filter(side=said["side"], organisation=said["organisation"])
    if version.number == 1 or not done.exists():
        cases.keep_validation(actor=actor, case=case, what=Validation.What.PLAN, told=version.number == 1, **said)


def settle_if_agreed(version: Version) -> None:
    """Both sides have said yes. The first version of a dossier waits for « Noter le parcours validé ensemble », which tells it to all."""
    if version.plan.case.state != Case.State.SHARED and not queries.lacking(version):
        advance(version, "settle", actor=BOTH)
