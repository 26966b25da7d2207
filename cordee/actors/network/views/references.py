"""The reference data: what is in force on a day, one entry and its former editions, and how a referent keeps them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cordee.actors.directory.models import Organisation
from cordee.actors.network import policies
from cordee.actors.network.actions import references as actions
from cordee.actors.network.forms import BodyForm, EntryForm, PictureForm, RetireForm, day_of
from cordee.actors.network.kinds import BY_CODE, KINDS, Kind
from cordee.actors.network.models import Body, Edition, Entry
from cordee.actors.network.queries.references import entry_page, in_force
from cordee.actors.network.views.picture import tabs
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, whole_number
from cordee.core.clock import today


@require_safe
def index(request: ActingRequest) -> HttpResponse:
    now, form = today(), PictureForm(request.GET or {})
    form.is_valid()
    day, wanted = day_of(form, now), request.GET.get("nature", "")
    editions: dict[str, list[Edition]] = {}
    for edition in in_force(wanted if wanted in BY_CODE else "", day):
        editions.setdefault(edition.entry.kind, []).append(edition)
    context = {
        "groups": [(kind, editions[kind.code], _shared(editions[kind.code])) for kind in KINDS if kind.code in editions],
        "kinds": KINDS,
        "wanted": wanted,
        "day": day,
        "now": now,
        "au": form["au"],
        "tabs": tabs(),
        "current": "reperes",
        "may_keep": policies.may_keep(request.actor) is None,
    }
    return render(request, "network/references.html", context)


def _shared(editions: list[Edition]) -> tuple[str, int | None] | None:
    """The source that a whole section comes from: it is then said once."""
    sources = {(edition.source, edition.year) for edition in editions}
    return sources.pop() if len(sources) == 1 and editions[0].source else None


def get_entry(public_id: uuid.UUID) -> tuple[Entry, list[Edition]]:
    found = entry_page(public_id)
    if found is None:
        raise Http404
    return found


@require_safe
def entry(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found, editions = get_entry(public_id)
    seen = Organisation.objects.visible_to(request.actor).filter(pk__in=[b.organisation_id for b in found.bodies.all()])
    day = today()
    context = {
        "entry": found,
        "kind": BY_CODE[found.kind],
        "edition": editions[0],
        "former": editions[1:],
        "over": editions[0].until if editions[0].until and editions[0].until <= day else None,
        "parts": [(label, [b for b in found.bodies.all() if b.part == code]) for code, label in Body.Part.choices],
        "open": set(seen.order_by("pk").values_list("pk", flat=True)),
        "may_keep": policies.may_keep(request.actor) is None,
    }
    return render(request, "network/entry.html", context)


def _referent(request: ActingRequest) -> None:
    if policies.may_keep(request.actor):
        raise Http404


def _page(request: ActingRequest, form: Any, title: str, act: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "act": act, "operation": operation_of(request.POST) or uuid.uuid4(), "help": "reperes"}
    return render(request, "core/form.html", context | more, status=422 if form.errors else 200)


def _say(form: Any, trouble: Refused | ValidationError) -> None:
    if isinstance(trouble, Refused):
        form.add_error(None, trouble.refusal.sentence)
        return
    for name, sentences in trouble.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


@require_http_methods(["GET", "POST"])
def add(request: ActingRequest, kind: str) -> HttpResponse:
    _referent(request)
    if kind not in BY_CODE:
        raise Http404
    declared = BY_CODE[kind]
    form = EntryForm(request.POST or None, kind=declared)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.add_entry(
                actor=request.actor, kind=kind, values=form.values(), since=typed["since"], reason=typed["reason"],
                operation=operation_of(request.POST),
            )  # fmt: skip
        except (Refused, ValidationError) as trouble:
            _say(form, trouble)
        else:
            messages.success(request, "C'est fait : le repère est ajouté. Toutes les personnes qui ont un accès le lisent.")
            return redirect(made)
    return _page(request, form, f"Ajouter {declared.one}", "Ajouter ce repère", back=_list_url(declared), lead=declared.lead)


def _list_url(kind: Kind) -> str:
    return f"/reseau/reperes/#{kind.code}"


@require_http_methods(["GET", "POST"])
def correct(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    _referent(request)
    found, editions = get_entry(public_id)
    last, declared = editions[0], BY_CODE[found.kind]
    initial = {name: getattr(last, name) for name in EntryForm.base_fields if name not in ("since", "reason")}
    form = EntryForm(request.POST or None, kind=declared, correcting=True, initial=initial)
    seen = whole_number(request.POST.get("version")) or last.number
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.correct_entry(
                actor=request.actor, entry=found, values=form.values(), since=typed["since"], reason=typed["reason"], seen=seen
            )  # fmt: skip
        except (Refused, ValidationError) as trouble:
            _say(form, trouble)
            seen = last.number if isinstance(trouble, Refused) and trouble.refusal.code == "stale" else seen
        else:
            messages.success(request, "C'est fait : la correction est enregistrée. L'édition d'avant reste lisible, avec ses dates.")
            return redirect(found)
    lead = "La correction ouvre une nouvelle édition à compter du jour choisi ; celle d'avant garde son texte et ses dates."
    more = {"back": found.get_absolute_url(), "lead": lead, "version": seen, "subject": last.title}
    return _page(request, form, "Corriger ce repère", "Enregistrer cette correction", **more)


@require_http_methods(["GET", "POST"])
def retire(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    _referent(request)
    found, editions = get_entry(public_id)
    form = RetireForm(request.POST or None)
    seen = whole_number(request.POST.get("version")) or editions[0].number
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.retire_entry(actor=request.actor, entry=found, on=typed["on"], reason=typed["reason"], seen=seen)
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, "C'est fait : ce repère n'est plus en vigueur à partir de ce jour. Il reste lisible.")
            return redirect(found)
    lead = "Il disparaît des repères en vigueur, rien n'est effacé : ce qui s'y rattache le garde, une correction le rétablit."
    more = {"back": found.get_absolute_url(), "lead": lead, "subject": editions[0].title, "version": seen}
    return _page(request, form, "Mettre fin à ce repère", "Mettre fin à ce repère", **more)


@require_http_methods(["GET", "POST"])
def body_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    _referent(request)
    found, editions = get_entry(public_id)
    if not BY_CODE[found.kind].bodies:
        raise Http404
    form = BodyForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_body(actor=request.actor, entry=found, **form.cleaned_data)
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, "C'est fait : l'organisme est noté.")
            return redirect(found)
    return _page(request, form, "Noter un organisme", "Noter cet organisme", back=found.get_absolute_url(), subject=editions[0].title)


@require_http_methods(["POST"])
def body_remove(request: ActingRequest, public_id: uuid.UUID, body: uuid.UUID) -> HttpResponse:
    _referent(request)
    found, _ = get_entry(public_id)
    noted = next((one for one in found.bodies.all() if one.public_id == body), None)
    if noted is None:
        raise Http404
    try:
        actions.remove_body(actor=request.actor, body=noted)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, f"C'est fait : {noted.organisation.name} n'est plus noté ici. Le journal en garde la trace.")
    return redirect(found)
