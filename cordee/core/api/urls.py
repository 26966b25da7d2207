"""Addresses of the API, under `/api/`. Closed by its own door (the token), so open to the gate of browser sessions."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from cordee.core.access import after_response, public
from cordee.core.api.app import api
from cordee.core.api.docs import docs
from cordee.core.api.faults import fault
from cordee.core.api.registry import log_use


def entry(view: Any) -> Any:
    """Around every endpoint: a wrong method is told in the house's format, and the use of a token is kept once answered."""

    @public
    @csrf_exempt
    @functools.wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allow, response = response["Allow"], fault(405)
            response["Allow"] = allow
        grant = getattr(request, "grant", None)
        if grant and response.status_code != 429:  # a refused rush is not a use: it neither fills the log nor prolongs itself
            after_response(request, lambda: log_use(grant.token_id, request.method or "", request.path, response.status_code))
        return response

    return enter


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    return fault(404)


def endpoints() -> list[URLPattern]:
    patterns: list[URLPattern] = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    return [path("docs", docs, name="docs"), *(URLPattern(p.pattern, entry(p.callback), p.default_args, p.name) for p in patterns)]


urlpatterns = [
    path("v1/", include((endpoints(), "ninja"), namespace="api")),
    re_path(r"^(?P<rest>.*)$", entry(unknown)),
]
