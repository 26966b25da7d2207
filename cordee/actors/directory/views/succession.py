"""What becomes of a structure: the form of a succession."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import policies
from cordee.actors.directory.succession_form import SuccessionForm
from cordee.actors.directory.successions import succeed
from cordee.actors.directory.views.sheet import get_sheet
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of


@require_http_methods(["GET", "POST"])
def succession(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if policies.may_compare(request.actor, organisation):
        raise Http404
    form = SuccessionForm(request.POST or None, actor=request.actor, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        c = form.cleaned_data
        try:
            heir = succeed(
                actor=request.actor,
                predecessors=[organisation, *([c["other"]] if c["other"] else [])],
                successor=c["successor"],
                new=form.new(),
                on=c["on"],
                kind=c["kind"],
                ends=c["ends"],
                agreements=list(c["agreements"]),
                note=c["note"],
                operation=operation_of(request.POST),
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : la succession est enregistrée. Prochaine étape : compléter la fiche de {heir.name}.")
            return redirect(heir)
    context = {"form": form, "organisation": organisation, "operation": operation_of(request.POST) or uuid.uuid4()}
    return render(request, "directory/succession.html", context, status=422 if form.errors else 200)
