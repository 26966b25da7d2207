"""The pages of an import: send the file, see what was understood, try, import, mend. One page follows it to its report."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import plain
from cordee.core.formats import counted
from cordee.core.imports import actions
from cordee.core.imports.blank import workbook
from cordee.core.imports.cells import Hint, Unreadable, written
from cordee.core.imports.declare import Import, by_slug, of_run
from cordee.core.imports.forms import MapForm, SendForm, WayForm
from cordee.core.imports.mapping import split
from cordee.core.imports.telling import facts
from cordee.core.lifecycle import offers
from cordee.core.lists.export import FORMATS
from cordee.core.models import ImportRun
from cordee.core.views.keep import serve_bytes

CELL = re.compile(r"l(\d{1,7})c(\d{1,3})")


def _declaration(request: ActingRequest, slug: str) -> Import:
    declaration = by_slug(slug)
    if declaration is None or declaration.refusal(request.actor):
        raise Http404
    return declaration


def _run(request: ActingRequest, public_id: uuid.UUID) -> ImportRun:
    rows = ImportRun.objects.visible_to(request.actor).select_related("file", "refused_file", "thread", "task", "mends")
    run: ImportRun | None = rows.filter(public_id=public_id).first()
    if run is None or of_run(run).refusal(request.actor):
        raise Http404
    return run


@require_http_methods(["GET", "POST"])
def send(request: ActingRequest, slug: str) -> HttpResponse:
    """Step 1: the file. Nothing of it is written in the sheets."""
    declaration = _declaration(request, slug)
    form = SendForm(request.POST or None, request.FILES or None)
    mends = _mended(request)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            run = actions.send_file(actor=request.actor, declaration=declaration, stream=upload.file, name=upload.name, mends=mends)
        except Refused as refused:
            form.add_error("upload", refused.refusal.sentence)
        else:
            return redirect(run)
    context = {"form": form, "declaration": declaration, "sections": declaration.sections(), "mends": mends}
    return render(request, "imports/send.html", context, status=422 if form.errors else 200)


def _mended(request: ActingRequest) -> ImportRun | None:
    try:
        asked = uuid.UUID(request.GET.get("reprend", ""))
    except ValueError:
        return None
    found: ImportRun | None = ImportRun.objects.visible_to(request.actor).filter(public_id=asked, state="partial").first()
    return found


@require_GET
def model(request: ActingRequest, slug: str) -> HttpResponse:
    """An empty workbook with every title that is understood, and what each column expects."""
    declaration = _declaration(request, slug)
    response = HttpResponse(workbook(declaration), content_type=FORMATS["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="modele-{slug}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def follow(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Steps 2 to 4, and the report: the same address from the file to its report."""
    run = _run(request, public_id)
    forms = _forms(request, run)
    if request.method == "POST":
        try:
            if next_ := _act(request, run, forms):
                return redirect(next_)
        except Refused as refused:
            messages.warning(request, refused.refusal.sentence)
            return redirect(run)
    return render(request, "imports/run.html", _context(request, run, forms), status=422 if request.method == "POST" else 200)


def _forms(request: ActingRequest, run: ImportRun) -> dict[str, Any]:
    act = request.POST.get("acte", "") if request.method == "POST" else ""
    return {
        "way": WayForm(request.POST if act == "lire" else None, reading=run.reading),
        "map": MapForm(request.POST if act in ("associer", "essayer") else None, run=run, declaration=of_run(run)),
    }


def _act(request: ActingRequest, run: ImportRun, forms: dict[str, Any]) -> ImportRun | None:
    """Does what the button says and answers the import to show; None when a form is to be taken up."""
    act, actor = request.POST.get("acte", ""), request.actor
    if act == "lire":
        if not forms["way"].is_valid():
            return None
        actions.read_otherwise(actor=actor, run=run, way=forms["way"].way())
    elif act in ("associer", "essayer"):
        if not forms["map"].is_valid():
            return None
        actions.map_columns(actor=actor, run=run, mapping=forms["map"].mapping(), options=forms["map"].options())
        if act == "essayer":
            actions.start_work(actor=actor, run=run, write=False)
    elif act == "importer":
        actions.start_work(actor=actor, run=run, write=True)
    elif act == "reprendre":
        return _mend(request, run)
    else:
        raise Http404
    return run


def _mend(request: ActingRequest, run: ImportRun) -> ImportRun:
    typed = {(int(m[1]), int(m[2])): plain(request.POST[name], 4000) for name in request.POST if (m := CELL.fullmatch(name))}
    new = actions.mend_on_screen(actor=request.actor, run=run, typed=typed)
    actions.start_work(actor=request.actor, run=new, write=False)
    messages.success(request, "C'est fait : les lignes corrigées sont relues. Prochaine étape : les importer.")
    return new


def _context(request: ActingRequest, run: ImportRun, forms: dict[str, Any]) -> dict[str, Any]:
    declaration, counts = of_run(run), run.counts
    working = run.task and not run.task.ended_at
    good = counts.get("create", 0) + counts.get("change", 0)
    return {
        "run": run,
        "declaration": declaration,
        "working": working,
        "trouble": run.task.trouble if run.task and run.task.ended_at else "",
        "read": facts(run),
        "columns": _columns(run, forms["map"], declaration),
        "forms": forms,
        "open": run.state in ("received", "tried") and not working,
        "figures": [(counts.get(name, 0), label) for name, label in _labels(run) if counts],
        "good": counted(good, declaration.one, declaration.many) if good else "",
        "left": counts.get("refused", 0),
        "created": run.report.get("create", []),
        "changed": run.report.get("change", []),
        "refused": run.report.get("refused", []),
        "more": {name: max(0, counts.get(name, 0) - len(run.report.get(name, []))) for name in ("create", "change", "refused")},
        "offers": [o for o in offers(run, request.actor) if o.refusal is None and o.name in ("drop", "settle")],
        "send_url": reverse("core:import_send", args=[declaration.slug]),
    }


def _labels(run: ImportRun) -> list[tuple[str, str]]:
    done = bool(run.written_at)
    return [
        ("create", "créées" if done else "à créer"),
        ("change", "modifiées" if done else "à modifier"),
        ("same", "sans changement"),
        ("refused", "refusées"),
    ]


def _columns(run: ImportRun, form: MapForm, declaration: Import) -> list[dict[str, Any]]:
    """Each column with its first cells, and how each is read as the field it fills."""
    fields, found = declaration.fields(), []
    for rank, (title, column) in enumerate(zip(run.reading["titles"], run.reading["columns"], strict=True)):
        name, year = split(run.mapping.get(str(rank), ""))
        samples = [
            _sample(actions.unpacked(kept), fields[name].kind if name in fields else None, Hint(**column["hint"]))
            for kept in column["samples"]
        ]
        found.append({"title": title, "field": form[f"c{rank}"], "samples": samples, "filled": column["filled"], "year": year})
    return found


def _sample(cell: Any, kind: Any, hint: Hint) -> dict[str, str]:
    text = written(cell)
    if kind is None:
        return {"text": text, "read": "", "why": ""}
    try:
        read = str(kind.says(kind.read(cell, hint)))
    except Unreadable as why:
        return {"text": text, "read": "", "why": str(why)}
    return {"text": text, "read": "" if read == text else read[:120], "why": ""}


@require_GET
def sent_file(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    run = _run(request, public_id)
    return serve_bytes(run.file.sha256, run.file.name)


@require_GET
def refused_file(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    run = _run(request, public_id)
    if run.refused_file is None:
        raise Http404
    return serve_bytes(run.refused_file.sha256, run.refused_file.name)
