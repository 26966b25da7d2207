"""Taking over what exists, and copying a dossier into Enée by hand."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.takeover import copies
from cordee.accompaniment.takeover.imports.declaration import CaseImport
from cordee.core.access import ActingRequest
from cordee.core.copying.pages import mark_page, sheet_page, table_page
from cordee.core.imports.declare import imports
from cordee.core.models import ImportRun

RUNS = 10
LEAD = "Identité, demande, éligibilité, diagnostic, parcours, étapes et comptes : ce qui n'est pas encore écrit reste vide."


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """How an operator brings its years of files, what was taken over already, and the table of what is copied elsewhere."""
    actor = request.actor
    declared = imports[CaseImport.code]
    importable = declared.refusal(actor) is None
    if not importable and copies.may_keep(actor):
        raise Http404
    runs = ImportRun.objects.visible_to(actor).filter(kind=CaseImport.code).order_by("-id")[:RUNS] if importable else []
    context = {
        "declaration": declared,
        "importable": importable,
        "runs": list(runs),
        "number": Case.objects.visible_to(actor).filter(taken_over=True).count(),
        "may_keep": copies.may_keep(actor) is None,
        "titles": [title for _, title in copies.in_order(actor)],
        "in_force": copies.TABLES.in_force(actor),
    }
    return render(request, "takeover/home.html", context)


@require_http_methods(["GET", "POST"])
def correspondence(request: ActingRequest) -> HttpResponse:
    actor = request.actor
    if copies.may_keep(actor):
        raise Http404
    columns = [[field.code, title] for field, title in copies.in_order(actor)]
    return table_page(
        request, copies.TABLES, copies.worded(), columns, back=reverse("takeover:home"), here=reverse("takeover:mapping"),
        back_label="Reprendre et recopier",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def copy_sheet(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """One dossier, field after field; it holds accounts, so only those who conduct the dossier open it."""
    case: Case = get_object_or_404(Case.objects.visible_to(request.actor).select_related("thread"), public_id=public_id)
    if copies.may_mark(request.actor) or policies.may_conduct(request.actor, case):
        raise Http404
    if request.method == "POST":
        return mark_page(request, copies.SHEET, case, reverse("takeover:copy", args=[case.public_id]))
    return sheet_page(
        request, copies.SHEET, case, copies.lines(request.actor, case), reads_marks=True, title=f"Fiche à recopier : {case.title}",
        back=case.get_absolute_url(), back_label="Le dossier", lead=LEAD,
    )  # fmt: skip
