"""What may be done with the children of a sheet, and what a closed period becomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory import policies
from cordee.actors.directory.children.declare import Kind, kinds
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor

KEEP, PROPOSE = "keep", "propose"


def right_on(actor: Actor, kind: Kind, organisation: Organisation) -> str:
    """Keeps, proposes, or nothing."""
    if kind.keepers(actor, organisation) is None:
        return KEEP
    if kind.proposable and not organisation.merged_into_id and policies.may_propose(actor, organisation) is None:
        return PROPOSE
    return ""


def rights_on(actor: Actor, organisation: Organisation, page: str = "") -> dict[str, str]:
    """The same for every kind that a page shows: what its links say."""
    return {kind.code: right_on(actor, kind, organisation) for kind in kinds if kind.page == page}


def lasts_on(child: Any) -> bool:
    """Its period has no end yet, or one to come."""
    period = getattr(child, "period", None)
    return period is not None and (period.upper is None or period.upper > timezone.localdate())


def ended_on(child: Any, on: date) -> DateRange:
    """Its period closed on that day, included."""
    return DateRange(child.period.lower, on + timedelta(days=1))
