"""The objectives of a territory: a version, writing it, who was consulted, two versions side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cordee.actors.network import policies
from cordee.actors.network.actions import declinations as actions
from cordee.actors.network.forms import ConsultedForm, TextsForm
from cordee.actors.network.models import Declination
from cordee.actors.network.queries import declinations as queries
from cordee.actors.network.queries.references import in_force
from cordee.actors.territory.queries import zone_name
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, uuid_of, whole_number
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.lifecycle import offers
from cordee.core.ui.conflicts import conflict_page, resolved
from cordee.core.ui.drafts import with_draft
from cordee.core.views.acts import offer_links


def get_version(request: ActingRequest, public_id: Any) -> Declination:
    found: Declination | None = (
        Declination.objects.visible_to(request.actor).filter(public_id=public_id).select_related("thread", "organisation").first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def declination(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_version(request, public_id)
    lines, _ = fil(found.thread, request.actor)
    context = {
        "declination": found,
        "name": zone_name(found.zone),
        "lines": queries.lines_of(found),
        "consulted": list(found.consulted.select_related("organisation").order_by("on", "id")),
        "others": [one for one in queries.of_zone(request.actor, found.zone) if one.pk != found.pk],
        "offers": offer_links(found, offers(found, request.actor)) if policies.reads_drafts(request.actor) else [],
        "may_edit": policies.may_edit(request.actor, found) is None,
        "fil": lines,
    }
    return render(request, "network/declination.html", context)


def _draft(request: ActingRequest, public_id: uuid.UUID) -> Declination:
    """A version that this actor may write in; published ones lead back to their page."""
    found = get_version(request, public_id)
    if policies.may_write(request.actor, found.zone):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _draft(request, public_id)
    if refusal := policies.may_edit(request.actor, found):
        messages.warning(request, refusal.sentence)
        return redirect(found)
    posted = resolved(request.POST) if request.method == "POST" else None
    initial = {"intro": found.intro} | {f"objectif_{code}": text for code, text in found.texts.items()}
    form = with_draft(
        request, TextsForm, actions.FORM, data=posted, key=found.public_id, objectives=list(in_force("objective")), initial=initial
    )  # fmt: skip
    version = whole_number(request.POST.get("version")) or found.version
    if posted is not None and form.is_valid():
        try:
            actions.write_declination(
                actor=request.actor, declination=found, intro=form.cleaned_data["intro"], texts=form.texts(), version=version
            )  # fmt: skip
        except Stale as stale:
            return conflict_page(request, stale, form, subject=str(found), back=found.get_absolute_url())
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : le texte est enregistré. Prochaine étape : noter les acteurs consultés, puis publier.")
            return redirect(found)
    context = {
        "form": form,
        "title": "Écrire la déclinaison locale",
        "act": "Enregistrer ce texte",
        "subject": str(found),
        "lead": "Chaque objectif national se dit ici avec les mots du territoire. Un objectif laissé vide n'est pas décliné.",
        "back": found.get_absolute_url(),
        "help": "declinaisons",
        "version": version,
        "draft_url": reverse("core:draft_of", args=[actions.FORM, found.public_id]),
    }
    return render(request, "core/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def consulted_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _draft(request, public_id)
    form = ConsultedForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_consulted(actor=request.actor, declination=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : la consultation est notée.")
            return redirect(found)
    context = {
        "form": form,
        "title": "Noter un acteur consulté",
        "act": "Noter cette consultation",
        "subject": str(found),
        "back": found.get_absolute_url(),
        "help": "declinaisons",
        "operation": operation_of(request.POST) or uuid.uuid4(),
    }
    return render(request, "core/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def consulted_remove(request: ActingRequest, public_id: uuid.UUID, consulted: uuid.UUID) -> HttpResponse:
    found = _draft(request, public_id)
    row = found.consulted.select_related("organisation", "declination").filter(public_id=consulted).first()
    if row is None:
        raise Http404
    try:
        actions.remove_consulted(actor=request.actor, consulted=row)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, f"C'est fait : la consultation de {row.organisation.name} est retirée. Le fil en garde la trace.")
    return redirect(found)


@require_safe
def compare(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """This version beside another of the same territory: the one before it, unless another is asked for."""
    found = get_version(request, public_id)
    others = [one for one in queries.of_zone(request.actor, found.zone) if one.pk != found.pk]
    wanted = uuid_of(request.GET.get("avec"))
    other = next((one for one in others if one.public_id == wanted), None) or next(
        (one for one in others if one.number < found.number), None
    )
    former, latter = sorted([found, other], key=lambda one: one.number) if other else (found, None)
    context = {
        "declination": found,
        "name": zone_name(found.zone),
        "others": others,
        "former": former,
        "latter": latter,
        "lines": queries.compare(former, latter) if latter else [],
    }
    return render(request, "network/compare.html", context)
