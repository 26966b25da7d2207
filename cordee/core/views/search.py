"""`/recherche/`: what the box at the top of every page finds."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordee.core.access import ActingRequest
from cordee.core.find import find

LONGEST = 200


@require_GET
def search(request: ActingRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    found = find(request.actor, text)
    groups = [{"source": source, "hits": hits, "more": source.more.format(q=quote(text))} for source, hits in found]
    return render(request, "core/search.html", {"q": text, "groups": groups, "total": sum(len(hits) for _, hits in found)})
