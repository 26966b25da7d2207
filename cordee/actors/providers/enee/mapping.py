"""The table of correspondence in force for an actor, and keeping it: its operator's, else the nation's, else every field as named.

Each time it is kept it begins anew that day, under the name of whoever kept it: what it was before stays readable with its dates.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from cordee.actors.providers import policies
from cordee.actors.providers.actions import allow
from cordee.actors.providers.models import EneeMapping
from cordee.core.access import Actor, Refusal
from cordee.core.edits import save_edit, stale
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.core.settings.actions import thread_of

KEPT, DROPPED = "providers.enee.kept", "providers.enee.dropped"
Columns = list[list[str]]
EDITIONS = 20  # shown


def _tables() -> Any:
    return EneeMapping.objects.for_system("one's own operator's table, and the nation's")


def operator_of(actor: Actor) -> int | None:
    """The national level and the platform keep what everyone begins with; an operator keeps its own."""
    return None if actor.zones is None else actor.organisation_id


def may_keep(actor: Actor) -> Refusal | None:
    if actor.profile in policies.KEEPERS:
        return None
    return Refusal("profile", "Les DLA, départementaux, régionaux ou national, tiennent la correspondance de leur équipe.")


def own_table(actor: Actor) -> EneeMapping | None:
    found: EneeMapping | None = _tables().filter(operator_id=operator_of(actor)).first()
    return found


def columns_for(actor: Actor) -> Columns | None:
    """None when nobody rearranged anything."""
    both = Q(operator=None) | Q(operator_id=operator_of(actor))
    known = dict(_tables().filter(both).order_by("pk").values_list("operator_id", "columns"))
    return known.get(operator_of(actor)) or known.get(None)


def titles() -> list[tuple[str, str]]:
    """(field, title) of every table: the words that an imported file may bear above its columns."""
    return [(code, title) for columns in _tables().order_by("pk").values_list("columns", flat=True) for code, title in columns]


def editions(table: EneeMapping) -> list[Event]:
    """Each time it was kept, the latest first: when, by whom, under which titles."""
    rows = Event.objects.for_system("the table is one's own operator's, or the nation's")
    kept = rows.filter(subject_kind=table._meta.label_lower, subject_id=table.pk, code=KEPT)
    return list(kept.order_by("-id")[:EDITIONS])


def in_force(actor: Actor) -> Event | None:
    """When, and by whom, the table that one's files follow was kept. None when nobody rearranged anything."""
    table = own_table(actor) or _tables().filter(operator=None).first()
    return next(iter(editions(table)), None) if table else None


def keep(*, actor: Actor, columns: Columns, version: int) -> EneeMapping:
    """`version` 0: the form was opened where there was no table yet. Someone saved meanwhile: `Stale`."""
    allow(may_keep(actor))
    with transaction.atomic(), history(actor, act=KEPT):
        table, made = _tables().get_or_create(operator_id=operator_of(actor), defaults={"columns": columns})
        if not made:
            if table.columns == columns:
                return table
            save_edit(table, {"columns": columns}, version=version, actor=actor, form="providers.enee")
        _tell(table, KEPT, actor, {"titles": [title for _, title in columns]})
    return table


def drop(*, actor: Actor, version: int) -> None:
    """Back to the table that everyone begins with. A colleague saved meanwhile: `Stale`, theirs stays."""
    allow(may_keep(actor))
    with transaction.atomic(), history(actor, act=DROPPED):
        table = _tables().select_for_update().filter(operator_id=operator_of(actor)).first()
        if table:
            if table.version != version:
                raise stale(table, version=version, mine={})
            _tell(table, DROPPED, actor, {})
            table.delete()


def _tell(table: Any, code: str, actor: Actor, data: dict[str, Any]) -> None:
    table.thread_id = thread_of(min(actor.zones) if actor.zones else None).pk
    record(table, code, actor=actor, audience=["operator"], data=data)
