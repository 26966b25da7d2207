"""Leaving, replacing, an address that bounces: the ordinary acts of a post, each one transaction."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.children import actions as children
from cordee.actors.directory.models import Organisation, Person, Position
from cordee.actors.directory.people import queries, sources
from cordee.actors.directory.people.kinds import POSITION
from cordee.core.access import Actor
from cordee.core.journal import history, record

BOUNCED = "directory.contact.bounced"


def leave(
    *,
    actor: Actor,
    organisation: Organisation,
    position: Position,
    on: date,
    vacant: bool = False,
    successor: Person | None = None,
    end_access: uuid.UUID | None = None,
) -> Position | None:
    """Ends a post on its last day; from the next one, someone else holds it, or it is vacant, or nothing follows.

    Answers the post that follows. `end_access` closes the leaver's access in the same act.
    """
    with transaction.atomic(), history(actor, act="directory.position.leave"):
        children.end(actor=actor, kind=POSITION, organisation=organisation, child=position, on=on)
        following = None
        if vacant or successor:
            values: dict[str, Any] = {
                "title": position.title,
                "label": position.label if vacant else "",
                "period": DateRange(on + timedelta(days=1), None),
                "person": successor,
                "signs": bool(successor) and (position.signs or position.title in queries.SIGNING),
            }
            following = children.add(actor=actor, kind=POSITION, organisation=organisation, values=values)
        if end_access:
            sources.accounts().end_access(actor, organisation, end_access)
    return following


def note_bounce(address: str, why: str) -> None:
    """Marks the persons of this address, once, and says it in the fil of each organisation where they hold a post."""
    persons = Person.objects.for_system("an address that bounced").filter(email__iexact=address, bounced_on=None)
    system = Actor.system("Suivi des courriels")
    with transaction.atomic(), history(system, act=BOUNCED):
        for person in persons.select_for_update(no_key=True).order_by("id"):
            person.bounced_on = timezone.localdate()
            person.version += 1
            person.save(update_fields=["bounced_on", "version"])
            for organisation in queries.organisations_of(person):
                record(organisation, BOUNCED, actor=system, audience=["operator", "structure"], data={"why": why[:200]})
