"""Two sheets side by side: one organisation or two."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import policies
from cordee.actors.directory.duplicate_list import ApartForm
from cordee.actors.directory.duplicates import tell_apart
from cordee.actors.directory.models import DuplicateCandidate, Organisation
from cordee.actors.directory.presentation import contact, identity
from cordee.actors.territory.queries import zone_name
from cordee.core import formats
from cordee.core.access import ActingRequest, Refused
from cordee.core.nomenclatures import vocabulary


def side_by_side(pair: DuplicateCandidate) -> list[tuple[str, str, str, bool]]:
    """Each fact of both sheets on one line, and whether they agree."""
    left, right = (facts(sheet) for sheet in (pair.first, pair.second))
    labels = list(dict.fromkeys([*left, *right]))
    return [(label, left.get(label, ""), right.get(label, ""), left.get(label) == right.get(label)) for label in labels]


def facts(sheet: Organisation) -> dict[str, str]:
    numbers = [(i.get_kind_display(), formats.siret(i.value)) for i in sheet.identifiers.order_by("kind", "-period")]
    told = [*contact(sheet), *identity(sheet, vocabulary()), *numbers, ("Fiche créée le", formats.date_short(sheet.created_at.date()))]
    return {label: str(value) for label, value in told if value not in (None, "") and label != "Territoire"} | {
        "Territoire": zone_name(sheet.zone)
    }


@require_http_methods(["GET", "POST"])
def pair(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = DuplicateCandidate.objects.visible_to(request.actor).select_related("first", "second").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    form = ApartForm(request.POST or None)
    refusal = policies.may_tell_apart(request.actor, found)
    sentence, status = (refusal.sentence if refusal else ""), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                tell_apart(found, actor=request.actor, reason=form.cleaned_data["reason"])
            except Refused as refused:
                sentence, status = refused.refusal.sentence, 409
            else:
                messages.success(request, "C'est fait : les deux fiches sont dites différentes, la paire ne sera plus proposée.")
                return redirect("directory:duplicates")
    context = {"pair": found, "lines": side_by_side(found), "form": form, "refusal": sentence}
    return render(request, "directory/duplicate.html", context, status=status)
