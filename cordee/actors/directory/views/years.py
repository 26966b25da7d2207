"""The figures of a year: one screen for all of them, with last year's as a guide."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import actions, policies
from cordee.actors.directory.models import Organisation, YearFigures
from cordee.actors.directory.views.sheet import get_sheet, version_of
from cordee.actors.directory.year_form import YearForm
from cordee.core.access import ActingRequest, Refused
from cordee.core.edits import Stale
from cordee.core.ui.conflicts import conflict_page, resolved

LEAD = "Laissez vide ce que vous ne savez pas. Sous chaque intitulé, le chiffre de l'année d'avant vous sert de repère."
LEAD_FIRST = "Laissez vide ce que vous ne savez pas : un chiffre inconnu vaut mieux qu'un zéro."


def figures_of(organisation: Organisation, number: int | None) -> tuple[YearFigures | None, YearFigures | None]:
    """The year asked for, and the one before it (the latest one when a year is added)."""
    rows = YearFigures.objects.for_system("through its sheet").filter(organisation=organisation).order_by("-year")
    if number is None:
        return None, rows.first()
    return rows.filter(year=number).first(), rows.filter(year__lt=number).first()


@require_http_methods(["GET", "POST"])
def year(request: ActingRequest, public_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if policies.may_edit(request.actor, organisation):
        raise Http404
    figures, previous = figures_of(organisation, number)
    if number and figures is None:
        raise Http404
    posted = resolved(request.POST) if request.method == "POST" else None
    form = YearForm(posted, instance=figures or YearFigures(organisation=organisation), previous=previous)
    if number:
        form.fields["year"].disabled = True
    if posted is not None and form.is_valid():
        try:
            saved = actions.save_year(
                actor=request.actor,
                organisation=organisation,
                year=form.cleaned_data["year"],
                values=form.values(),
                workshops=form.workshops(),
                version=version_of(request) if figures else None,
            )
        except Stale as stale:
            return conflict_page(request, stale, form, subject=f"{organisation} · {number}", back=organisation.get_absolute_url())
        except ValidationError as trouble:
            form.add_error(None, trouble.messages)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : les chiffres de {saved.year} sont enregistrés.")
            return redirect(f"{organisation.get_absolute_url()}#annees")
    context = {
        "form": form,
        "title": f"Chiffres de {number}" if number else "Ajouter les chiffres d'une année",
        "lead": LEAD if previous else LEAD_FIRST,
        "act": "Enregistrer ces chiffres",
        "back": organisation.get_absolute_url(),
        "version": version_of(request) or (figures.version if figures else 0),
    }
    return render(request, "directory/edit.html", context, status=422 if form.errors else 200)
