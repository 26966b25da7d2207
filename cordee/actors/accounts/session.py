"""Signing in: one way, whatever the door (password, invitation, demonstration)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import Membership, User
from cordee.core.views.home import SINCE


def sign_in(request: HttpRequest, user: User, membership: Membership | None = None) -> None:
    """A new session key, and the membership that one acts as: the given one, else the one used last, else the oldest."""
    before = user.last_login
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if before:
        request.session[SINCE] = before.isoformat()
    act_as(request, membership or queries.first_membership(user))


def act_as(request: HttpRequest, membership: Membership | None) -> None:
    if membership is None:
        request.session.pop(queries.MEMBERSHIP_KEY, None)
    else:
        request.session[queries.MEMBERSHIP_KEY] = str(membership.public_id)
