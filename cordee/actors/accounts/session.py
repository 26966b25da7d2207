"""Signing in: one way, whatever the door (password, invitation, demonstration)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import Membership, User
from cordee.core.views.home import SINCE


def sign_in(request: HttpRequest, user: User, membership: Membership | None = None) -> None:
    """A new session key, and the membership that one acts as: the given one, else the one used last, else the oldest."""
    note_visit(user)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if user.visited_before:
        request.session[SINCE] = user.visited_before.isoformat()
    act_as(request, membership or queries.first_membership(user))


def note_visit(user: User) -> None:
    """What « depuis votre dernière visite » starts from: the last day one came, however often one comes back today."""
    if user.last_login and timezone.localdate(user.last_login) < timezone.localdate():
        user.visited_before = user.last_login
        user.save(update_fields=["visited_before"])


def act_as(request: HttpRequest, membership: Membership | None) -> None:
    if membership is None:
        request.session.pop(queries.MEMBERSHIP_KEY, None)
    else:
        request.session[queries.MEMBERSHIP_KEY] = str(membership.public_id)
