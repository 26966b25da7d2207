"""The code of the next NAF, chosen among those that the table of correspondence proposes for the former one."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import actions, activities, policies
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import sheet_of
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import whole_number
from cordee.core.edits import Stale
from cordee.core.nomenclatures import vocabulary

MOVED = "Quelqu'un vient de modifier cette fiche : relisez-la, puis choisissez de nouveau. Rien n'a été enregistré."


class ChoiceForm(forms.Form):
    naf25 = forms.ChoiceField(
        label="Code NAF 2025", widget=forms.RadioSelect, error_messages={"required": "Choisissez un code, ou revenez à la fiche."}
    )

    def __init__(self, *args: object, found: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.Field = self.fields["naf25"]
        field.choices = [(code, f"{code} · {label}") for code, label in found]  # type: ignore[attr-defined]
        if len(found) == 1:
            self.initial["naf25"] = found[0][0]


@require_http_methods(["GET", "POST"])
def choose(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = sheet_of(request.actor, public_id)
    if organisation is None or policies.may_edit(request.actor, organisation):
        raise Http404
    words = vocabulary()
    found = activities.proposed(organisation, words)
    form = ChoiceForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid() and _saved(request, organisation, form):
        messages.success(request, f"C'est fait : le code NAF 2025 de {organisation.name} est enregistré.")
        return redirect(f"{organisation.get_absolute_url()}#identite")
    context = {
        "organisation": organisation,
        "form": form,
        "found": found,
        "former": activities.said("naf", organisation.naf, words),
        "current": activities.said("naf25", organisation.naf25, words),
        "version": organisation.version,
        "nav_current": "directory",
    }
    return render(request, "directory/activity.html", context, status=422 if form.is_bound else 200)


def _saved(request: ActingRequest, organisation: Organisation, form: ChoiceForm) -> bool:
    """The same act as the sheet's own form: under its version, told in its thread."""
    fresh = Organisation.objects.visible_to(request.actor).select_related("thread").get(pk=organisation.pk)
    values, version = {"naf25": form.cleaned_data["naf25"]}, whole_number(request.POST.get("version")) or 0
    try:
        actions.edit_organisation(actor=request.actor, organisation=fresh, values=values, version=version)
    except Stale:
        form.add_error(None, MOVED)
    except Refused as refused:
        form.add_error(None, refused.refusal.sentence)
    return not form.errors
