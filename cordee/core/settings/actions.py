"""Changing a setting from a day on, withdrawing one that has not begun. The past is never rewritten; each act is in the journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.journal import history, record
from cordee.core.models import Parameter, ParameterScope, Thread
from cordee.core.parameters import P, forget_parameters, param, set_param
from cordee.core.settings.policies import may_set
from cordee.core.settings.values import say

CHANGED, WITHDRAWN = "core.settings.changed", "core.settings.withdrawn"
NATION = "00"


def _locked(parameter: P, place: str | None) -> ParameterScope:
    """One writer at a time for one setting in one place."""
    scopes = ParameterScope.objects.for_system("settings")
    scope, _ = scopes.get_or_create(code=parameter.code, zone=place)
    locked: ParameterScope = scopes.select_for_update().get(pk=scope.pk)
    return locked


def change(*, parameter: P, value: Any, actor: Actor, since: date, reason: str, place: str | None) -> Parameter:
    """A new value from a day on, today or later. A day that already has its value is refused: withdraw that one first."""
    if refusal := may_set(actor, parameter, place):
        raise Refused(refusal)
    if since < today():
        raise Refused(
            Refusal("past", "Ce jour est passé : ce qui a été décidé garde sa valeur. Choisissez aujourd'hui ou un jour à venir.")
        )
    with transaction.atomic(), history(actor, act=CHANGED):
        scope = _locked(parameter, place)
        if scope.values.filter(period__startswith=since, period__isempty=False).exists():
            day = f"{since:%d/%m/%Y}"
            raise Refused(Refusal("overlap", f"Une valeur commence déjà le {day} : choisissez un autre jour, ou retirez-la d'abord."))
        forget_parameters()
        before = say(parameter, _stored(parameter, param(parameter, on=since, zone=place)))
        row = set_param(parameter, value, actor=actor, since=since, reason=reason, zone=place)
        _tell(row, CHANGED, actor, parameter, place, before=before, after=say(parameter, value), since=since.isoformat(), reason=reason)
    return row


def _stored(parameter: P, value: Any) -> Any:
    """A value as it is stored, to be said like the others."""
    return {"subject": value.subject, "body": value.body} if hasattr(value, "subject") else value


def withdraw(*, parameter: P, actor: Actor, since: date, place: str | None) -> None:
    """A value that has not begun: the one before it goes on. The row stays, with an empty period, to tell that it was planned."""
    if refusal := may_set(actor, parameter, place):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=WITHDRAWN):
        scope = _locked(parameter, place)
        row = scope.values.filter(period__startswith=since, period__isempty=False).first()
        if row is None or since <= today():
            raise Refused(Refusal("begun", "Cette valeur a commencé : elle reste. Fixez-en une autre à partir d'un jour à venir."))
        until = row.period.upper
        row.period = DateRange(empty=True)
        row.save()
        former = scope.values.filter(period__contains=since - timedelta(days=1)).first()
        if former:
            former.period = DateRange(former.period.lower, until)
            former.save()
        forget_parameters()
        _tell(row, WITHDRAWN, actor, parameter, place, after=say(parameter, row.value), since=since.isoformat())


def _tell(row: Parameter, code: str, actor: Actor, parameter: P, place: str | None, **data: str) -> None:
    row.thread_id = thread_of(place).pk  # type: ignore[attr-defined]
    record(row, code, actor=actor, audience=["operator"], data={"label": parameter.label, "place": place or "", **data})


def thread_of(place: str | None) -> Thread:
    """Where the settings of a place are told: its own zone; the nation for a region, which is no zone."""
    zone = place if place and not place.startswith("R") else NATION
    thread: Thread | None = Thread.objects.filter(kind="settings", zone=zone).order_by("id").first()
    return thread or Thread.objects.create(kind="settings", zone=zone)
