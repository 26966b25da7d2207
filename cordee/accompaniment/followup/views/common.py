"""The one way in which the forms of this room are shown: what can be kept on the phone says so, and who will read it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.views.common import get_case
from cordee.accompaniment.followup import presentation
from cordee.core.access import ActingRequest
from cordee.core.views.forms import form_page


def own_case(request: ActingRequest, public_id: uuid.UUID, act: str) -> Case:
    """A dossier in which this act is offered to the actor: one that is not is an address that does not exist."""
    case = get_case(request, public_id)
    if act not in presentation.acts_for(case, request.actor):
        raise Http404
    return case


def followup_form(request: ActingRequest, case: Case, form: Any, save: Callable[[], Any], *, done: str, **shown: Any) -> HttpResponse:
    back = shown.pop("back", None) or presentation.urls_of(case, "followup")["followup"]

    def and_back() -> str:
        save()
        return str(back)

    return form_page(
        request, form, and_back, done=done, subject=str(case), back=back, nav_current="cases", template="followup/form.html",
        **{"help": "suivre", **shown},
    )  # fmt: skip
