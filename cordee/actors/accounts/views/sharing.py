"""Opening a sheet to another organisation, and closing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.accounts import actions, policies, queries
from cordee.actors.accounts.models import Participation
from cordee.actors.accounts.sharing_form import ShareForm
from cordee.actors.directory.models import Organisation
from cordee.core.access import IN_PERSON, ActingRequest, Refusal, Refused

LEAD = (
    "L'organisation lira cette fiche à son titre, dans son annuaire, et un courriel le lui dit. "
    "La structure voit cette ouverture sur sa fiche ; vous pourrez la refermer à tout moment."
)


def _sheet(request: ActingRequest, public_id: uuid.UUID) -> tuple[Organisation, Refusal | None]:
    """For the DLA of the territory, and for whoever assists it, who is told why not; to the others these pages do not exist."""
    rows: Any = Organisation.objects.visible_to(request.actor).filter(public_id=public_id)
    organisation: Organisation | None = rows.select_related("thread").first()
    refusal = policies.may_share(request.actor, organisation) if organisation else None
    if organisation is None or (refusal and refusal is not IN_PERSON):
        raise Http404
    return organisation, refusal


def _back(organisation: Organisation) -> str:
    return f"{organisation.get_absolute_url()}#qui-prend-part"


@require_http_methods(["GET", "POST"])
def share(request: ActingRequest, organisation: uuid.UUID) -> HttpResponse:
    sheet, refusal = _sheet(request, organisation)
    form = ShareForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            part = actions.open_participation(actor=request.actor, organisation=sheet, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : la fiche est ouverte à {part.organisation.name}. Un courriel le lui dit.")
            return redirect(_back(sheet))
    context = {"organisation": sheet, "form": form, "refusal": refusal, "lead": LEAD, "back": _back(sheet)}
    return render(request, "accounts/share.html", context, status=403 if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def share_end(request: ActingRequest, organisation: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    sheet, refusal = _sheet(request, organisation)
    row: Participation | None = queries.parts_of(sheet).filter(public_id=part).first()
    if row is None:
        raise Http404
    if request.method == "POST" and refusal is None:
        try:
            actions.end_participation(actor=request.actor, organisation=sheet, part=row)
        except Refused as refused:
            refusal = refused.refusal
        else:
            messages.success(request, f"C'est fait : la fiche n'est plus ouverte à {row.organisation.name}.")
            return redirect(_back(sheet))
    context = {
        "title": f"Refermer la fiche à {row.organisation.name}",
        "act": "Refermer la fiche",
        "leaves": "Un courriel à l'organisation concernée.",
        "to": f"{row.organisation.name}, à titre de {row.get_capacity_display().lower()}",
        "frozen": "La fiche se ferme tout de suite. Le fil garde l'ouverture et sa fin ; vous pourrez l'ouvrir de nouveau.",
        "refusal": refusal.sentence if refusal else "",
        "cancel_url": _back(sheet),
    }
    return render(request, "accounts/share_end.html", context, status=403 if refusal else 200)
