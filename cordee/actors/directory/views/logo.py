"""The logo of an organisation: the one in use, the former ones, a new one."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import policies
from cordee.actors.directory.views.sheet import get_sheet
from cordee.core import logos
from cordee.core.access import ActingRequest, Refused


class LogoForm(forms.Form):
    upload = forms.FileField(
        label="Image du logo", help_text=logos.HELP, widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})
    )


@require_http_methods(["GET", "POST"])
def logo(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if policies.may_edit(request.actor, organisation):
        raise Http404
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            logos.join_logo(actor=request.actor, thread=organisation.thread, upload=form.cleaned_data["upload"])
        except Refused as refused:
            form.add_error("upload", refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : les prochains documents de {organisation.name} porteront ce logo.")
            return redirect("directory:logo", public_id)
    versions = list(logos.rows().filter(thread=organisation.thread).select_related("replaced_by").order_by("-id"))
    context = {"organisation": organisation, "form": form, "current": next(iter(versions), None), "former": versions[1:]}
    return render(request, "directory/logo.html", context, status=422 if form.errors else 200)
