"""What the pages of a plan show, and to whom."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases import policies as case_policies
from cordee.accompaniment.cases.queries import structures_of
from cordee.accompaniment.plans import policies, queries
from cordee.accompaniment.plans.document import PLAN
from cordee.accompaniment.plans.gantt import TONES, gantt_of
from cordee.accompaniment.plans.models import Effort, Funding, Plan, PlanAction, Version
from cordee.accompaniment.plans.panel import given
from cordee.accompaniment.plans.snapshots import content_of, differences
from cordee.core.access import READERS, Actor, capacities_in
from cordee.core.clock import today
from cordee.core.files.policies import may_open
from cordee.core.journal import events_of, tell
from cordee.core.lifecycle import offers
from cordee.core.models import Document, File
from cordee.core.produce import edition_of
from cordee.core.views.acts import offer_links

VERSION_TONES = {"draft": "warn", "settled": "ok", "replaced": "plain"}


def is_party(plan: Plan, actor: Actor) -> bool:
    """Reads a version in preparation: the DLA and the structures."""
    return actor.is_system or bool(queries.PARTIES & set(capacities_in(actor, plan.thread)))


def versions_for(plan: Plan, actor: Actor) -> list[Version]:
    party = is_party(plan, actor)
    return [v for v in queries.versions_of(plan) if party or v.settled_on]


def plan_page(plan: Plan, actor: Actor) -> dict[str, Any]:
    versions = versions_for(plan, actor)
    party, shown = is_party(plan, actor), versions[0]
    shown.plan = plan
    rows = list(queries.actions_of(plan).prefetch_related("fundings"))
    actions = [a for a in rows if party or a.validated_in]
    living = [a for a in actions if a.state != PlanAction.State.GIVEN_UP]
    day = today()
    efforts = Effort.objects.visible_to(actor).filter(case=plan.case).select_related("organisation").order_by("-on", "-id")
    lines = [tell(event) for event in events_of(shown, actor)]
    lacking = queries.lacking(shown) if shown.state == Version.State.DRAFT else []
    structures = [b.organisation for b in structures_of(plan.case)]
    acts = acts_for(plan, shown, actor)
    own = next((one.name for one in structures if one.pk == actor.organisation_id), "")
    if own and own not in lacking:
        acts.pop("agree", None)  # it said yes already
    return {
        "plan": plan, "case": plan.case, "nav_current": "cases", "version": shown, "tone": VERSION_TONES[shown.state],
        "several": len(versions) > 1, "gantt": gantt_of(shown.starts_on, shown.ends_on, living, day),
        "given_up": [a for a in actions if a.state == PlanAction.State.GIVEN_UP],
        "money": money(living), "natures": sorted({str(a.nature) for a in living}), "issues": sorted({a.issue for a in living}),
        "over": shown.state == Version.State.SETTLED and shown.ends_on < day and plan.case.state in queries.RUNNING,
        "agreed": queries.agreements(shown), "lacking": lacking,
        "structures": structures, "acts": acts, "to_agree": bool(living and lacking and "agree" in acts),
        "documents": documents(plan, actor), **given(list(efforts)), "lines": lines,
    }  # fmt: skip


def money(actions: list[PlanAction]) -> dict[str, Decimal]:
    """What the actions cost, what is found, what is left to find: by who pays."""
    fundings = [funding for action in actions for funding in action.fundings.all()]
    found = sum((f.amount for f in fundings), Decimal(0))
    cost = sum((a.cost or Decimal(0) for a in actions), Decimal(0))
    by_kind = {k: sum((f.amount for f in fundings if f.kind == k), Decimal(0)) for k in Funding.Kind.values}
    return {"cost": cost, "found": found, "left": max(cost - found, Decimal(0)), **by_kind}


def acts_for(plan: Plan, version: Version, actor: Actor) -> dict[str, str]:
    """Name of an act → its address, for those that this reader may do now."""
    case, draft = plan.case, version.state == Version.State.DRAFT
    names: list[str] = []
    if policies.may_change(actor, version) is None:
        names += ["edit", "action_add"]
    elif policies.may_draw(actor, case) is None and case.state != "under_way" and (not draft or queries.agreements(version)):
        names.append("revise")
    engaged = case_policies.may_conduct(actor, case) is None or case_policies.is_accompanied(actor, case)
    if draft and engaged and not case.is_over:
        names.append("agree")
    if {*PLAN.audience} & {*capacities_in(actor, plan.thread)} and actor.profile not in READERS:
        names.append("print")
    urls = {name: reverse(f"plans:{name}", args=[plan.public_id]) for name in names}
    if engaged and not case.is_over:
        urls |= {"effort": reverse("plans:effort", args=[case.public_id]), "effect": reverse("plans:effect", args=[case.public_id])}
    return urls


def documents(plan: Plan, actor: Actor) -> list[SimpleNamespace]:
    """The latest printed plan."""
    rows = Document.objects.for_system("of a plan fetched through visible_to; audience is applied here").filter(
        type=PLAN.code, subject_id=plan.pk, audience__overlap=capacities_in(actor, plan.thread) or [""]
    )
    last = rows.prefetch_related("files").order_by("-version").first()
    return [file_line(file, file.name, edition_of(last)) for file in last.files.all()] if last else []


def file_line(file: File, name: str, edition: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        name=name, url=reverse("core:file", args=[file.public_id]), size=file.size, kind=file.kind.upper(), at=file.added_at,
        by=file.added_by_label, edition=edition, sealed=file.sealed, sha256=file.sha256,
    )  # fmt: skip


def versions_page(plan: Plan, actor: Actor) -> dict[str, Any]:
    """Every version, the latest first, with what it changed in the one before."""
    versions = versions_for(plan, actor)
    for version in versions:
        version.plan = plan
    told = [
        SimpleNamespace(
            version=version, tone=VERSION_TONES[version.state], actions=content_of(version),
            changes=differences(before, version) if before else [], agreed=queries.agreements(version),
        )
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]  # fmt: skip
    return {"plan": plan, "case": plan.case, "nav_current": "cases", "versions": told}


def action_page(action: PlanAction, actor: Actor) -> dict[str, Any]:
    plan = action.plan
    fundings = list(action.fundings.select_related("organisation", "contribution__sector", "contribution__department").order_by("id"))
    found = sum((f.amount for f in fundings), Decimal(0))
    files = [file for file in action.evidence.select_related("thread").order_by("id") if may_open(actor, file)]
    acts = {"action_edit": policies.may_edit, "fund": policies.may_fund, "prove": policies.may_prove}
    may = [name for name, rule in acts.items() if not plan.case.is_over and rule(actor, action) is None]
    return {
        "action": action, "plan": plan, "case": plan.case, "nav_current": "cases", "tone": TONES[action.state],
        "missing": queries.missing_of(action), "late": action.is_open and action.due_on < today(),
        "waits": action.is_engineering and action.state == PlanAction.State.PLANNED and action.validated_in is not None,
        "competences": list(action.competences.order_by("position", "label")),
        "concerned": queries.concerned_by(action), "fundings": fundings, "found": found,
        "left": max((action.cost or Decimal(0)) - found, Decimal(0)), "evidence": [file_line(f, f.label or f.name) for f in files],
        "offers": offer_links(action, offers(action, actor)),
        "acts": {name: reverse(f"plans:{name}", args=[action.public_id]) for name in may},
        "lines": [tell(event) for event in events_of(action, actor)],
    }  # fmt: skip
