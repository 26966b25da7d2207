"""The secret address of one's agenda: obtained, replaced, withdrawn."""

from __future__ import annotations

import secrets

from django.utils import timezone

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import AgendaFeed
from cordee.core.access import Actor
from cordee.core.verbs import writing


def open_agenda(*, actor: Actor) -> str:
    """A new address of the membership one acts as; the former one opens nothing any more. The secret is answered once."""
    secret = secrets.token_urlsafe(32)
    with writing(actor, "accounts.agenda.open", AgendaFeed):
        _withdraw(actor)
        AgendaFeed(membership_id=actor.membership_id or 0, token_sha256=queries.hashed(secret)).save(force_insert=True)
    return secret


def close_agenda(*, actor: Actor) -> None:
    with writing(actor, "accounts.agenda.close", AgendaFeed):
        _withdraw(actor)


def _withdraw(actor: Actor) -> None:
    for feed in queries.agenda_of(actor.membership_id).select_for_update(of=("self",), no_key=True):
        feed.revoked_at = timezone.now()
        feed.save()
