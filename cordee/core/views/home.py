"""`/`: what is late, what is due, what awaits someone else, what changed. One line = one object, one date, one verb."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from cordee.core import opening, shell, todo
from cordee.core.access import ActingRequest
from cordee.core.help.welcome import welcome_of
from cordee.core.journal import recent
from cordee.core.registry import Registry

#: key of the session, written when one signs in: the last sign-in of an earlier day
SINCE = "since"
LATELY = timedelta(days=7)
#: profile → (sentence, url name, label): the most useful next thing when nothing is due
nothing_due: Registry[tuple[str, str, str]] = Registry("accueil sans échéance")


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    actor = request.actor
    aside = opening.set_aside_by(actor)
    before = last_visit(request)
    context = {
        **todo.sorted_out(todo.todos(actor)),
        "before": before,
        "changed": recent(actor, since=before or timezone.now() - LATELY),
        "quiet": nothing_due.get(actor.profile) or nothing_due.get(""),
        "welcome": welcome_of(actor.profile, aside),
        "progress": progress_of(request, aside),
        "nav_current": "home",
    }
    return render(request, "core/home.html", context)


def last_visit(request: ActingRequest) -> datetime | None:
    """The last time of an earlier day. Nothing is written when a page is read: it was noted as one signed in."""
    return parse_datetime(request.session.get(SINCE) or "")


def progress_of(request: ActingRequest, aside: frozenset[str]) -> opening.Progress | None:
    """The first steps of the platform, on the home of whoever opens it, until they are done or put aside."""
    if opening.may_open(request.actor) or opening.OPENING in aside:
        return None
    found = opening.progress(request.actor, aside)
    return None if found.is_finished else found


@require_GET
def counts(request: ActingRequest) -> HttpResponse:
    """The figures of the rail, asked for by htmx once the page is there."""
    return render(request, "ui/shell/counts.html", {"counts": shell.counts_of(request.actor)})
