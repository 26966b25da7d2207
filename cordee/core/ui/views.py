"""The page that shows every component. The rooms' own pages live in the rooms."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.utils.text import slugify

from cordee.core.ui import samples

LOADED = "{% load ui fr %}"


def design(request: HttpRequest) -> HttpResponse:
    """Every component, drawn by the line shown under it. For those who build and run the platform."""
    actor = getattr(request, "actor", None)
    if actor and actor.profile != "admin" and not settings.DEBUG:
        raise Http404
    engine = engines["django"]
    context = samples.context() | {"crumbs_path": [("Accompagnements", "#dossiers"), ("Les Jardins du Hainaut", "#dossier")]}
    groups = [
        (title, slugify(title), [(sample, engine.from_string(LOADED + sample.code).render(context, request)) for sample in group])
        for title, group in samples.SAMPLES.items()
    ]
    return render(request, "ui/design.html", {"groups": groups, "nav_current": "design"})


def design_progress(request: HttpRequest) -> HttpResponse:
    """What the progress bar of the design page asks: an export that is over."""
    return JsonResponse({"done": 5000, "total": 5000, "label": "L'export de 5 000 lignes est prêt", "state": "done", "url": "#export"})
