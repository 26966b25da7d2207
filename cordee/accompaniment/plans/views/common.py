"""A plan or an action by its address, for those to whom it is open; the one way in which their forms are shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse

from cordee.accompaniment.cases.policies import is_accompanied
from cordee.accompaniment.plans.models import Plan, PlanAction
from cordee.core.access import ActingRequest
from cordee.core.views.forms import form_page


def get_plan(request: ActingRequest, public_id: uuid.UUID) -> Plan:
    rows = Plan.objects.visible_to(request.actor).select_related("thread", "case__thread", "case__opened_by")
    found: Plan | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def get_action(request: ActingRequest, public_id: uuid.UUID) -> PlanAction:
    rows = PlanAction.objects.visible_to(request.actor).select_related(
        "thread", "plan__thread", "plan__case__thread", "plan__case__opened_by", "nature", "theme", "partner"
    )
    found: PlanAction | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def own_side(request: ActingRequest, case: Any) -> int | None:
    """The structure in whose name the actor speaks; None for the DLA, which speaks of each."""
    return request.actor.organisation_id if is_accompanied(request.actor, case) else None


def plan_form(request: ActingRequest, subject: Any, form: Any, save: Callable[[], Any], *, done: str, **shown: Any) -> HttpResponse:
    """Back to the page of what was changed, unless `save` answers another one."""
    back = subject.get_absolute_url()
    return form_page(
        request, form, lambda: save() or back, done=done, subject=str(subject), back=back, nav_current="cases",
        **{"help": "parcours", **shown},
    )  # fmt: skip
