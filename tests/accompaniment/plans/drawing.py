"""A plan and its actions, by the verbs of the room."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans import actions, queries
from cordee.accompaniment.plans.models import Nature, Plan, PlanAction, Version
from cordee.actors.directory.models import Competence
from cordee.core.clock import today
from cordee.core.lifecycle import advance
from tests.factories import SYSTEM, Someone

ENGINEERING: dict[str, Any] = {
    "kind": "individual", "title": "Revoir le modèle économique", "issue": "Modèle économique", "held_by": "operator",
    "objective": "Équilibrer les recettes.", "context": "Deux ateliers, une boutique.", "deliverables": "Un plan à trois ans.",
    "constraints": "Aucune.", "days": Decimal("6.5"), "cost": Decimal("6500.00"),
}  # fmt: skip


def words(**more: Any) -> dict[str, Any]:
    day = today()
    return {
        "starts_on": day, "ends_on": day + timedelta(days=180), "objectives": "Diversifier les recettes.",
        "follow_up": "Un point chaque trimestre.", "updating": "Par avenant, décidé à deux.", **more,
    }  # fmt: skip


def drawn(case: Case, by: Someone | None = None, **more: Any) -> Plan:
    """A plan with one action of the structure; the one that is there already, if any."""
    known = queries.plan_of(case)
    if known:
        return known
    actor = by.actor if by else SYSTEM
    plan = actions.draw_plan(actor=actor, case=case, values=words(**more))
    add(plan)
    return plan


def add(plan: Plan, by: Someone | None = None, **more: Any) -> PlanAction:
    day: date = more.pop("day", today())
    values: dict[str, Any] = {
        "title": "Tenir un tableau de bord", "kind": "own", "issue": "Pilotage", "held_by": "structure", "owner": "Direction",
        "starts_on": day, "due_on": day + timedelta(days=90), "nature": Nature.objects.for_system("test").get(code="conseil"), **more,
    }  # fmt: skip
    return actions.add_action(actor=by.actor if by else SYSTEM, plan=plan, values=values)


def engineering(plan: Plan, by: Someone | None = None, **more: Any) -> PlanAction:
    """Complete: all that its specification will ask."""
    competences = list(Competence.objects.for_system("test").order_by("id")[:2])
    return add(plan, by, **{**ENGINEERING, "competences": competences, **more})


def agree_all(version: Version) -> Version:
    for beneficiary in version.plan.case.beneficiaries.filter(state="in").order_by("id"):
        version = actions.agree(actor=SYSTEM, version=version, side="structure", organisation=beneficiary.organisation, body="Conseil")
    return actions.agree(actor=SYSTEM, version=version, side="operator", organisation=version.plan.case.opened_by)


def finish_all(case: Case) -> None:
    for action in queries.open_actions(case):
        advance(action, "finish", actor=SYSTEM, data={"outcome": "Tableau de bord tenu."})
