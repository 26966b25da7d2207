"""Several dossiers to someone else in one act, and the list that both hands read."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.cases import actions, passings, policies
from cordee.accompaniment.cases.models import Case, Handover
from cordee.accompaniment.cases.passing_forms import PassForm
from cordee.accompaniment.cases.queries import structures_named
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import uuid_of
from cordee.core.formats import counted
from cordee.core.views.forms import form_page, posted

MOST = 150


def chosen(request: ActingRequest) -> list[Case]:
    """The dossiers of the address or of the form. One that is not the actor's to hand over does not exist."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("dossier")
    keys = {key for key in map(uuid_of, named[: MOST + 1]) if key}
    seen = Case.objects.visible_to(request.actor).filter(public_id__in=keys).select_related("thread")
    cases = list(seen.annotate(structures=structures_named()).order_by("title", "id"))
    if len(cases) != len(keys) or any(policies.may_conduct(request.actor, case) for case in cases):
        raise Http404
    return cases


@require_http_methods(["GET", "POST"])
def pass_on(request: ActingRequest) -> HttpResponse:
    if request.actor.profile not in policies.CONDUCT:
        raise Http404
    cases, back = chosen(request), reverse("cases:cases")
    refusal = "Choisissez d'abord, dans la liste, les dossiers à confier." if not cases else ""
    if len(cases) > MOST:
        refusal = f"Confiez {MOST} dossiers au plus à la fois : relâchez-en quelques-uns, puis recommencez."
    if over := [str(case) for case in cases if case.is_over]:
        refusal = f"Un dossier fini ne se confie plus : retirez de votre choix {', '.join(over[:5])}."
    if refusal and request.method == "GET":
        messages.warning(request, refusal)
        return redirect(back)
    form = PassForm(posted(request), cases=cases)

    def save() -> str:
        c = form.cleaned_data
        asked: dict[str, Any] = {"actor": request.actor, "cases": cases, "to": c["who"], "on": c["since"], "notes": form.notes()}
        if c["until"]:
            actions.stand_in(until=c["until"], **asked)
        else:
            actions.hand_over(**asked)
        last = passings.handovers_of(request.actor).filter(to=c["who"], on=c["since"], until=c["until"], lines__case__in=cases).first()
        if last is None:
            raise Refused(policies.UNCHANGED)
        return str(last.get_absolute_url())

    many = counted(len(cases), "dossier")
    return form_page(
        request, form, save, done=f"C'est fait : {many} à suivre par une autre personne. Voici la liste de passation.",
        title=f"Confier {many}", act="Confier ces dossiers", back=back, nav_current="cases", help="passation",
        lead="Pour de bon, chaque structure reçoit un seul courriel, qui présente la personne ; pour un remplacement, aucun ne part.",
    )  # fmt: skip


@require_GET
def handovers(request: ActingRequest) -> HttpResponse:
    if request.actor.capacity != "operator":
        raise Http404
    return render(request, "cases/handovers.html", {"handovers": list(passings.handovers_of(request.actor)[:100]), "nav_current": "cases"})


@require_GET
def handover(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found: Handover | None = passings.handovers_of(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    lines = passings.passed(found, request.actor)
    context = {
        "handover": found,
        "late": [line for line in lines if line.was_late],
        "others": [line for line in lines if not line.was_late],
        "nav_current": "cases",
    }
    return render(request, "cases/handover.html", context)
