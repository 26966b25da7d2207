"""What the steps of a dossier ask of its plan, and what they do to it."""

from __future__ import annotations

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans import actions, guards, queries
from cordee.core.access import Actor
from cordee.core.lifecycle import advance, consequence_on, guard_on
from cordee.core.models.journal import Event

guard_on("cases.validation", "plan")(guards.may_be_validated)
guard_on("cases.case", "plan")(guards.plan_is_agreed)
guard_on("cases.case", "launch")(guards.plan_is_in_force)
guard_on("cases.case", "update")(guards.no_draft)
guard_on("cases.case", "close")(guards.nothing_open)


@consequence_on("cases.case", "plan")
def settle_plan(case: Case, event: Event, actor: Actor) -> None:
    """« Noter le parcours validé ensemble » puts the version that both sides have validated in force."""
    plan = queries.plan_of(case)
    if plan and (draft := queries.draft_of(plan)):
        advance(draft, "settle", actor=Actor.system("Validation des deux côtés"))


@consequence_on("cases.case", "update")
def prepare_next(case: Case, event: Event, actor: Actor) -> None:
    """« Actualiser le parcours » prepares the next version, with what changes."""
    if plan := queries.plan_of(case):
        plan.case = case
        actions.revise(actor=actor, plan=plan, reason=event.data["reason"])


@consequence_on("cases.case", "abandon")
def stop_all(case: Case, event: Event, actor: Actor) -> None:
    """The actions of an accompaniment that stops are given up with it, for its own reason."""
    for action in queries.open_actions(case):
        advance(action, "give_up", actor=Actor.system("Arrêt du dossier"), data={"reason": event.data["reason"]})
    plan = queries.plan_of(case)
    if plan and (draft := queries.draft_of(plan)):
        advance(draft, "replace", actor=Actor.system("Arrêt du dossier"))


__all__ = ["prepare_next", "settle_plan", "stop_all"]
