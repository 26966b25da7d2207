"""Signing in with ProConnect. Its answer comes by a GET: it is verified and kept in the session; the person's button does the rest."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.models import User
from cordee.actors.accounts.proconnect import REFUSALS, Asked, Claims, Declared, Provider
from cordee.actors.accounts.session import enter
from cordee.actors.accounts.views.own import own_account
from cordee.actors.accounts.views.prove import proved_again
from cordee.core.access import ActingRequest, Refusal, Refused, public

ASKED_KEY, CLAIMS_KEY, ID_TOKEN_KEY = "proconnect_asked", "proconnect_claims", "proconnect_id_token"
CLAIMS_LAST = 600  # seconds between the answer and the person's button


def _provider() -> Provider:
    _only_when_configured()
    return Provider(cast(Declared, settings.PROCONNECT))


def _only_when_configured() -> None:
    if settings.PROCONNECT is None:
        raise Http404


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    _only_when_configured()
    return _start(request)


@require_POST
def _start(request: HttpRequest) -> HttpResponse:
    try:
        address, asked = _provider().ask(settings.PUBLIC_URL + reverse("accounts:proconnect_back"))
    except Refused as refused:
        return _refused(request, refused.refusal)
    request.session[ASKED_KEY] = asdict(asked)
    return redirect(address)


@public
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The provider's answer, good once. Someone already linked enters; a first time, the person reads what will be linked."""
    _only_when_configured()
    kept = request.session.pop(ASKED_KEY, None)
    try:
        claims = _provider().answer(Asked(**kept) if kept else None, request.GET.dict())
        known = queries.identity_of(claims)
        account = known.user if known else queries.account_of_claims(claims)
    except Refused as refused:
        return _refused(request, refused.refusal)
    request.session[CLAIMS_KEY] = claims.kept() | {"at": int(time.time())}
    return render(request, "accounts/proconnect_confirm.html", {"claims": claims, "account": account, "first": known is None})


@public
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    _only_when_configured()
    return _confirm(request)


@require_POST
def _confirm(request: HttpRequest) -> HttpResponse:
    kept = request.session.pop(CLAIMS_KEY, None)
    if kept is None or time.time() - kept.pop("at") > CLAIMS_LAST:
        return _refused(request, REFUSALS["state"])
    claims = Claims(**kept)
    try:
        known = queries.identity_of(claims)
        user = known.user if known else actions.link_identity(claims=claims)
    except Refused as refused:
        return _refused(request, refused.refusal)
    request.session[ID_TOKEN_KEY] = claims.id_token
    return enter(request, user, "proconnect")


@own_account
@never_cache
@require_http_methods(["GET", "POST"])
@proved_again
def unlink(request: ActingRequest) -> HttpResponse:
    """Before: what stays open. One's own to do, even where the provider is no longer configured."""
    user = User.objects.get(pk=request.actor.user_id or 0)
    if request.method == "POST":
        if actions.unlink_identity(user=user):
            request.session.pop(ID_TOKEN_KEY, None)
            messages.success(request, "C'est fait : ProConnect est délié de votre compte.")
        else:
            messages.info(request, "ProConnect n'est pas relié à votre compte : il n'y a rien à délier.")
    elif queries.identity_of_user(user.pk):
        return render(request, "accounts/proconnect_unlink.html")
    return redirect("accounts:account")


def leave(request: HttpRequest) -> str | None:
    """Where signing out goes on, for who came by ProConnect. A provider that is silent keeps no one here."""
    id_token = request.session.get(ID_TOKEN_KEY)
    if not id_token or settings.PROCONNECT is None:
        return None
    try:
        return _provider().leave(id_token, settings.PUBLIC_URL + reverse("account_login"))
    except Refused:
        messages.info(request, "ProConnect ne répond pas : sa propre session est peut-être restée ouverte sur cet appareil.")
        return None


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "accounts/proconnect_refused.html", {"sentence": refusal.sentence}, status=403)
