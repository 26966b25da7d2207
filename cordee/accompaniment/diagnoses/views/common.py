"""A diagnosis by its address, for those to whom it is open; the one way in which its forms are shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.diagnoses import policies
from cordee.accompaniment.diagnoses.models import Diagnosis
from cordee.core.access import ActingRequest
from cordee.core.views.forms import form_page, only


def get_diagnosis(request: ActingRequest, public_id: uuid.UUID) -> Diagnosis:
    rows = Diagnosis.objects.visible_to(request.actor).select_related("case__thread", "organisation__commune", "grid", "thread")
    found: Diagnosis | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def own_diagnosis(request: ActingRequest, public_id: uuid.UUID) -> Diagnosis:
    """For whoever conducts a dossier that still lives."""
    diagnosis = get_diagnosis(request, public_id)
    only(policies.may_conduct(request.actor, diagnosis))
    if diagnosis.case.is_over:
        raise Http404
    return diagnosis


def diagnosis_form(
    request: ActingRequest, diagnosis: Diagnosis, form: Any, save: Callable[[], Any], *, done: str, back: str = "", **shown: Any
) -> HttpResponse:  # fmt: skip
    back = back or diagnosis.get_absolute_url()

    def and_back() -> str:
        save()
        return back

    return form_page(
        request, form, and_back, done=done, subject=str(diagnosis), back=back, nav_current="cases", **{"help": "diagnostics", **shown}
    )


def case_of(request: ActingRequest, public_id: uuid.UUID) -> Case:
    """The dossier in which a diagnosis is opened, for whoever conducts it."""
    rows = Case.objects.visible_to(request.actor).select_related("thread")
    found: Case | None = rows.filter(public_id=public_id).first()
    if found is None or found.is_over:
        raise Http404
    return found
