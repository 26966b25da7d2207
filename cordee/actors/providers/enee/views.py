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
from cordee.actors.providers.enee import mapping
from cordee.actors.providers.enee.fields import worded
from cordee.actors.providers.enee.forms import MappingForm
from cordee.actors.providers.enee.imports.declaration import ProviderImport
from cordee.actors.providers.enee.lists import copy_lines, in_order
from cordee.actors.providers.search.words import read_words
from cordee.actors.providers.views.sheet import get_provider
from cordee.core.access import ActingRequest
from cordee.core.edits import Stale
from cordee.core.imports.declare import imports
from cordee.core.lists.export import as_text


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """The gestures, and whose table of correspondence is in force."""
    actor = request.actor
    if not policies.may_search(actor):
        raise Http404
    importable = imports[ProviderImport.code].refusal(actor) is None
    context = {
        "titles": [title for _, title in in_order(actor, read_words(actor))],
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
        mapping.drop(actor=actor)
        messages.success(request, "C'est fait : vos fichiers suivent de nouveau la correspondance de départ.")
        return redirect("providers:enee")
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
    context = {"form": form, "lines": list(form.lines()), "own": table, "national": mapping.operator_of(actor) is None}
    return render(request, "providers/enee/mapping.html", context, status=422 if form.errors else 200)


def _over(request: ActingRequest, form: MappingForm, stale: Stale, asked: dict[str, Any]) -> MappingForm:
    """The form as typed, on the version that stands now: saved again, it replaces it knowingly."""
    data = request.POST.copy()
    data["version"] = str(stale.obj.version)
    again = MappingForm(data, **asked)
    said = ", ".join(title for _, title in stale.obj.columns)
    again.add_error(
        None, f"{stale.by} a modifié cette correspondance depuis l'ouverture de la page : {said}. Votre saisie est conservée ; "
        "enregistrez-la de nouveau pour qu'elle remplace la sienne."
    )  # fmt: skip
    return again


@require_GET
def copy_sheet(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """One provider, field after field in the order of the file, each with its copy button."""
    if not policies.may_search(request.actor):
        raise Http404
    provider = get_provider(request, public_id)
    lines = [(title, as_text(value)) for title, value in copy_lines(request.actor, provider)]
    return render(request, "providers/enee/copy.html", {"provider": provider, "lines": lines})
