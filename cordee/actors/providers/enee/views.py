"""Exchanging with Enée by a flat file: what it is, the table of correspondence, the sheet to copy. There is no connection."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.providers import policies
from cordee.actors.providers.enee import copies, mapping
from cordee.actors.providers.enee.fields import worded
from cordee.actors.providers.enee.imports.declaration import ProviderImport
from cordee.actors.providers.enee.lists import in_order
from cordee.actors.providers.search.words import read_words
from cordee.actors.providers.views.sheet import get_provider
from cordee.core.access import ActingRequest
from cordee.core.copying.pages import mark_page, sheet_page, table_page
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
        "in_force": mapping.TABLES.in_force(actor),
        "may_keep": mapping.may_keep(actor) is None,
        "import_url": reverse("core:import_send", args=[ProviderImport.slug]) if importable else "",
    }
    return render(request, "providers/enee/home.html", context)


@require_http_methods(["GET", "POST"])
def correspondence(request: ActingRequest) -> HttpResponse:
    actor = request.actor
    if mapping.may_keep(actor):
        raise Http404
    words = read_words(actor)
    columns = [[field.code, title] for field, title in in_order(actor, words)]
    return table_page(
        request, mapping.TABLES, worded(words), columns, back=reverse("providers:enee"), here=reverse("providers:enee_mapping"),
        back_label="Échanger avec Enée",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def copy_sheet(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """One provider, field after field in the order of the file, each with its copy button; what has changed since comes first."""
    actor = request.actor
    if not policies.may_search(actor) or (request.method == "POST" and copies.may_mark(actor)):
        raise Http404
    provider = get_provider(request, public_id)
    if request.method == "POST":
        return mark_page(request, copies.SHEET, provider, reverse("providers:enee_copy", args=[provider.public_id]))
    followed = policies.may_read("follow_up", actor, provider)
    return sheet_page(
        request, copies.SHEET, provider, copies.lines(actor, provider), reads_marks=followed, title=f"Fiche à recopier : {provider}",
        back=provider.get_absolute_url(), back_label="Fiche du prestataire",
    )  # fmt: skip
