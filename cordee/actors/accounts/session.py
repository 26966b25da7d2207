"""Signing in: one way, whatever the door (password, link by mail, ProConnect, invitation, demonstration)."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import Membership, User
from cordee.actors.accounts.sessions import DEVICE_KEY, device_of
from cordee.core.access import SUPPORT_KEY
from cordee.core.views.home import SINCE


def enter(request: HttpRequest, user: User, method: str, next_path: str = "") -> HttpResponse:
    """A first proof was given without a password: the second factor is asked of who has one, as after a password."""
    record_authentication(request, user, method)
    return perform_login(request, Login(user=user, email=user.email, redirect_url=next_path or None))


def sign_in(request: HttpRequest, user: User, membership: Membership | None = None) -> None:
    """A new session key, and the membership that one acts as: the given one, else the one used last, else the oldest."""
    request.session.pop(SUPPORT_KEY, None)
    note_visit(user)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEVICE_KEY] = device_of(request)
    if user.visited_before:
        request.session[SINCE] = user.visited_before.isoformat()
    act_as(request, membership or queries.first_membership(user))


def note_visit(user: User) -> None:
    """What « depuis votre dernière visite » starts from: the last day one came, however often one comes back today."""
    if user.last_login and timezone.localdate(user.last_login) < timezone.localdate():
        user.visited_before = user.last_login
        user.save(update_fields=["visited_before"])


def act_as(request: HttpRequest, membership: Membership | None) -> None:
    """Chooses where one acts."""
    if membership is None:
        request.session.pop(queries.MEMBERSHIP_KEY, None)
    else:
        request.session[queries.MEMBERSHIP_KEY] = str(membership.public_id)
