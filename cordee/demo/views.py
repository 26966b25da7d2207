"""One click to become a role of the demonstration. Where there is no demonstration, this address does not exist."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cordee.actors.accounts import queries
from cordee.actors.accounts.session import sign_in
from cordee.core.access import public
from cordee.demo import personas


@public
def enter(request: HttpRequest, code: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return _enter(request, code)


@require_POST
def _enter(request: HttpRequest, code: str) -> HttpResponse:
    persona = personas.find(code)
    user = queries.user_by_email(persona.email) if persona else None
    membership = queries.first_membership(user) if user and user.is_active else None
    if user is None or membership is None:
        raise Http404
    sign_in(request, user, membership)
    return redirect("/")
