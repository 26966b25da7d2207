"""The page of a dossier, opening one, confiding one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.cases import actions, policies, presentation, reminding
from cordee.accompaniment.cases.forms import AssignForm, OpenForm, RemindForm
from cordee.accompaniment.cases.views.common import case_form, get_case, own_case
from cordee.actors.directory.models import Organisation
from cordee.core.access import ActingRequest, log_read
from cordee.core.asked import operation_of, whole_number
from cordee.core.views.forms import form_page, posted


@require_GET
def page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = get_case(request, public_id)
    context = presentation.case_page(case, request.actor, whole_number(request.GET.get("avant")))
    if context["accounts"]:
        log_read(request, case, "accounts")
    return render(request, "cases/case.html", context)


def own_organisation(request: ActingRequest) -> Organisation:
    found: Organisation | None = Organisation.objects.visible_to(request.actor).filter(pk=request.actor.organisation_id).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def open_(request: ActingRequest) -> HttpResponse:
    """The structure for itself, a network for a member, the DLA for whoever asked it."""
    actor = request.actor
    if actor.profile not in policies.CONDUCT | {"structure", "network"}:
        raise Http404
    form = OpenForm(posted(request), actor=actor)

    def save() -> Any:
        structure = form.cleaned_data["structure"] if "structure" in form.fields else own_organisation(request)
        requester = structure if actor.profile in policies.CONDUCT else own_organisation(request)
        values = form.values() | {"requester": requester}
        return actions.open_case(
            actor=actor, structures=[structure], values=values, operation=operation_of(request.POST)
        ).get_absolute_url()

    return form_page(
        request, form, save, done="C'est fait : la demande est déposée. Prochaine étape : le premier échange avec le DLA.",
        title="Demander un accompagnement", act="Déposer cette demande", back=reverse("cases:cases"), help="dossiers", nav_current="cases",
        lead="L'accompagnement est libre et gratuit. Le DLA du territoire reçoit la demande et prend contact.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def assign(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """For good, the structure is told; for some days, a substitute."""
    case = own_case(request, public_id, "assign")
    form = AssignForm(posted(request), case=case)

    def save() -> None:
        c = form.cleaned_data
        if c["until"] is None:
            actions.hand_over(actor=request.actor, cases=[case], to=c["who"], on=c["since"], notes={case.pk: c["note"]})
            return
        days = DateRange(c["since"], c["until"] + timedelta(days=1))
        actions.assign(actor=request.actor, case=case, membership=c["who"], role="substitute", period=days, note=c["note"])

    return case_form(
        request, case, form, save, done="C'est fait : le dossier est confié.", title="Confier le dossier", act="Confier ce dossier"
    )


@require_http_methods(["GET", "POST"])
def remind(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the letter will say, then the press."""
    case = own_case(request, public_id, "remind")
    found = reminding.owing(case, request.actor)
    refusal = reminding.refusal_of(found)
    if refusal and request.method == "GET":
        messages.warning(request, refusal.sentence)
        return redirect(case)
    form = RemindForm(posted(request))

    def save() -> None:
        asked = {"message": form.cleaned_data["message"], "operation": operation_of(request.POST)}
        if unreached := actions.remind(actor=request.actor, case=case, **asked):
            messages.warning(request, unreached)

    return case_form(
        request, case, form, save, done="C'est fait : le courriel de relance part.", title="Relancer la structure",
        act="Envoyer cette relance", lead=reminding.told_to(found),
    )  # fmt: skip
