"""The letter of Monday: what is late, what the week holds, what has no date. It says what « À faire » says, and nothing more: neither
accounts nor notes."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import Membership
from cordee.core import outbox, todo
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.formats import counted, date_short
from cordee.core.models import Mail
from cordee.core.models.bases import period_contains_today

PROFILES = frozenset({"officer", "head", "regional"})
WEEKLY = outbox.declare("accounts.weekly", "Le point de la semaine, le lundi matin", default="now", profiles=PROFILES)
SHOWN = 15


def send_weekly() -> int:
    """Each person in a transaction of their own: begun again after a fault, it writes to those who have nothing yet. Answers how many."""
    rows = Membership.objects.for_system("the letter of Monday").filter(
        period_contains_today(), profile__in=sorted(PROFILES), user__is_active=True
    )
    sent = 0
    for membership in rows.order_by("id"):
        with transaction.atomic():
            sent += _write_to(membership)
    return sent


def _write_to(membership: Membership) -> bool:
    held = Membership.objects.for_system("one writer at a time").select_for_update(no_key=True).get(pk=membership.pk)
    actor = queries.actor_of_membership(held.user_id, held.pk)
    address = queries.address_of(held.user_id)
    if actor is None or address is None or _has_it(actor):
        return False
    letter = letter_to(actor, address)
    return bool(letter and outbox.post(letter))


def _has_it(actor: Actor) -> bool:
    monday = today() - timedelta(days=today().weekday())
    rows = Mail.objects.for_system("written this week?").filter(
        kind=WEEKLY.code, recipient_user=actor.user_id, created_at__date__gte=monday
    )
    return bool(rows.filter(letter__sender=actor.organisation).exists())


def letter_to(actor: Actor, address: str) -> outbox.Letter | None:
    """None when nothing is owed: no letter is ever empty."""
    parts = todo.sorted_out(todo.todos(actor))
    undated = [item for item in parts["later"] if not item.due]
    told = [("En retard", parts["late"]), ("Dû cette semaine", parts["soon"]), ("Sans date, à prévoir", undated)]
    late, soon = len(parts["late"]), len(parts["soon"])
    if not any(items for _, items in told):
        return None
    return outbox.Letter(
        kind=WEEKLY.code,
        recipient=address,
        recipient_user=actor.user_id,
        subject=f"Votre semaine : {late} en retard, {counted(soon, 'échéance')}",
        lines=("Voici ce que votre semaine porte, dans l'ordre où c'est attendu.",),
        items=tuple(
            {"subject": f"{name} : {len(items)}", "lines": _lines(items), "path": "/", "button": ""} for name, items in told if items
        ),
        button="Ouvrir ma journée",
        path="/",
        sender=actor.organisation,
    )


def _lines(items: list[todo.Todo]) -> list[str]:
    shown = [f"{item.title}, {date_short(item.due)}" if item.due else item.title for item in items[:SHOWN]]
    return [*shown, f"et {counted(len(items) - SHOWN, 'autre', 'autres')}"] if len(items) > SHOWN else shown
