"""Reads of plans: who sees what, what a version still lacks, which actions are open, late, or wait for a consultation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cordee.accompaniment.cases.models import Case, Validation
from cordee.accompaniment.cases.queries import accompanied, validations_of
from cordee.accompaniment.plans.models import Agreement, Plan, PlanAction, Version
from cordee.actors.directory.models import Organisation
from cordee.actors.partners.models import Contribution
from cordee.actors.partners.queries import by_operator_or_part, earmark_refusal
from cordee.core.access import Actor, Refusal, threads_of
from cordee.core.models import HouseQuerySet
from cordee.core.models.bases import period_contains_today

Rows = TypeVar("Rows", bound=HouseQuerySet)
Sides = set[tuple[str, int]]

#: who reads a plan while it is drawn; the others read it once both sides have validated it
PARTIES = frozenset({"operator", "structure"})
#: a dossier in which a plan is carried out
RUNNING = (Case.State.PLANNED, Case.State.UNDER_WAY)


def plans_seen(rows: Rows, actor: Actor, plan: str) -> Rows:
    """The DLA by its territory, the structures; networks and other parties once the plan is shared. `plan`: the way to it."""
    return by_operator_or_part(
        rows, actor,
        lambda: Q(thread_id__in=threads_of(actor, PARTIES)),
        lambda: Q(thread_id__in=threads_of(actor), **{f"{plan}shared_on__isnull": False}),
    )  # fmt: skip


# -- the plan and its versions --------------------------------------------------------------------------------------------------
def plan_of(case: Case) -> Plan | None:
    return Plan.objects.for_system("of a dossier that the caller holds").filter(case=case).first()


def versions_of(plan: Plan) -> QuerySet[Any]:
    """The latest first."""
    return Version.objects.for_system("of a plan that the caller may see").filter(plan=plan).order_by("-number")


def latest(plan: Plan) -> Version:
    version: Version = versions_of(plan)[0]
    return version


def draft_of(plan: Plan) -> Version | None:
    return versions_of(plan).filter(state=Version.State.DRAFT).first()


def in_force(plan: Plan) -> Version | None:
    return versions_of(plan).filter(state=Version.State.SETTLED).first()


def agreements(version: Version) -> list[Any]:
    """The yes of each side: a step of the dossier for the first version, a line of the plan for the next ones."""
    if version.number == 1:
        return list(validations_of(version.plan.case, Validation.What.PLAN))
    rows = Agreement.objects.for_system("of a plan that the caller may see").filter(plan_version=version)
    return list(rows.select_related("organisation").order_by("id"))


def lacking(version: Version) -> list[str]:
    """Who has still to say yes."""
    said: Sides = {(row.side, row.organisation_id) for row in agreements(version)}
    names = [b.organisation.name for b in accompanied(version.plan.case) if ("structure", b.organisation_id) not in said]
    return names if any(side == "operator" for side, _ in said) else [*names, "le DLA"]


def ended() -> Q:
    """Versions in force whose last day has passed while the dossier goes on: neither updated nor closed."""
    return Q(state=Version.State.SETTLED, plan__case__state__in=RUNNING)


# -- actions --------------------------------------------------------------------------------------------------------------------
def actions_of(plan: Plan) -> QuerySet[Any]:
    rows = PlanAction.objects.for_system("of a plan that the caller may see").filter(plan=plan)
    return rows.select_related("nature", "theme", "partner").order_by("starts_on", "id")


def open_actions(case: Case) -> list[PlanAction]:
    rows = PlanAction.objects.for_system("what a dossier still owes").filter(plan__case=case, state__in=PlanAction.OPEN)
    return list(rows.order_by("due_on", "id"))


def missing_of(action: PlanAction) -> list[str]:
    """What the specification of an engineering action would still ask."""
    if not action.is_engineering:
        return []
    asked: list[tuple[str, object]] = [
        ("l'objectif", action.objective.strip()),
        ("le contexte", action.context.strip()),
        ("les livrables attendus", action.deliverables.strip()),
        ("les compétences attendues", action.competences.exists()),
        ("le nombre de jours", action.days),
        ("le budget", action.cost is not None),
        ("les contraintes", action.constraints.strip()),
    ]
    return [label for label, there in asked if not there]


def to_consult(rows: Any) -> Any:
    """Engineering actions that both sides have validated and that nobody has begun: what a consultation opens from."""
    return rows.filter(kind__in=PlanAction.ENGINEERING, state=PlanAction.State.PLANNED, validated_in__isnull=False)


def concerned_by(action: PlanAction) -> list[Organisation]:
    """The structures that an action serves: those that it names, all those of the dossier otherwise."""
    named = [b.organisation for b in action.concerned.select_related("organisation").order_by("id")]
    return named or [b.organisation for b in accompanied(action.plan.case)]


# -- money ----------------------------------------------------------------------------------------------------------------------
def contributions_of(partner: Organisation, case: Case) -> QuerySet[Any]:
    """What a partner has agreed to bring to the DLAs of this territory, in force today."""
    rows = Contribution.objects.for_system("what a partner may engage here").filter(
        period_contains_today(), contributor=partner, form__in=Contribution.PAID, state=Contribution.State.ACTIVE, zone=case.zone
    )
    return rows.select_related("sector", "department", "epci").order_by("id")


def contribution_for(partner: Organisation, action: PlanAction) -> tuple[Contribution | None, Refusal | None]:
    """The contribution that pays for this action; the refusal of the earmark when none of them may. A partner who has recorded
    none here may still pay: it is then written as such."""
    refusal = None
    for contribution in contributions_of(partner, action.plan.case):
        refused = next(filter(None, (earmark_refusal(contribution, structure) for structure in concerned_by(action))), None)
        if refused is None:
            return contribution, None
        refusal = refusal or refused
    return None, refusal


def left_of(contribution: Contribution) -> Decimal:
    engaged = contribution.plan_fundings.aggregate(total=Coalesce(Sum("amount"), Decimal(0)))["total"]
    return Decimal(contribution.amount or 0) - Decimal(engaged)
