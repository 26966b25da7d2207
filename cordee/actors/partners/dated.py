"""Meetings of committees in people's agendas: when and where, never a word of what is judged there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from cordee.actors.partners.models import Meeting, Member
from cordee.core.access import READERS, Actor
from cordee.core.agenda import DatedSource, declare, event
from cordee.core.models.bases import period_contains_today
from cordee.core.todo import words

LASTS = timedelta(hours=2)


def meetings(actor: Actor) -> Any:
    """Those that one's organisation animates, and those to which it is convened. One that is cancelled goes."""
    seats = Member.objects.for_system("one's own seats").filter(period_contains_today(), organisation_id=actor.organisation_id)
    seated = (seats.none() if actor.profile in READERS else seats).order_by().values("committee")
    rows = Meeting.objects.for_system("of one's own committees").filter(
        Q(committee__organisation_id=actor.organisation_id) | Q(committee__in=seated, convened_at__isnull=False)
    )
    return event(
        rows.exclude(state=Meeting.State.CANCELLED),
        starts=F("starts_at"),
        ends=F("starts_at") + LASTS,
        title=words("Réunion : ", F("committee__name")),
        place=F("place"),
        key=F("public_id"),
    )


declare(
    DatedSource(
        "partners.meeting", "/comites/reunions/{key}/", meetings, instead_of=frozenset({"partners.attend", "partners.animate"})
    )
)  # fmt: skip
