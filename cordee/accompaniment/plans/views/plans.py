"""The page of a plan, its versions, its printed page; drawing, changing and validating it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.accompaniment.cases.queries import operator_of
from cordee.accompaniment.cases.views.common import get_case
from cordee.accompaniment.plans import actions, policies, presentation, queries
from cordee.accompaniment.plans.document import PLAN
from cordee.accompaniment.plans.forms import AgreeForm, EffectForm, EffortForm, ReasonForm, VersionForm
from cordee.accompaniment.plans.models import Plan
from cordee.accompaniment.plans.views.common import get_plan, own_side, plan_form
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.produce import produce
from cordee.core.views.forms import only, posted, version_of


@require_GET
def page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    return render(request, "plans/plan.html", presentation.plan_page(get_plan(request, public_id), request.actor))


@require_GET
def versions(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    return render(request, "plans/versions.html", presentation.versions_page(get_plan(request, public_id), request.actor))


@require_http_methods(["GET", "POST"])
def draw(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = get_case(request, public_id)
    only(policies.may_draw(request.actor, case))
    form = VersionForm(posted(request))

    def save() -> Any:
        plan = actions.draw_plan(actor=request.actor, case=case, values=form.values(), operation=operation_of(request.POST))
        return plan.get_absolute_url()

    return plan_form(
        request, case, form, save, done="C'est fait : le parcours est ouvert. Prochaine étape : ses actions.",
        title="Élaborer le parcours", act="Élaborer ce parcours",
        lead="Un parcours est borné dans le temps ; ses actions s'ajoutent ensuite, puis la structure et le DLA le valident.",
    )  # fmt: skip


def own_plan(request: ActingRequest, public_id: uuid.UUID, act: str) -> Plan:
    """When this act is offered to the actor: an act that is not is an address that does not exist."""
    plan = get_plan(request, public_id)
    versions = presentation.versions_for(plan, request.actor)
    versions[0].plan = plan
    if act not in presentation.acts_for(plan, versions[0], request.actor):
        raise Http404
    return plan


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = own_plan(request, public_id, "edit")
    version = queries.latest(plan)
    form = VersionForm(posted(request), instance=version)

    def save() -> None:
        fresh = queries.latest(plan)
        actions.edit_version(actor=request.actor, version=fresh, values=form.values(), number=version_of(request, fresh))

    return plan_form(
        request, plan, form, save, done="C'est fait : le parcours est enregistré.", title="Modifier le parcours",
        act="Enregistrer ce parcours", version=version_of(request, version),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def revise(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = own_plan(request, public_id, "revise")
    form = ReasonForm(posted(request))

    def save() -> None:
        actions.revise(actor=request.actor, plan=plan, reason=form.cleaned_data["reason"])

    return plan_form(
        request, plan, form, save, done="C'est fait : une nouvelle version est en préparation. Prochaine étape : la modifier.",
        title="Reprendre le parcours", act="Préparer une nouvelle version",
        lead="La version actuelle reste lisible telle qu'elle est. La nouvelle part d'elle, et attendra la validation des deux côtés.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def agree(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = own_plan(request, public_id, "agree")
    form = AgreeForm(posted(request), case=plan.case, own=own_side(request, plan.case))

    def save() -> None:
        c = form.cleaned_data
        side = c.get("side", "structure")
        organisation = (operator_of(plan.zone) or plan.case.opened_by) if side == "operator" else form.organisation
        version = queries.latest(plan)
        actions.agree(actor=request.actor, version=version, side=side, organisation=organisation, body=c["body"], on=c["on"])

    return plan_form(
        request, plan, form, save, done="C'est fait : la validation est notée.", title="Valider cette version du parcours",
        act="Valider cette version", lead="Dès qu'un côté l'a validée, cette version ne change plus.",
    )  # fmt: skip


@require_POST
def print_(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = own_plan(request, public_id, "print")
    try:
        produce(PLAN.code, plan, actor=request.actor)
    except Refused as refused:
        messages.error(request, refused.refusal.sentence)
    else:
        messages.success(request, "C'est fait : le parcours est imprimable, en Word et en PDF.")
    return redirect(f"{plan.get_absolute_url()}#documents")


# -- what is given, what followed ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def effort(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = get_case(request, public_id)
    own = own_side(request, case)
    only(policies.may_give(request.actor, case, own or 0))
    if case.is_over:
        raise Http404
    form = EffortForm(posted(request), case=case, own=own)

    def save() -> None:
        actions.note_effort(actor=request.actor, case=case, organisation=form.organisation, values=form.values())

    return plan_form(
        request, case, form, save, done="C'est fait : l'engagement en nature est noté.", title="Noter un engagement en nature",
        act="Noter cet engagement",
        lead="L'accompagnement est gratuit : la structure y donne du temps et des déplacements. Leur valeur se dit, elle ne se paie pas.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def effect(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = get_case(request, public_id)
    only(policies.may_tell_effects(request.actor, case))
    own = request.actor.organisation_id if request.actor.capacity == "structure" else None
    form = EffectForm(posted(request), case=case, actor=request.actor, own=own)

    def save() -> None:
        actions.note_effect(actor=request.actor, case=case, organisation=form.organisation, values=form.values())

    return plan_form(
        request, case, form, save, done="C'est fait : l'effet est noté.", title="Noter un effet", act="Noter cet effet",
        lead="Ce que l'accompagnement a entraîné : un partenaire qui s'engage, ou l'un des trois effets attendus du dispositif.",
    )  # fmt: skip
