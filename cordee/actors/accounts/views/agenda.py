"""The agenda of a person: the page that gives its secret address, and what a calendar program reads there."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.queries.agenda import READ
from cordee.actors.accounts.views.own import own_account
from cordee.core import agenda, ical
from cordee.core.access import ActingRequest, Refused, after_response, public
from cordee.core.models import ReadLog


@own_account
@never_cache
@require_http_methods(["GET", "POST"])
def own(request: ActingRequest) -> HttpResponse:
    """The address is on the answer's page and nowhere else: asked again, a new one replaces it."""
    address, status = "", 200
    if request.method == "POST":
        try:
            secret = actions.open_agenda(actor=request.actor)
        except Refused as refused:
            messages.warning(request, refused.refusal.sentence)
            status = 409
        else:
            address = settings.PUBLIC_URL + reverse("accounts:agenda_feed", args=[secret])
    membership = request.actor.membership_id
    context = {
        "address": address,
        "feed": queries.agenda_of(membership).first(),
        "last_read": queries.agenda_readings(membership).first(),
        "readings": queries.agenda_readings(membership).count(),
        "organisation": request.actor.organisation,
    }
    return render(request, "accounts/agenda.html", context, status=status)


@own_account
@require_POST
def close(request: ActingRequest) -> HttpResponse:
    actions.close_agenda(actor=request.actor)
    messages.success(request, "C'est fait : l'adresse de votre agenda n'ouvre plus rien.")
    return redirect("accounts:agenda")


@public
@never_cache
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    found = queries.reader_of(secret)
    if found is None:
        raise Http404
    row, actor = found
    response = HttpResponse(agenda.feed(actor), content_type=ical.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="cordee.ics"'
    response["X-Robots-Tag"] = "noindex"
    read = ReadLog(actor_user=actor.user_id, actor_membership=actor.membership_id, subject_kind=row._meta.label_lower,
                   subject_id=row.pk, what=READ)  # fmt: skip
    after_response(request, read.save)
    return response
