"""Proving again who one is before touching what protects the account: by the library where there is a password or a second factor,
by a code received by mail where there is neither."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cordee.actors.accounts import actions
from cordee.actors.accounts.forms import LinkCodeForm
from cordee.actors.accounts.models import User
from cordee.actors.accounts.views.login_link import SLOWER, WRONG, allowed
from cordee.actors.accounts.views.own import own_account
from cordee.core.access import public

#: in a session: the secret of the screen that asked for a code
PROVING_KEY = "proving_screen"

View = TypeVar("View", bound=Callable[..., Any])


def proved_again(view: View) -> View:
    """The library lets through an account that has nothing to type: an unwatched session would be enough to lock its owner out."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = cast(User, request.user)
        if get_reauthentication_flows(user):
            answer: HttpResponseBase = reauthentication_required(app="allauth.mfa")(view)(request, *args, **kwargs)
            return answer
        if not _fresh(request, user):
            return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': request.path})}")
        return cast(HttpResponseBase, view(request, *args, **kwargs))

    return cast(View, guarded)


def _fresh(request: HttpRequest, user: User) -> bool:
    """Whoever signed in a moment ago has just proved it."""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in get_authentication_records(request, user))


@public  # also for a profile that waits for its second factor
@own_account
@never_cache
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """A button sends the code; the same page then waits for it."""
    user = cast(User, request.user)
    wanted = request.POST.get("next", request.GET.get("next", ""))
    next_path = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("accounts:account")
    asking = request.method == "POST" and "code" not in request.POST
    form = LinkCodeForm(request.POST if request.method == "POST" and not asking else None)
    slower = asking and not _ask(request, user)
    if form.is_bound and form.is_valid():
        screen = request.session.get(PROVING_KEY, "")
        if not allowed(request, "login_code", screen or user.email):
            form.add_error(None, SLOWER)
        elif (link := actions.use_login_code(screen=screen, code=form.cleaned_data["code"])) and link.user_id == user.pk:
            del request.session[PROVING_KEY]
            record_authentication(request, user, "email_code", reauthenticated=True)
            return redirect(next_path)
        else:
            form.add_error("code", WRONG)
    sent = PROVING_KEY in request.session
    shown = {"form": form, "next": next_path, "sent": sent, "slower": SLOWER if slower else "", "email": user.email}
    return render(request, "accounts/prove.html", shown, status=422 if form.errors or slower else 200)


def _ask(request: HttpRequest, user: User) -> bool:
    if not allowed(request, "login_link", user.email):
        return False
    screen = request.session.setdefault(PROVING_KEY, secrets.token_urlsafe(32))
    actions.ask_proof(user=user, screen=screen)
    return True
