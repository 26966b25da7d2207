"""Taking an act back: the state returns, the journal keeps both lines, those who were told are told.

Which transitions can be, by whom and for how long, is said beside them (`lifecycle.Correct`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from cordee.core import outbox
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.lifecycle import T, become, consequences_added, guards_added, lock, save_locked
from cordee.core.models import Event


def correction_refusal(obj: Any, event: Event, actor: Actor) -> Refusal | None:
    """Why this event may not be corrected by this actor now, or None."""
    t = obj.lifecycle.get(event.code.rsplit(".", 1)[1])
    if t is None or t.correct is None:
        return Refusal("final", "Cet acte ne se corrige pas : il a produit ses effets.")
    acts = Event.objects.for_system("later acts").filter(subject_kind=obj._meta.label_lower, subject_id=obj.pk)
    last = acts.exclude(to_state="").order_by("-id").first()
    if last is None or last.pk != event.pk:
        if acts.filter(corrects=event).exists():
            return Refusal("corrected", "Cet acte est déjà corrigé.")
        return Refusal("passed", "D'autres actes ont suivi : corrigez d'abord le dernier.")
    if t.correct.within is not None and timezone.now() - event.at > t.correct.within:
        return Refusal("late", "Le délai pour corriger cet acte est passé.")
    for guard in guards_added.get((obj.lifecycle.code, f"{t.name}.correct"), []):
        if refusal := guard(obj, None):
            return refusal
    refused: Refusal | None = None if actor.is_system else t.correct.who(actor, obj)
    return refused


def correct(obj: Any, event: Event, *, actor: Actor, reason: str) -> Event:
    """Takes a transition back: the state returns, a new line says what it cancels and why, those who were told are told."""
    with transaction.atomic(), history(actor, act=f"{event.code}.correct"):
        locked = lock(obj)
        if refusal := correction_refusal(locked, event, actor):
            raise Refused(refusal)
        t: T = obj.lifecycle[event.code.rsplit(".", 1)[1]]
        locked.state = event.from_state
        if t.correct and t.correct.undo:
            t.correct.undo(locked, actor=actor, event=event)
        save_locked(locked)
        correction = record(
            locked,
            f"{obj.lifecycle.code}.corrected",
            actor=actor,
            audience=event.audience,
            from_state=event.to_state,
            to_state=event.from_state,
            data={"reason": reason, "label": t.label},
            corrects=event,
        )
        for consequence in consequences_added.get((obj.lifecycle.code, f"{t.name}.correct"), []):
            consequence(locked, correction, actor)
        outbox.take_back(event, correction, reason=reason, label=t.label)
    become(obj, locked)
    return correction
