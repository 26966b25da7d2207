"""An alert of the register, and the place of a site on the map."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import policies
from cordee.actors.directory.children import kinds
from cordee.actors.directory.children.actions import change
from cordee.actors.directory.connected import watching
from cordee.actors.directory.connected.addresses import NOWHERE, point_of
from cordee.actors.directory.models import CompanyAlert, Site
from cordee.actors.directory.queries import sheet_of
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import whole_number
from cordee.core.connectors import Trouble
from cordee.core.edits import Stale

NO_ADDRESS = "Ce lieu n'a ni adresse ni commune : complétez-le d'abord, ou indiquez la latitude et la longitude à la main."
MOVED = "Quelqu'un vient de modifier ce lieu : relisez-le, puis recommencez. Rien n'a été enregistré."


class ReadForm(forms.Form):
    reason = forms.CharField(
        label="Suite donnée",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que vous avez vérifié, avec qui, et ce qui est décidé. Elle reste avec l'alerte.",
        error_messages={"required": "Dites la suite donnée : elle reste avec l'alerte."},
    )


@require_http_methods(["GET", "POST"])
def alert(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(CompanyAlert.objects.visible_to(request.actor).select_related("organisation"), public_id=public_id)
    form = ReadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            watching.read(actor=request.actor, alert=found, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : la suite donnée est enregistrée avec l'alerte.")
            return redirect(found.organisation)
    refusal = policies.may_edit(request.actor, found.organisation)
    context = {"alert": found, "organisation": found.organisation, "form": form, "refusal": refusal, "nav_current": "directory"}
    return render(request, "directory/alert.html", context, status=422 if form.is_bound else 200)


class PlaceForm(forms.ModelForm):
    class Meta:
        model = Site
        fields = ("latitude", "longitude")


@require_http_methods(["GET", "POST"])
def place(request: ActingRequest, public_id: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Where a site is: asked of the service, or typed; recorded only when its keeper says so."""
    organisation, kind = sheet_of(request.actor, public_id), kinds["site"]
    site = kind.rows(organisation).filter(public_id=child).select_related("commune").first() if organisation else None
    if organisation is None or site is None or policies.may_edit(request.actor, organisation):
        raise Http404
    asks = request.method == "POST" and request.POST.get("etape") == "chercher"
    form = PlaceForm(None if asks else request.POST or None, instance=Site.objects.for_system("already fetched").get(pk=site.pk))
    context: dict[str, Any] = {"trouble": "", "point": None}
    if asks:
        context = _asked(site)
        if point := context["point"]:
            form = PlaceForm(initial={"latitude": f"{point.latitude:.6f}", "longitude": f"{point.longitude:.6f}"})
    elif request.method == "POST" and form.is_valid():
        try:
            values = {name: form.cleaned_data[name] for name in ("latitude", "longitude")}
            change(
                actor=request.actor,
                kind=kind,
                organisation=organisation,
                child=site,
                values=values,
                version=whole_number(request.POST.get("version")) or 0,
            )
        except Stale:
            form.add_error(None, MOVED)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : les coordonnées de ce lieu sont enregistrées.")
            return redirect(f"{organisation.get_absolute_url()}#lieux")
    context |= {"site": site, "organisation": organisation, "form": form, "nav_current": "directory"}
    return render(request, "directory/place.html", context, status=422 if form.is_bound else 200)


def _asked(site: Any) -> dict[str, Any]:
    town = site.commune.label if site.commune else ""
    if not (site.address or town):
        return {"trouble": NO_ADDRESS, "point": None}
    try:
        point = point_of(f"{site.address} {town}", site.commune.code if site.commune else "")
    except Trouble as trouble:
        return {"trouble": trouble.sentence, "point": None}
    return {"trouble": "" if point else NOWHERE, "point": point}
