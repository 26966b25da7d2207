"""Exchanging with Enée by a flat file: what it is, the table of correspondence, the sheet to copy. There is no connection."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.providers import policies
from cordee.actors.providers.enee import copies, mapping
from cordee.actors.providers.enee.fields import worded
from cordee.actors.providers.enee.forms import MappingForm
from cordee.actors.providers.enee.imports.declaration import ProviderImport
from cordee.actors.providers.enee.lists import in_order
from cordee.actors.providers.models import Provider
from cordee.actors.providers.search.words import read_words
from cordee.actors.providers.views.sheet import get_provider
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import whole_number
from cordee.core.edits import Stale
from cordee.core.imports.declare import imports


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """The gestures, and whose table of correspondence is in force."""
    actor = request.actor
    if not policies.may_search(actor):
        raise Http404
    importable = imports[ProviderImport.code].refusal(actor) is None
    context = {
        "titles": [title for _, title in in_order(actor, read_words(actor))],
        "in_force": mapping.in_force(actor),
        "may_keep": mapping.may_keep(actor) is None,
        "import_url": reverse("core:import_send", args=[ProviderImport.slug]) if importable else "",
    }
    return render(request, "providers/enee/home.html", context)


@require_http_methods(["GET", "POST"])
def correspondence(request: ActingRequest) -> HttpResponse:
    """One line a field. Someone saved meanwhile: what was typed stays, over theirs once read."""
    actor = request.actor
    if mapping.may_keep(actor):
        raise Http404
    if request.method == "POST" and request.POST.get("acte") == "commune":
        return _dropped(request)
    words, table = read_words(actor), mapping.own_table(actor)
    columns = [[field.code, title] for field, title in in_order(actor, words)]
    asked: dict[str, Any] = {"fields": worded(words), "columns": columns, "initial": {"version": table.version if table else 0}}
    form = MappingForm(request.POST if request.method == "POST" else None, **asked)
    if request.method == "POST" and form.is_valid():
        try:
            mapping.keep(actor=actor, columns=form.columns(), version=form.cleaned_data["version"] or 0)
        except Stale as stale:
            form = _over(request, form, stale, asked)
        else:
            messages.success(request, "C'est fait : le prochain fichier suivra cette correspondance.")
            return redirect("providers:enee")
    context = {
        "form": form,
        "lines": list(form.lines()),
        "own": table,
        "national": mapping.operator_of(actor) is None,
        "editions": mapping.editions(table) if table else [],
    }
    return render(request, "providers/enee/mapping.html", context, status=422 if form.errors else 200)


def _dropped(request: ActingRequest) -> HttpResponse:
    try:
        mapping.drop(actor=request.actor, version=whole_number(request.POST.get("version")) or 0)
    except Stale as stale:
        messages.warning(request, f"{stale.by} a modifié cette correspondance depuis l'ouverture de la page : relisez-la d'abord.")
        return redirect("providers:enee_mapping")
    messages.success(request, "C'est fait : vos fichiers suivent de nouveau la correspondance de départ.")
    return redirect("providers:enee")


def _over(request: ActingRequest, form: MappingForm, stale: Stale, asked: dict[str, Any]) -> MappingForm:
    """The form as typed, on the version that stands now: saved again, it replaces it knowingly."""
    data = request.POST.copy()
    data["version"] = str(stale.obj.version)
    again = MappingForm(data, **asked)
    said = ", ".join(title for _, title in stale.obj.columns)
    again.add_error(
        None, f"{stale.by} a modifié cette correspondance depuis l'ouverture de la page : {said}. "
        "Enregistrez de nouveau la vôtre pour qu'elle remplace la sienne."
    )  # fmt: skip
    return again


@require_http_methods(["GET", "POST"])
def copy_sheet(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """One provider, field after field in the order of the file, each with its copy button; what has changed since comes first."""
    actor = request.actor
    if not policies.may_search(actor) or (request.method == "POST" and copies.may_mark(actor)):
        raise Http404
    provider = get_provider(request, public_id)
    if request.method == "POST":
        return _marked(request, provider)
    lines, followed = copies.lines(actor, provider), policies.may_read("follow_up", actor, provider)
    last = copies.last_copy(provider) if followed else None
    context = {
        "provider": provider,
        "lines": lines,
        "followed": followed,
        "last": last,
        "changes": copies.changes(lines, last) if last else [],
        "seen": "" if copies.may_mark(actor) else copies.sign(provider, lines),
    }
    return render(request, "providers/enee/copy.html", context)


def _marked(request: ActingRequest, provider: Provider) -> HttpResponse:
    seen = copies.read_seen(provider, request.POST.get("vu", ""))
    try:
        if seen is None:
            messages.warning(request, "Cette page n'a pas été reconnue : relisez la fiche ci-dessous, puis notez-la comme recopiée.")
        else:
            copies.mark(actor=request.actor, provider=provider, seen=seen)
            messages.success(request, "C'est fait : la fiche est notée comme recopiée. Cette page dira ce qui change ensuite.")
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    return redirect("providers:enee_copy", provider.public_id)
