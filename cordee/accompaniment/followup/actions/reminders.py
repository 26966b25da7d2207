"""Reminders of pieces: written by the calendar, once a day at most, and never once everything is received."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from cordee.accompaniment.followup import letters, queries
from cordee.accompaniment.followup.models import Demand, Piece
from cordee.accompaniment.followup.parameters import REMINDER_BEFORE, REMINDER_EVERY, REMINDER_MOST
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.journal import history, record
from cordee.core.parameters import param
from cordee.core.verbs import locked

SYSTEM = Actor.system("le calendrier des pièces demandées")


def remind_due() -> int:
    day = today()
    near = day + timedelta(days=param(REMINDER_BEFORE))
    return sum(_remind(demand, day) for demand in list(queries.demands_to_remind(near)))


def _is_due(demand: Demand, day: date) -> bool:
    if demand.reminders >= param(REMINDER_MOST) or demand.asked_on == day:
        return False
    if demand.reminded_on is None:
        return True
    return day >= demand.reminded_on + timedelta(days=param(REMINDER_EVERY))


def _remind(demand: Demand, day: date) -> bool:
    """Read again once held: what was received meanwhile is not reminded, nor is a demand by two workers."""
    with transaction.atomic(), history(SYSTEM, act="followup.demand.remind"):
        held = locked(demand)
        pieces = list(held.pieces.filter(state__in=Piece.OWED).order_by("id"))
        if not pieces or not _is_due(held, day):
            return False
        held.reminded_on, held.reminders = day, held.reminders + 1
        held.save(update_fields=["reminded_on", "reminders"])
        data = {"count": len(pieces), "organisation": held.organisation.name}
        event = record(held, "followup.demand.reminded", actor=SYSTEM, audience=["operator", "structure"], data=data)
        letters.tell(held, pieces, event, reminder=True)
    return True
