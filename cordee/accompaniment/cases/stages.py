"""Since when a dossier is at its stage. A trigger writes today; here, the day of a fact that was written down later."""

from __future__ import annotations

from django.utils import timezone

from cordee.accompaniment.cases.lifecycle import CASE
from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor
from cordee.core.lifecycle import consequence_on
from cordee.core.models.journal import Event


def since_the_fact(case: Case, event: Event, actor: Actor) -> None:
    """The form proposes today: another day was typed."""
    if event.from_state != event.to_state and event.fact_on and event.fact_on != timezone.localdate():
        Case._base_manager.filter(pk=case.pk).update(stage_since=event.fact_on)
        case.stage_since = event.fact_on


for _transition in CASE.transitions:
    if _transition.dated:
        consequence_on(CASE.code, _transition.name)(since_the_fact)
