"""One click to become a role of the demonstration, or to start it afresh. Elsewhere, these addresses do not exist."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cordee.actors.accounts import queries
from cordee.actors.accounts.session import sign_in
from cordee.core.access import public
from cordee.demo import personas
from cordee.demo.examples import again


@public
def enter(request: HttpRequest, code: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return _enter(request, code)


@public
def reload(request: HttpRequest) -> HttpResponse:
    """Offered when the demonstration is over two weeks old: everyone starts again from its first day."""
    if not settings.DEMO:
        raise Http404
    return _reload(request)


@require_POST
def _reload(request: HttpRequest) -> HttpResponse:
    if not again.is_stale(timezone.localdate()):
        messages.info(request, "La démonstration est récente : il n'y a rien à recharger.")
        return redirect("account_login")
    request.session.flush()
    again.reload()
    messages.success(request, "C'est fait : la démonstration est rechargée, ses dates partent d'aujourd'hui. Choisissez un rôle.")
    return redirect("account_login")


@require_POST
def _enter(request: HttpRequest, code: str) -> HttpResponse:
    persona = personas.find(code)
    user = queries.user_by_email(persona.email) if persona else None
    membership = queries.first_membership(user) if user and user.is_active else None
    if user is None or membership is None:
        raise Http404
    sign_in(request, user, membership)
    record_authentication(request, user, "demo")  # a persona has no mailbox to prove it again with
    return redirect("/")
