"""The page of an action; adding, changing, paying for and proving it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.accompaniment.plans import actions, policies, presentation
from cordee.accompaniment.plans.forms import ActionForm, EvidenceForm, FundingForm
from cordee.accompaniment.plans.models import PlanAction
from cordee.accompaniment.plans.views.common import get_action, plan_form
from cordee.accompaniment.plans.views.plans import own_plan
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.views.forms import only, posted, version_of


@require_GET
def page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    return render(request, "plans/action.html", presentation.action_page(get_action(request, public_id), request.actor))


@require_http_methods(["GET", "POST"])
def add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = own_plan(request, public_id, "action_add")
    form = ActionForm(posted(request), plan=plan, actor=request.actor)

    def save() -> Any:
        return actions.add_action(
            actor=request.actor, plan=plan, values=form.values(), operation=operation_of(request.POST)
        ).get_absolute_url()

    return plan_form(
        request, plan, form, save, done="C'est fait : l'action est dans le parcours.", title="Ajouter une action",
        act="Ajouter cette action",
        lead="De l'ingénierie, une ressource du territoire, l'expertise du DLA, ou une action de la structure elle-même.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    action = own_action(request, public_id, "action_edit")
    form = ActionForm(posted(request), instance=action, plan=action.plan, actor=request.actor)

    def save() -> None:
        fresh = get_action(request, public_id)
        actions.edit_action(actor=request.actor, action=fresh, values=form.values(), version=version_of(request, fresh))

    return plan_form(
        request, action, form, save, done="C'est fait : l'action est enregistrée.", title="Modifier l'action",
        act="Enregistrer cette action", version=version_of(request, action),
    )  # fmt: skip


def own_action(request: ActingRequest, public_id: uuid.UUID, act: str) -> PlanAction:
    action = get_action(request, public_id)
    rules = {"action_edit": policies.may_edit, "fund": policies.may_fund, "prove": policies.may_prove}
    if action.plan.case.is_over:
        raise Http404
    only(rules[act](request.actor, action))
    return action


@require_http_methods(["GET", "POST"])
def fund(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    action = own_action(request, public_id, "fund")
    form = FundingForm(posted(request), actor=request.actor)

    def save() -> None:
        actions.fund(actor=request.actor, action=action, **form.cleaned_data)

    return plan_form(
        request, action, form, save, done="C'est fait : le financement est noté.", title="Noter un financement",
        act="Noter ce financement",
        lead="Un partenaire qui a fléché son soutien vers une autre cible ne peut pas financer cette action : la page le dit alors.",
    )  # fmt: skip


@require_POST
def unfund(request: ActingRequest, public_id: uuid.UUID, funding_id: uuid.UUID) -> HttpResponse:
    action = own_action(request, public_id, "fund")
    funding = action.fundings.select_related("action__plan__case__thread", "organisation").filter(public_id=funding_id).first()
    if funding is None:
        raise Http404
    try:
        actions.unfund(actor=request.actor, funding=funding)
    except Refused as refused:
        messages.error(request, refused.refusal.sentence)
    else:
        messages.success(request, "C'est fait : le financement est retiré.")
    return redirect(action.get_absolute_url())


@require_http_methods(["GET", "POST"])
def prove(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    action = own_action(request, public_id, "prove")
    form = EvidenceForm(posted(request), request.FILES or None)

    def save() -> None:
        actions.join_evidence(actor=request.actor, action=action, **form.cleaned_data)

    return plan_form(
        request, action, form, save, done="C'est fait : la preuve est jointe.", title="Joindre une preuve", act="Joindre cette preuve",
        lead="Attestation, livrable, compte rendu : ce qui montre que l'action a eu lieu. La structure et le DLA le lisent.",
    )  # fmt: skip
