"""A dossier by its address, for those to whom it is open; the one way in which its forms are shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from cordee.accompaniment.cases import presentation
from cordee.accompaniment.cases.models import Case
from cordee.core.access import ActingRequest
from cordee.core.together import Reads, read_of
from cordee.core.views.forms import form_page


def get_case(request: ActingRequest, public_id: uuid.UUID) -> Case:
    def read(one: Any) -> Reads:
        rows = Case.objects.visible_to(request.actor).filter(public_id=one.public_id)
        return {"case": rows.select_related("thread", "opened_by", "requester", "relayed_from").order_by("id")}

    for found in read_of(Case(public_id=public_id), ("case", request.actor), read)["case"]:
        return found
    raise Http404


def own_case(request: ActingRequest, public_id: uuid.UUID, act: str) -> Case:
    """The same, when this act is offered to the actor: an act that is not is an address that does not exist."""
    case = get_case(request, public_id)
    if act not in presentation.acts_for(case, request.actor):
        raise Http404
    return case


def case_form(request: ActingRequest, case: Case, form: Any, save: Callable[[], Any], *, done: str, **shown: Any) -> HttpResponse:
    def and_back() -> str:
        save()
        return case.get_absolute_url()

    return form_page(
        request, form, and_back, done=done, subject=str(case), back=case.get_absolute_url(), nav_current="cases",
        **{"help": "dossiers", **shown},
    )  # fmt: skip
