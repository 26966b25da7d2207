"""`/recherche/`: what the box at the top of every page finds, and what it proposes while one types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from cordee.core.access import ActingRequest
from cordee.core.find import Found, exact, find, seek

LIVE = 4  # of each kind, under the box


@require_GET
def search(request: ActingRequest) -> HttpResponse:
    """A whole number borne by one thing opens it; `tous` is the way back from there to the results."""
    text, kind = request.GET.get("q", ""), request.GET.get("type", "")
    sought = seek(text)
    if not kind and "tous" not in request.GET and (hit := exact(request.actor, sought)):
        address, _, place = hit.url.partition("#")
        return redirect(f"{address}?{urlencode({'trouve': sought.text})}{'#' + place if place else ''}")
    return render(request, "core/search.html", shown(find(request.actor, text, kind=kind), kind))


@require_GET
def suggest(request: ActingRequest) -> HttpResponse:
    """The few first of each kind, as a fragment."""
    return render(request, "core/search_live.html", shown(find(request.actor, request.GET.get("q", ""), shown=LIVE), ""))


def shown(found: Found, kind: str) -> dict[str, Any]:
    meant = found.meant or found.sought
    tabs = [
        {
            "label": group.source.title,
            "counted": group.counted,
            "query": query(meant.text, group.source.code),
            "on": group.source.code == kind,
        }
        for group in found.groups
    ]
    groups = [
        {
            "source": group.source,
            "hits": group.hits,
            "counted": group.counted,
            "hidden": group.hidden,
            "query": query(meant.text, group.source.code),
            "more": group.source.more.format(q=urlencode({"": meant.text})[1:]),
        }
        for group in found.groups
        if group.hits
    ]
    return {"found": found, "words": meant.words, "tabs": tabs, "groups": groups, "kind": kind, "all": query(meant.text)}


def query(text: str, kind: str = "") -> str:
    return urlencode({"q": text, "tous": "1"} | ({"type": kind} if kind else {}))
