"""The two pages of a sheet to copy, drawn for the room that declares it: the sheet with its marks, and the table as a form."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import whole_number
from cordee.core.copying.forms import MappingForm
from cordee.core.copying.sheets import Line, Sheet
from cordee.core.copying.tables import Columns, Tables
from cordee.core.edits import Stale


def sheet_page(request: ActingRequest, sheet: Sheet, subject: Any, lines: list[Line], *, reads_marks: bool, **shown: Any) -> HttpResponse:
    """`shown`: title, back, back_label. Who does not read the marks copies without them."""
    last = sheet.last(subject) if reads_marks else None
    changes = sheet.changes(lines, last) if last else []
    again = {change.line.code for change in changes}
    marks = {code: event for code, event in sheet.marks(last).items() if code not in again}
    context = {
        "lines": [SimpleNamespace(line=line, mark=marks.get(line.code)) for line in lines],
        "reads_marks": reads_marks,
        "last": last,
        "changes": changes,
        "seen": "" if sheet.may_mark(request.actor) else sheet.sign(subject, lines),
        **shown,
    }
    return render(request, "copying/sheet.html", context)


def mark_page(request: ActingRequest, sheet: Sheet, subject: Any, address: str) -> HttpResponse:
    seen = sheet.read_seen(subject, request.POST)
    try:
        if seen is None:
            messages.warning(request, "Cette page n'a pas été reconnue : relisez la fiche ci-dessous, puis notez-la comme recopiée.")
        else:
            sheet.mark(actor=request.actor, subject=subject, seen=seen)
            what = "la fiche est notée comme recopiée" if not request.POST.get("champ") else "le champ est noté comme recopié"
            messages.success(request, f"C'est fait : {what}. Cette page dira ce qui change ensuite.")
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    return redirect(address)


def table_page(
    request: ActingRequest, tables: Tables, fields: Sequence[Any], columns: Columns, *, back: str, here: str, **shown: Any
) -> HttpResponse:
    """One line a field. Someone saved meanwhile: what was typed stays, over theirs once read."""
    actor = request.actor
    if request.method == "POST" and request.POST.get("acte") == "commune":
        return _dropped(request, tables, back=back, here=here)
    table = tables.own_table(actor)
    asked: dict[str, Any] = {"fields": tuple(fields), "columns": columns, "initial": {"version": table.version if table else 0}}
    form = MappingForm(request.POST if request.method == "POST" else None, **asked)
    if request.method == "POST" and form.is_valid():
        try:
            tables.keep(actor=actor, columns=form.columns(), version=form.cleaned_data["version"] or 0)
        except Stale as stale:
            form = _over(request, form, stale, asked)
        else:
            messages.success(request, "C'est fait : le prochain fichier et les fiches à recopier suivront cette correspondance.")
            return redirect(back)
    context = {
        "form": form,
        "lines": list(form.lines()),
        "own": table,
        "national": tables.operator_of(actor) is None,
        "editions": tables.editions(table) if table else [],
        "back": back,
        **shown,
    }
    return render(request, "copying/table.html", context, status=422 if form.errors else 200)


def _dropped(request: ActingRequest, tables: Tables, *, back: str, here: str) -> HttpResponse:
    try:
        tables.drop(actor=request.actor, version=whole_number(request.POST.get("version")) or 0)
    except Stale as stale:
        messages.warning(request, f"{stale.by} a modifié cette correspondance depuis l'ouverture de la page : relisez-la d'abord.")
        return redirect(here)
    messages.success(request, "C'est fait : votre équipe suit de nouveau la correspondance de départ.")
    return redirect(back)


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
