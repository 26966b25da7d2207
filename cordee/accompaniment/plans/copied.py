"""What of a plan is copied by hand into the tools of others: its time, and where its engineering stands."""

from __future__ import annotations

from cordee.accompaniment.cases.copied import PARTED, CopiedPart, Values, declare
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import PlanAction
from cordee.core.formats import date_short

State = PlanAction.State


def plan(case: Case) -> Values:
    known = queries.plan_of(case)
    if known is None:
        return {}
    version = queries.latest(known)
    engineering = [action for action in queries.actions_of(known) if action.is_engineering]
    named = [f"{action.title} : {status(action).lower()}" for action in engineering]
    return {
        "version": ([version.number], f"{version.number} ({version.get_state_display().lower()})"),
        "starts_on": ([version.starts_on.isoformat()], date_short(version.starts_on)),
        "ends_on": ([version.ends_on.isoformat()], date_short(version.ends_on)),
        "objectives": ([version.objectives], version.objectives),
        "engineering": (list(named), PARTED.join(named)),
    }


def status(action: PlanAction) -> str:
    """Ordered once both sides have validated it: from then on it waits among the missions to put out to consultation."""
    if action.state == State.PLANNED and action.validated_in:
        return "Commandée"
    return str(action.get_state_display())


PLAN = declare(
    CopiedPart(
        "plan",
        "Parcours",
        (
            ("version", "Version du parcours"), ("starts_on", "Premier jour du parcours"), ("ends_on", "Dernier jour du parcours"),
            ("objectives", "Objectifs du parcours"),
            ("engineering", "Ingénierie"),
        ),
        plan,
        order=70,
    )
)  # fmt: skip
