"""The questionnaires of one structure: what waits, what was answered, the grids to open with it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordee.actors.directory.models import Organisation
from cordee.core.access import ActingRequest, capacities_in
from cordee.tools.surveys.structures import queries


@require_GET
def of_structure(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = Organisation.objects.visible_to(request.actor).select_related("thread").filter(public_id=public_id).first()
    if organisation is None:
        raise Http404
    capacities = set(capacities_in(request.actor, organisation.thread))
    if not queries.READERS & capacities:
        raise Http404
    opens = "operator" in capacities
    context = {
        "organisation": organisation,
        "waiting": queries.waiting_for(organisation, request.actor),
        "filled": queries.by_questionnaire(queries.answers_of(organisation, request.actor)),
        "opens": opens,
        "grids": queries.grids_for(request.actor) if opens else [],
    }
    return render(request, "surveys/structures/page.html", context)
