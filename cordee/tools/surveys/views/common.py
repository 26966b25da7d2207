"""The questionnaire of an address."""

from __future__ import annotations

import uuid

from django.http import Http404

from cordee.core.access import ActingRequest
from cordee.core.views.forms import only
from cordee.tools.surveys import policies
from cordee.tools.surveys.models import Questionnaire


def get_questionnaire(request: ActingRequest, public_id: uuid.UUID) -> Questionnaire:
    rows = Questionnaire.objects.visible_to(request.actor).select_related("thread", "organisation", "original")
    found: Questionnaire | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def own_questionnaire(request: ActingRequest, public_id: uuid.UUID) -> Questionnaire:
    questionnaire = get_questionnaire(request, public_id)
    only(policies.may_edit(request.actor, questionnaire))
    return questionnaire
