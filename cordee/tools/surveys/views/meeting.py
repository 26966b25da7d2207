"""The meeting mode: a large screen, the keyboard alone, one question at a time; what differs is shown at the end."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cordee.actors.directory.children.sheet_forms import organisations_named
from cordee.actors.directory.models import Organisation
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import whole_number
from cordee.core.ui.picks import PickField
from cordee.tools.surveys import policies, queries
from cordee.tools.surveys.actions import Conflict, Faulty, ask
from cordee.tools.surveys.answering.meeting import AGREED, STRUCTURE, Meeting, waiting_for
from cordee.tools.surveys.answering.reading import RADIOS, answer_in
from cordee.tools.surveys.models import Invitation, Questionnaire, Version

UNPUBLISHED = "Ce questionnaire n'a pas encore de version publiée : publiez-la, puis remplissez-la en réunion."


class WhoForm(forms.Form):
    organisation = PickField(
        label="Structure réunie",
        help_text="Les premières lettres de son nom, ou son SIRET.",
        error_messages={"required": "Indiquez la structure."},
    )


@require_http_methods(["GET", "POST"])
def choose(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """With whom the grid is filled."""
    questionnaire, _ = _asked(request, public_id)
    form = WhoForm(request.POST or None)
    field: Any = form.fields["organisation"]
    field.search = partial(organisations_named, request.actor)
    if request.method == "POST" and form.is_valid():
        return redirect("surveys:meeting", questionnaire.public_id, form.cleaned_data["organisation"].public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/q/meeting_who.html", {"questionnaire": questionnaire, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def meeting(request: ActingRequest, public_id: uuid.UUID, organisation_id: uuid.UUID) -> HttpResponse:
    questionnaire, asked = _asked(request, public_id)
    organisation: Any = get_object_or_404(Organisation.objects.visible_to(request.actor), public_id=organisation_id)
    seen = {"questionnaire": questionnaire, "organisation": organisation, "asked": asked}
    if asked is None:
        return _page(request, seen, "start", 409, refusal=UNPUBLISHED)
    if refusal := policies.may_enter(request.actor, Invitation(zone=organisation.zone, organisation=organisation)):
        return _page(request, seen, "start", 403, refusal=refusal.sentence)
    waiting = waiting_for(asked.pk, organisation.pk)
    if request.method == "POST" and waiting is None:
        ask(actor=request.actor, asked=asked, organisation=organisation)
        return redirect(f"{request.path}?question=1")
    if waiting is None:
        return _page(request, seen, "start")
    return _sitting(request, seen, Meeting(waiting))


def _asked(request: ActingRequest, public_id: uuid.UUID) -> tuple[Questionnaire, Version | None]:
    questionnaire: Any = get_object_or_404(Questionnaire.objects.visible_to(request.actor), public_id=public_id)
    if policies.may_ask(request.actor):
        raise Http404
    return questionnaire, queries.latest_of(questionnaire)


def _sitting(request: ActingRequest, seen: dict[str, Any], sitting: Meeting) -> HttpResponse:
    place = whole_number(request.GET.get("question"))
    if request.method == "POST":
        return _noted(request, seen, sitting, place) if place else _agreed(request, seen, sitting)
    if "ecarts" in request.GET:
        return _page(request, seen, "gaps", sitting=sitting)
    if not place:
        return _page(request, seen, "start", sitting=sitting)
    return _question(request, seen, sitting, place)


def _question(request: ActingRequest, seen: dict[str, Any], sitting: Meeting, place: int) -> HttpResponse:
    place = min(max(place, 1), len(sitting.asked))
    section, item = sitting.asked[place - 1]
    shown: dict[str, Any] = {"section": section, "item": item, "place": place, "total": len(sitting.asked), "fields": sitting.fields(item)}
    return _page(request, seen, "question", sitting=sitting, **shown)


def _noted(request: ActingRequest, seen: dict[str, Any], sitting: Meeting, place: int) -> HttpResponse:
    """Kept under the name of the question, not under its place: another screen may have opened one more meanwhile."""
    item = sitting.definition.item(request.POST.get("item", ""))
    if item is None:
        raise Http404
    for voice, _, field in sitting.fields(item):
        sitting.note(voice, item, answer_in(item, request.POST, field.name.removesuffix(item.code)))
    codes = [one.code for _, one in sitting.asked]
    here = codes.index(item.code) + 1 if item.code in codes else place
    following = here - 1 if request.POST.get("aller") == "retour" else here + 1
    if following > len(codes):
        return redirect(f"{request.path}?ecarts=1")
    return redirect(f"{request.path}?question={max(following, 1)}")


def _agreed(request: ActingRequest, seen: dict[str, Any], sitting: Meeting) -> HttpResponse:
    for gap in sitting.gaps:
        sitting.note(AGREED, gap.item, answer_in(gap.item, request.POST, f"{AGREED}."))
    try:
        sitting.conclude(request.actor)
    except Refused as refused:
        return _page(request, seen, "gaps", 409, sitting=sitting, refusal=refused.refusal.sentence)
    except Conflict:
        refusal = "Une autre réponse est arrivée pendant la réunion : relisez, puis enregistrez de nouveau."
        return _page(request, seen, "gaps", 409, sitting=sitting, refusal=refusal)
    except Faulty as faulty:
        return _page(request, seen, "gaps", 422, sitting=sitting, left=_left(sitting, faulty.faults))
    messages.success(request, "C'est fait : les trois réponses sont enregistrées, celle de la structure, celle du DLA et la commune.")
    agreed = queries.current_response(sitting.invitation, AGREED) or queries.current_response(sitting.invitation, STRUCTURE)
    return redirect(agreed.get_absolute_url() if agreed else reverse("surveys:questionnaire", args=[seen["questionnaire"].public_id]))


def _left(sitting: Meeting, faults: dict[str, str]) -> list[tuple[int, str, str]]:
    """Questions to take up, with their place."""
    return [(n, item.label, faults[item.code]) for n, (_, item) in enumerate(sitting.asked, 1) if item.code in faults]


def _page(request: ActingRequest, seen: dict[str, Any], step: str, status: int = 200, **more: Any) -> HttpResponse:
    shown = {"sitting": None, "refusal": "", "left": [], **seen, "step": step, "radios": RADIOS, **more}
    return render(request, "surveys/q/meeting.html", shown, status=status)
