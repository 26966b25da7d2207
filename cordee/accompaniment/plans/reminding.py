"""What the calendar says of plans: an event of the dossier and its letters, once, in one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from cordee.accompaniment.plans import letters, queries
from cordee.accompaniment.plans.models import PlanAction, Version
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.core.models.bases import TODAY

SYSTEM = Actor.system("le calendrier des parcours")


def tell_ended() -> int:
    rows = Version.objects.for_system("the calendar").filter(queries.ended(), ends_on__lt=TODAY, reminded_on=None)
    return sum(_tell(Version, pk, "plans.version.ended", letters.tell_ended) for pk in _keys(rows))


def tell_late() -> int:
    """Of the actions that the DLA holds; a structure meets its own in « À faire »."""
    rows = PlanAction.objects.for_system("the calendar").filter(
        state__in=PlanAction.OPEN, held_by=PlanAction.Held.OPERATOR, validated_in__isnull=False, due_on__lt=TODAY, reminded_on=None,
        plan__case__state__in=queries.RUNNING,
    )  # fmt: skip
    return sum(_tell(PlanAction, pk, "plans.action.late", letters.tell_late) for pk in _keys(rows))


def _keys(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _tell(model: Any, pk: int, code: str, write: Callable[[Any, Event], int]) -> int:
    """A second run, or a second worker at the same second, finds it told."""
    with transaction.atomic(), history(SYSTEM, act=code):
        row = model._base_manager.select_for_update(of=("self",), no_key=True).select_related("plan__case__opened_by").get(pk=pk)
        if row.reminded_on is not None:
            return 0
        row.reminded_on = today()
        row.save(update_fields=["reminded_on"])
        title = row.title if model is PlanAction else ""
        return write(row, record(row, code, actor=SYSTEM, audience=["operator"], data={"title": title}))
