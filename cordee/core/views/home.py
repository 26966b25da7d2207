"""`/`: what is late, what is due, what awaits someone else, what moved. One line = one object, one date, one verb."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordee.core import shell, todo
from cordee.core.access import ActingRequest
from cordee.core.journal import recent
from cordee.core.registry import Registry

#: profile → (sentence, url name, label): the most useful next thing when nothing is due
nothing_due: Registry[tuple[str, str, str]] = Registry("accueil sans échéance")


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    parts = todo.sorted_out(todo.todos(request.actor))
    quiet = nothing_due.get(request.actor.profile) or nothing_due.get("")
    return render(request, "core/home.html", {**parts, "recent": recent(request.actor), "quiet": quiet, "nav_current": "home"})


@require_GET
def counts(request: ActingRequest) -> HttpResponse:
    """The figures of the rail, asked for by htmx once the page is there."""
    return render(request, "ui/shell/counts.html", {"counts": shell.counts_of(request.actor)})
