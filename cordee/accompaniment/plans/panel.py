"""The plan on the page of its dossier: where it stands, what is next, what was given, what followed. Read with the other panels."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans import policies
from cordee.accompaniment.plans.models import Effect, Effort, Plan, PlanAction, Version
from cordee.core import panels
from cordee.core.access import Actor

INSIDE = frozenset({"operator", "structure"})
TONES = {"planned": "plain", "under_way": "warn", "done": "ok", "given_up": "plain"}
SHOWN = 6
#: nothing has followed an accompaniment yet
BEFORE = (Case.State.REQUESTED, Case.State.RECEIVED, Case.State.REORIENTED, Case.State.DIAGNOSING, Case.State.SHARED)


def reads(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    plans = Plan.objects.visible_to(actor).filter(case=case)
    seen = plans.order_by().values("pk")
    versions = Version.objects.for_system("of a plan that the reader sees").filter(plan__in=seen)
    actions = PlanAction.objects.for_system("of a plan that the reader sees").filter(plan__in=seen)
    return {
        "plan": plans.order_by("id"),
        "versions": versions.exclude(state=Version.State.REPLACED).order_by("-number"),
        "actions": actions.exclude(state=PlanAction.State.GIVEN_UP).order_by("due_on", "id"),
        "efforts": Effort.objects.visible_to(actor).filter(case=case).order_by("id"),
        "effects": Effect.objects.visible_to(actor).filter(case=case).select_related("partner").order_by("-on", "-id"),
    }


def context(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    plan = next(iter(rows["plan"]), None)
    inside = bool(capacities & INSIDE)
    acts = acts_of(case, actor, plan, inside)
    if plan is None and not acts and not rows["effects"]:
        return None
    versions = [v for v in rows["versions"] if inside or v.state == Version.State.SETTLED]
    shown = rows["actions"] if inside else [a for a in rows["actions"] if a.validated_in]
    still = [a for a in shown if a.is_open]
    return {
        "plan": plan, "over": case.is_over, "stopped": case.state == Case.State.ABANDONED,
        "acts": acts, "versions": versions, "number": len(shown), "done": len(shown) - len(still),
        "next": [(a, a.get_state_display(), TONES[a.state]) for a in still[:SHOWN]], "more": max(len(still) - SHOWN, 0),
        **given(rows["efforts"]), "effects": rows["effects"],
    }  # fmt: skip


def given(efforts: list[Effort]) -> dict[str, Any]:
    """Days, kilometres, and their value: an effort, never a sum paid."""
    days = sum((e.quantity for e in efforts if e.nature == Effort.Nature.TIME), start=0)
    km = sum((e.quantity for e in efforts if e.nature == Effort.Nature.TRAVEL), start=0)
    return {"given_days": days, "given_km": km, "given_value": sum((e.value or 0 for e in efforts), start=0), "efforts": efforts}


def acts_of(case: Case, actor: Actor, plan: Plan | None, inside: bool) -> list[tuple[str, str]]:
    acts = []
    if plan is None and policies.may_draw(actor, case) is None:
        acts.append(("Élaborer le parcours", reverse("plans:draw", args=[case.public_id])))
    if inside and not case.is_over and plan and policies.speaks(actor, case):
        acts.append(("Noter un engagement en nature", reverse("plans:effort", args=[case.public_id])))
    if inside and case.state not in BEFORE and policies.speaks(actor, case):
        acts.append(("Noter un effet", reverse("plans:effect", args=[case.public_id])))
    return acts
