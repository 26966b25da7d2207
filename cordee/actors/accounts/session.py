"""Signing in: one way, whatever the door (password, link by mail, ProConnect, invitation, demonstration)."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import Membership, User
from cordee.actors.accounts.parameters import Level
from cordee.actors.accounts.sessions import DEVICE_KEY, device_of
from cordee.core.access import SUPPORT_KEY


def enter(request: HttpRequest, user: User, method: str, next_path: str = "") -> HttpResponse:
    """A first proof was given without a password: the second factor is asked of who has one, as after a password."""
    record_authentication(request, user, method)
    return perform_login(request, Login(user=user, email=user.email, redirect_url=next_path or None))


def sign_in(request: HttpRequest, user: User, membership: Membership | None = None) -> None:
    """A new session key, and the membership that one acts as: the given one, else the one used last, else the oldest."""
    request.session.pop(SUPPORT_KEY, None)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEVICE_KEY] = device_of(request)
    act_as(request, membership or queries.first_membership(user))


def act_as(request: HttpRequest, membership: Membership | None) -> None:
    """Chooses where one acts. A profile that requires a second factor waits for it."""
    request.session.pop(queries.DUE_KEY, None)
    if membership is None:
        request.session.pop(queries.MEMBERSHIP_KEY, None)
        return
    request.session[queries.MEMBERSHIP_KEY] = str(membership.public_id)
    if queries.second_factor_level([membership.profile]) == Level.REQUIRED and queries.second_factor(membership.user_id) is None:
        request.session[queries.DUE_KEY] = True
