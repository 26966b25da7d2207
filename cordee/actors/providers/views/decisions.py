"""What is decided beside the sheet: a suspension and its end, an age that is asked for, joint actions for newcomers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.directory.children.views import add_trouble
from cordee.actors.providers import actions, ages, forms, policies
from cordee.actors.providers.models import Consultant, EmergenceAction, Provider, Suspension
from cordee.actors.providers.part_forms import AgeForm
from cordee.actors.providers.views.sheet import get_provider
from cordee.core.access import ActingRequest, Refused, log_read
from cordee.core.asked import whole_number
from cordee.core.edits import Stale
from cordee.core.ui.conflicts import conflict_page, resolved
from cordee.core.ui.drafts import with_draft

ASKED_AGE = (
    "L'âge n'est gardé que si un financeur ou un appel à candidatures le demande. Il n'apparaît dans aucune liste, aucun export et "
    "aucun document, et disparaît quand la personne quitte la fiche."
)


def ask(request: ActingRequest, form: Any, *, title: str, act: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "act": act, "back": back, "help": "fiche-prestataire"} | more
    return render(request, "core/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def suspend(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    provider = get_provider(request, public_id)
    if policies.may_suspend(request.actor, provider):
        raise Http404
    form = forms.SuspendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.suspend(actor=request.actor, provider=provider, **form.cleaned_data)
        except (Refused, ValidationError) as trouble:
            add_trouble(form, trouble)
        else:
            messages.success(request, "C'est fait : la fiche est suspendue, le prestataire reçoit votre motif.")
            return redirect(provider)
    lead = "Pendant la suspension, le prestataire n'est plus proposé. Il reçoit un courriel avec votre motif."
    return ask(
        request, form, title="Suspendre ce prestataire", act="Suspendre ce prestataire", back=provider.get_absolute_url(),
        subject=str(provider), lead=lead,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def lift(request: ActingRequest, public_id: uuid.UUID, suspension_id: uuid.UUID) -> HttpResponse:
    provider = get_provider(request, public_id)
    suspension = get_object_or_404(
        Suspension.objects.for_system("of a sheet that was fetched").filter(provider=provider), public_id=suspension_id
    )
    if policies.may_suspend(request.actor, provider):
        raise Http404
    form = forms.LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.lift(actor=request.actor, suspension=suspension, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : la suspension est levée, le prestataire en est prévenu.")
            return redirect(provider)
    return ask(
        request, form, title="Lever la suspension", act="Lever la suspension", back=provider.get_absolute_url(), subject=str(provider)
    )


@require_http_methods(["GET", "POST"])
def age(request: ActingRequest, public_id: uuid.UUID, consultant_id: uuid.UUID) -> HttpResponse:
    """The one screen that shows or takes an age. Emptied, it is forgotten."""
    provider = get_provider(request, public_id)
    if policies.may_write(request.actor, provider, "people"):
        raise Http404
    own = Consultant.objects.for_system("of a sheet that was fetched").filter(provider=provider)
    consultant = get_object_or_404(own.select_related("person"), public_id=consultant_id)
    known = ages.age_of(consultant)
    if request.method == "POST" and "effacer" in request.POST:
        ages.forget(actor=request.actor, consultant=consultant)
        messages.success(request, "C'est fait : l'âge est effacé.")
        return redirect(provider)
    form = AgeForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        ages.keep(actor=request.actor, consultant=consultant, **form.cleaned_data)
        messages.success(request, "C'est fait : l'âge est enregistré, avec la raison.")
        return redirect(provider)
    if known:
        log_read(request, provider, "age")
    context = {"form": form, "consultant": consultant, "provider": provider, "known": known, "lead": ASKED_AGE}
    return render(request, "providers/age.html", context, status=422 if form.errors else 200)


@require_GET
def emergence_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    action = get_object_or_404(EmergenceAction.objects.visible_to(request.actor).select_related("organiser"), public_id=public_id)
    context = {
        "action": action,
        "networks": list(action.networks.order_by("sort_key")),
        "newcomers": list(Provider.objects.visible_to(request.actor).filter(emergence_actions=action).order_by("sort_key")),
        "may_edit": policies.may_record_emergence(request.actor, action) is None,
    }
    return render(request, "providers/emergence.html", context)


@require_http_methods(["GET", "POST"])
def emergence(request: ActingRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    """A joint action: recorded, then corrected by those who recorded it."""
    rows = EmergenceAction.objects.visible_to(request.actor).select_related("organiser")
    action = get_object_or_404(rows, public_id=public_id) if public_id else None
    if policies.may_record_emergence(request.actor, action):
        raise Http404
    posted = resolved(request.POST) if request.method == "POST" else None
    form: Any = with_draft(request, forms.EmergenceForm, "providers.emergence", data=posted, instance=action, actor=request.actor)
    version = whole_number(request.POST.get("version")) or (action.version if action else 0)
    back = action.get_absolute_url() if action else reverse("providers:emergences")
    if posted is not None and form.is_valid():
        fresh = get_object_or_404(rows, public_id=public_id) if public_id else None
        try:
            actions.record_emergence(actor=request.actor, values=dict(form.cleaned_data), action=fresh, version=version)
        except Stale as stale:
            return conflict_page(request, stale, form, subject=str(action), back=back)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(
                request, "C'est fait : l'action d'émergence est enregistrée, la fiche de chaque nouveau prestataire la montre."
            )
            return redirect(back)
    title = "Modifier cette action d'émergence" if action else "Enregistrer une action d'émergence"
    lead = "Ce que l'on fait ensemble pour que de nouveaux prestataires se fassent connaître et se qualifient."
    return ask(request, form, title=title, act="Enregistrer cette action", back=back, lead=lead, version=version)
