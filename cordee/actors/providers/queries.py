"""Reads of the register: who sees which sheet, what is missing on it, what its links say today."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from cordee.actors.providers import policies
from cordee.actors.providers.models import Provider, Suspension
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet
from cordee.core.models.bases import TODAY, period_contains_today

Rows = TypeVar("Rows", bound=HouseQuerySet)


def visible_providers(rows: Rows, actor: Actor) -> Rows:
    """The actors of the scheme and the networks see the register; anyone else the sheet of its own organisation, and no other."""
    standing = rows.filter(organisation__merged_into=None)
    if policies.may_search(actor):
        return standing
    return standing.filter(organisation_id=actor.organisation_id) if actor.organisation_id else rows.none()


def suspended_today() -> Exists:
    rows: Any = Suspension.objects.for_system("is this provider suspended?")
    return Exists(rows.filter(period_contains_today(), provider_id=OuterRef("pk")).order_by())


def proposable(rows: Rows) -> Rows:
    """Those one may propose today: not withdrawn, not suspended, whose organisation still exists."""
    existing = Q(organisation__ended_on__isnull=True) | Q(organisation__ended_on__gt=TODAY)
    return rows.filter(existing, ~suspended_today(), organisation__merged_into=None).exclude(state=Provider.State.WITHDRAWN)


def derive_facets(ids: list[int]) -> None:
    """What the search reads of these sheets follows their dated links, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT providers_derive(%s)", [ids])


def mend_facets() -> int:
    """Brings what the search reads up to what the dated links say today. Answers how many sheets had drifted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT providers_derive(NULL)")
        return int(cursor.fetchone()[0])
