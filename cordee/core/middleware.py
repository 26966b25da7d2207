"""The gate of every request: closed by default, no write on a read, history knows who writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pghistory
from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cordee.core.access import attach_actor, is_public, run_after_response
from cordee.core.once import asked_once
from cordee.core.parameters import forget_parameters

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
WRITES = re.compile(
    r"^\s*(?:SELECT\s+set_config\('pghistory.*?;\s*)?"
    r"(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|WITH\b.*\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)|SELECT\s.*\bprocrastinate_defer\w*\s*\()\b",
    re.IGNORECASE | re.DOTALL,
)


class WriteOnRead(RuntimeError):
    """A safe method tried to write. Always a fault of ours."""


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    # Django forgets by itself a session whose password has changed: that row goes on a read.
    if WRITES.match(sql) and '"core_cache"' not in sql and not sql.startswith('DELETE FROM "accounts_session"'):
        raise WriteOnRead(sql[:200])
    return execute(sql, params, many, context)


def read_guard(request: HttpRequest) -> AbstractContextManager[Any]:
    """SQL-level guard of GET and HEAD, in tests and while developing. The session's own row is saved outside of it."""
    return connection.execute_wrapper(refuse_writes) if settings.GUARD_READS and request.method in SAFE else nullcontext()


def history_context(request: HttpRequest) -> AbstractContextManager[Any]:
    """Opened on unsafe methods only: field history says who, as whom, and where from; events carry its id."""
    if request.method in SAFE or request.path.startswith(settings.STATIC_URL):
        return nullcontext()
    actor = request.actor  # type: ignore[attr-defined]
    who = actor.trace if actor else {"who": "Visiteur"}
    return pghistory.context(url=request.path, **who)


#: what no page of the house asks of a browser
UNASKED = ", ".join(f"{ability}=()" for ability in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics"))


class ContentSecurity:
    """One policy for every answer, written once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):  # Django's own pages for who develops are not ours
            response.headers.setdefault(HEADER, self.policy)
        response.headers.setdefault("Permissions-Policy", UNASKED)
        response.headers.setdefault("Cache-Control", "private, no-cache")  # made for this reader: no machine on the way keeps it
        return response


class Gate:
    """Default-deny: a view without `@public` needs an actor. Those without one are sent to the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        attach_actor(request)
        forget_parameters()
        with read_guard(request), asked_once() if request.method in SAFE else nullcontext():
            response = self.get_response(request)
        run_after_response(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        if is_public(view):
            return None
        if request.actor:  # type: ignore[attr-defined]
            return None
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = reverse(settings.LOGIN_URL)
            return response
        if request.user.is_authenticated:
            return redirect("accounts:no_membership")
        return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


class HistoryContext:
    """Innermost: wraps the view alone, so that the session's own writes are not history."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with history_context(request):
            return self.get_response(request)
