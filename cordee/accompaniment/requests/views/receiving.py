"""What the DLA opens: one request, and recording the one that came by post or by telephone."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.requests import actions, lookup, policies, presentation
from cordee.accompaniment.requests.forms import RecordForm
from cordee.accompaniment.requests.models import Request
from cordee.core.access import ActingRequest
from cordee.core.asked import operation_of, whole_number
from cordee.core.views.forms import form_page


@require_GET
def page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    rows = Request.objects.visible_to(request.actor).select_related("thread", "contact", "case", "proof")
    demand: Request | None = rows.filter(public_id=public_id).first()
    if demand is None:
        raise Http404
    return render(
        request, "requests/request.html", presentation.request_page(demand, request.actor, whole_number(request.GET.get("avant")))
    )


@require_http_methods(["GET", "POST"])
def record(request: ActingRequest) -> HttpResponse:
    """For who telephoned, wrote or came: the channel and its proof are kept."""
    if not policies.may_record(request.actor):
        raise Http404
    data: QueryDict | None = request.POST if request.method == "POST" else None
    told = ""
    asks = request.method == "POST" and request.POST.get("etape") == "remplir"
    if asks:
        data, told = lookup.filled(request.POST, request.actor)
    form = RecordForm(data, request.FILES if data else None)
    if asks:
        lookup.shown_again(form)

    def save() -> Any:
        operation = operation_of(request.POST)
        return actions.deposit(actor=request.actor, filed=form.filed(), receipt=form.receipt(), operation=operation).get_absolute_url()

    if asks:
        return render(request, "directory/edit.html", {**_shown(request), "form": form, "lead": told})
    done = "C'est fait : la demande est enregistrée. Prochaine étape : la recevoir."
    return form_page(request, form, save, done=done, template="directory/edit.html", **_shown(request))


def _shown(request: ActingRequest) -> dict[str, Any]:
    return {
        "title": "Enregistrer une demande", "act": "Enregistrer cette demande", "back": reverse("requests:requests"),
        "help": "demandes", "nav_current": "requests", "fills": True, "operation": operation_of(request.POST) or uuid.uuid4(),
        "lead": "Pour une demande faite par courrier, par téléphone ou de vive voix : elle suit ensuite le même chemin que les autres.",
    }  # fmt: skip
