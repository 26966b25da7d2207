"""The network on a day, a territory of it, and the act that gives a territory to another operator."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cordee.actors.directory.models import Mandate, Organisation
from cordee.actors.network import policies
from cordee.actors.network.actions.assign import assign, digest
from cordee.actors.network.actions.declinations import start_declination
from cordee.actors.network.forms import AssignForm, PictureForm, day_of
from cordee.actors.network.models import Perimeter
from cordee.actors.network.queries import declinations, picture
from cordee.actors.territory.models import Zone
from cordee.actors.territory.queries import zone_name, zones_under
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.clock import today


@require_safe
def index(request: ActingRequest) -> HttpResponse:
    now = today()
    form = PictureForm(request.GET or {})
    form.is_valid()
    day = day_of(form, now)
    level, region = form.cleaned_data.get("niveau", ""), form.cleaned_data.get("region", "")
    holders = picture.holders_on(request.actor, picture.mandates_on(day, region=region, level=level), day)
    parts = [part for part in picture.by_level(holders, day) if part[2]]
    values = picture.departments_carried(holders)
    context = {
        "form": form,
        "day": day,
        "now": now,
        "parts": parts,
        "level": level,
        "values": values,
        "links": {code: f"{reverse('network:territory', args=[code])}{_au(day, now)}" for code in values},
        "funders": [] if level else [h for h in holders if h.mandate.level == picture.FUNDING],
        "national_funders": [] if level or region else picture.national_funders(day),
        "au": _au(day, now),
        "tabs": tabs(),
        "current": "reseau",
        "figures": [(len(found), title) for _, title, found in parts],
    }
    return render(request, "network/index.html", context, status=422 if request.GET and form.errors else 200)


def tabs() -> list[tuple[str, str, str]]:
    """The three parts of the network: who, what, and where it is said locally."""
    return [
        ("reseau", "Qui et où", reverse("network:index")),
        ("reperes", "Repères", reverse("network:references")),
        ("declinaisons", "Déclinaisons locales", reverse("network:declinations")),
    ]


def _au(day: Any, now: Any) -> str:
    return f"?au={day.isoformat()}" if day != now else ""


def get_zone(code: str) -> Zone:
    zone = picture.zone_of_code(code)
    if zone is None or zone.kind == Zone.Kind.NATIONAL:
        raise Http404
    return zone


@require_safe
def territory(request: ActingRequest, code: str) -> HttpResponse:
    zone, now = get_zone(code), today()
    form = PictureForm(request.GET or {})
    form.is_valid()
    day = day_of(form, now)
    found = picture.territory_on(request.actor, zone, day)
    carriers = [h.mandate.organisation_id for h in (*found.now, *found.wider)]
    perimeters = Perimeter.objects.for_system(picture.OPEN).filter(organisation__in=carriers).select_related("organisation")
    versions = [one for one in declinations.of_zone(request.actor, code) if day == now or (one.published_on and one.published_on <= day)]
    context = {
        "zone": zone,
        "name": zone_name(code),
        "day": day,
        "now": now,
        "territory": found,
        "perimeters": list(perimeters.order_by("-period", "id")),
        "funders": picture.national_funders(day),
        "published": next((v for v in versions if v.state == "published"), None),
        "draft": next((v for v in versions if v.state == "draft"), None),
        "former": [v for v in versions if v.state == "replaced"],
        "may_assign": policies.may_assign(request.actor, code) is None,
        "may_write": policies.may_write(request.actor, code) is None,
        "operation": uuid.uuid4(),
    }
    return render(request, "network/territory.html", context)


@require_http_methods(["GET", "POST"])
def assign_page(request: ActingRequest, code: str) -> HttpResponse:
    """GET: who carries it, what the act will do. POST: one act, or its refusal beside what was typed."""
    zone = get_zone(code)
    if policies.may_assign(request.actor, code):
        raise Http404
    known = picture.carriers_of(zone)
    form = AssignForm(request.POST or None, actor=request.actor, initial={"seen": digest(known)})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            assign(
                actor=request.actor, zone=zone, operator=typed["organisation"], on=typed["on"], seen=typed["seen"],
                reason=typed["reason"], operation=operation_of(request.POST),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
            if refused.refusal.code == "stale":  # the page shows who carries it now: confirming it is reading it
                known = picture.carriers_of(zone)
                form.data = {**request.POST.dict(), "seen": digest(known)}
        else:
            day = typed["on"]
            messages.success(
                request, f"C'est fait : {typed['organisation'].name} porte le DLA de {zone_name(code)} à compter du {day:%d/%m/%Y}."
            )
            return redirect("network:territory", code)
    following = Organisation.objects.visible_to(request.actor).filter(zone__in=zones_under([code]), merged_into=None)
    context = {
        "form": form,
        "zone": zone,
        "name": zone_name(code),
        "held": picture.holders_on(request.actor, picture.from_day(known, today()), today()),
        "following": following.count(),
        "basins": Mandate.objects.for_system(picture.OPEN).filter(zones__parent=zone, period__contains=today()).count(),
        "operation": operation_of(request.POST) or uuid.uuid4(),
    }
    return render(request, "network/assign.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def declination_start(request: ActingRequest, code: str) -> HttpResponse:
    zone = get_zone(code)
    if policies.may_write(request.actor, code):
        raise Http404
    made = start_declination(actor=request.actor, zone=zone, operation=operation_of(request.POST))
    messages.success(request, "C'est fait : la version est ouverte. Prochaine étape : écrire le texte de chaque objectif.")
    return redirect("network:declination_edit", made.public_id)
