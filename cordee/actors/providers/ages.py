"""The age of a consultant (PRO-904): optional, justified, read on one screen alone, forgotten with the person."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cordee.actors.providers import policies
from cordee.actors.providers.actions import locked
from cordee.actors.providers.models import Consultant, ConsultantAge
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.verbs import allow


def age_of(consultant: Consultant) -> ConsultantAge | None:
    found: ConsultantAge | None = (
        ConsultantAge.objects.for_system("its sheet is written by the reader").filter(consultant=consultant).first()
    )
    return found


def keep(*, actor: Actor, consultant: Consultant, birth_year: int, reason: str) -> ConsultantAge:
    with transaction.atomic():
        allow(policies.may_write(actor, locked(consultant.provider), "people"))
        row = age_of(consultant) or ConsultantAge(consultant=consultant)
        row.birth_year, row.reason, row.recorded_by = birth_year, reason, actor.user_id
        row.full_clean()
        row.save()
    return row


def forget(*, actor: Actor, consultant: Consultant) -> None:
    with transaction.atomic():
        allow(policies.may_write(actor, locked(consultant.provider), "people"))
        ConsultantAge.objects.for_system("forgotten by whoever keeps the sheet").filter(consultant=consultant).delete()


def forget_departed() -> int:
    """Nightly: whoever is no longer on a sheet, or whose name was erased, has no age there either. Answers how many."""
    ages: Any = ConsultantAge.objects.for_system("retention")
    here = Consultant.objects.for_system("retention").filter(period_contains_today())
    gone, _ = ages.exclude(consultant__in=here.order_by()).delete()
    return int(gone)
