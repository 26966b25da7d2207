"""The pages of the territory, for every professional of the scheme."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cordee.actors.territory import queries
from cordee.core.access import public


@public
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """The options under a commune field while one types: anyone who asks for an accompaniment has one to fill."""
    found = queries.search_communes(request.GET.get("q", ""))
    return render(request, "territory/commune_options.html", {"communes": found})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """France: the map, the regions and their departments, and a search that also knows communes."""
    text = request.GET.get("q", "").strip()
    departments = queries.departments_with_population()
    context = {
        "q": text,
        "regions": queries.regions_matching(text),
        "communes": queries.search_communes(text) if text else [],
        "values": {d.code: d.population for d in departments if d.population is not None},  # type: ignore[attr-defined]
        "links": {d.code: reverse("territory:department", args=[d.code]) for d in departments},
    }
    return render(request, "territory/index.html", context)


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.department_page(code)
    if found is None:
        raise Http404
    context = {"department": found, "epcis": queries.epcis_of(found), "zones": queries.zones_of(found)}
    return render(request, "territory/department.html", context)
