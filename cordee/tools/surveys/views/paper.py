"""The empty questionnaire, to print: made on the spot, kept nowhere."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from cordee.core.access import ActingRequest
from cordee.core.documents import MEDIA_TYPES, Context, Format, freeze, render
from cordee.core.formats import date_fr
from cordee.tools.surveys.answering.door import Door
from cordee.tools.surveys.models import Questionnaire
from cordee.tools.surveys.paper import PAPER, context_of
from cordee.tools.surveys.queries import latest_of
from cordee.tools.surveys.views.answering import keyed, said


@keyed
@require_http_methods(["GET", "HEAD"])
def of_door(request: HttpRequest, door: Door) -> HttpResponse:
    if door.closed:
        return said(request, door.closed, [], status=410, door=door)
    until = date_fr(door.closes) if door.closes else ""
    context = context_of(door.definition, asker=door.asker, readers=door.readers, kept=door.kept, until=until)
    return _file(context, door.definition.title, "pdf", door.opened.subject.asked.number or 1)


@require_http_methods(["GET", "HEAD"])
def of_questionnaire(request: ActingRequest, public_id: uuid.UUID, format_: str) -> HttpResponse:
    questionnaire: Any = get_object_or_404(Questionnaire.objects.visible_to(request.actor), public_id=public_id)
    latest = latest_of(questionnaire)
    if format_ not in PAPER.formats or latest is None:  # a draft is not given to anybody
        raise Http404
    context = freeze(PAPER.code, questionnaire, request.actor)
    return _file(context, questionnaire.title, cast(Format, format_), latest.number or 1)


def _file(context: Context, title: str, format_: Format, version: int) -> HttpResponse:
    data = render(PAPER.code, context, format_, version=version, reference="À remplir sur papier", made_at=timezone.now())
    response = HttpResponse(data, content_type=MEDIA_TYPES[format_])
    response["Content-Disposition"] = f'attachment; filename="{slugify(title)[:80] or "questionnaire"}.{format_}"'
    return response
