"""Addresses of agendas: one's own, and whose a secret is."""

from __future__ import annotations

from typing import Any

from cordee.actors.accounts.models import AgendaFeed
from cordee.actors.accounts.queries.actor import actor_of_membership
from cordee.actors.accounts.queries.members import hashed
from cordee.core.access import Actor
from cordee.core.models import ReadLog

READ = "agenda"


def agenda_of(membership_id: int | None) -> Any:
    """The address in force, if there is one."""
    rows = AgendaFeed.objects.for_system("one's own agenda").filter(membership_id=membership_id, revoked_at=None)
    return rows.order_by("id")


def agenda_readings(membership_id: int | None) -> Any:
    """When it was read, the last one first."""
    feeds = agenda_of(membership_id).order_by().values("pk")
    rows = ReadLog.objects.for_system("one's own agenda").filter(subject_kind=AgendaFeed._meta.label_lower, subject_id__in=feeds, what=READ)
    return rows.order_by("-id")


def reader_of(secret: str) -> tuple[AgendaFeed, Actor] | None:
    """The address and the actor of its membership; None when it was withdrawn, or when the membership is over."""
    rows = AgendaFeed.objects.for_system("the address is the credential").filter(token_sha256=hashed(secret), revoked_at=None)
    feed: AgendaFeed | None = rows.select_related("membership").first()
    actor = actor_of_membership(feed.membership.user_id, feed.membership_id) if feed else None
    return (feed, actor) if feed and actor else None
