"""One's own sheet, and the gesture of whoever has read a sheet and found it right."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.review import may_review, review_sheet
from cordee.actors.directory.views.sheet import get_sheet
from cordee.core.access import ActingRequest


@require_GET
def own(request: ActingRequest) -> HttpResponse:
    """The sheet of the organisation for which one acts."""
    organisation = Organisation.objects.visible_to(request.actor).filter(pk=request.actor.organisation_id).first()
    if organisation is None:
        raise Http404
    return redirect(organisation)


@require_POST
def review(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if may_review(request.actor, organisation):
        raise Http404
    review_sheet(actor=request.actor, organisation=organisation)
    messages.success(request, f"C'est fait : la fiche de {organisation.name} est marquée relue aujourd'hui.")
    return redirect(organisation)
