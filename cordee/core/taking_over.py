"""What lived elsewhere enters at the state where it stands, its past told with its real dates.

Nothing happens today: no guard is asked, no consequence follows, no letter leaves. The path is that of the lifecycle's own table, and
whoever may create the object may take it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.lifecycle import T, become, lock, save_locked


@dataclass(frozen=True, slots=True)
class Past:
    """A transition that took place before, and the day of the fact when it is known."""

    name: str
    on: date | None
    data: dict[str, Any] = field(default_factory=dict)


def take_over(obj: Any, story: Sequence[Past], *, actor: Actor) -> None:
    """Creates the object at the end of its story, or carries on the story of one that was taken over before."""
    lifecycle = obj.lifecycle
    if not actor.is_system and (refusal := lifecycle.creation.who(actor, obj)):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=f"{lifecycle.code}.take_over"):
        held = obj if obj.pk is None else lock(obj)
        steps: list[tuple[Past, str, T]] = []
        state: str = held.state if held.pk else ""
        for past in story:
            t = _following(held, past, state)
            steps.append((past, state, t))
            state = t.target
        held.state = state
        if held.pk is None:
            held.save(force_insert=True)
        else:
            save_locked(held)
        for past, before, t in steps:
            _tell(held, past, before, t, actor)
    if held is not obj:
        become(obj, held)


def _following(obj: Any, past: Past, state: str) -> T:
    t: T | None = obj.lifecycle.get(past.name)
    if t is None or (state not in t.sources if state else bool(t.sources)):
        raise Refused(Refusal("state", f"« {past.name} » ne suit pas l'étape « {state} » : relisez l'ordre des étapes."))
    return t


def _tell(obj: Any, past: Past, before: str, t: T, actor: Actor) -> None:
    record(
        obj,
        f"{obj.lifecycle.code}.{t.name}",
        actor=actor,
        audience=list(t.audience),
        from_state=before,
        to_state=t.target,
        data=past.data | {"taken_over": True},
        fact_on=past.on,
    )
