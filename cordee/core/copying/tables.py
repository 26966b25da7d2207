"""The table of correspondence in force for an actor, and keeping it: its operator's, else the nation's, else every field as named.

Each time it is kept it begins anew that day, under the name of whoever kept it: what it was before stays readable with its dates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from cordee.core.access import Actor, Refusal
from cordee.core.edits import save_edit, stale
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.core.settings.actions import thread_of
from cordee.core.verbs import allow

Columns = list[list[str]]
EDITIONS = 20  # shown


@dataclass(frozen=True)
class Tables:
    """`model`: `operator` (none = what everyone begins with), `columns` = [[field, title], …], `version`."""

    model: type[Any]
    kept: str
    dropped: str
    may_keep: Callable[[Actor], Refusal | None]

    def _rows(self) -> Any:
        return self.model.objects.for_system("one's own operator's table, and the nation's")

    def operator_of(self, actor: Actor) -> int | None:
        """The national level and the platform keep what everyone begins with; an operator keeps its own."""
        return None if actor.zones is None else actor.organisation_id

    def own_table(self, actor: Actor) -> Any:
        return self._rows().filter(operator_id=self.operator_of(actor)).first()

    def columns_for(self, actor: Actor) -> Columns | None:
        """None when nobody rearranged anything."""
        both = Q(operator=None) | Q(operator_id=self.operator_of(actor))
        known = dict(self._rows().filter(both).order_by("pk").values_list("operator_id", "columns"))
        return known.get(self.operator_of(actor)) or known.get(None)

    def titles(self) -> list[tuple[str, str]]:
        """(field, title) of every table: the words that an imported file may bear above its columns."""
        return [(code, title) for columns in self._rows().order_by("pk").values_list("columns", flat=True) for code, title in columns]

    def editions(self, table: Any) -> list[Event]:
        """Each time it was kept, the latest first: when, by whom, under which titles."""
        rows = Event.objects.for_system("the table is one's own operator's, or the nation's")
        kept = rows.filter(subject_kind=table._meta.label_lower, subject_id=table.pk, code=self.kept)
        return list(kept.order_by("-id")[:EDITIONS])

    def in_force(self, actor: Actor) -> Event | None:
        """When, and by whom, the table that one's files follow was kept. None when nobody rearranged anything."""
        table = self.own_table(actor) or self._rows().filter(operator=None).first()
        return next(iter(self.editions(table)), None) if table else None

    def keep(self, *, actor: Actor, columns: Columns, version: int) -> Any:
        """`version` 0: the form was opened where there was no table yet. Someone saved meanwhile: `Stale`."""
        allow(self.may_keep(actor))
        with transaction.atomic(), history(actor, act=self.kept):
            table, made = self._rows().get_or_create(operator_id=self.operator_of(actor), defaults={"columns": columns})
            if not made:
                if table.columns == columns:
                    return table
                save_edit(table, {"columns": columns}, version=version, actor=actor, form=self.kept)
            self._tell(table, self.kept, actor, {"titles": [title for _, title in columns]})
        return table

    def drop(self, *, actor: Actor, version: int) -> None:
        """Back to the table that everyone begins with. A colleague saved meanwhile: `Stale`, theirs stays."""
        allow(self.may_keep(actor))
        with transaction.atomic(), history(actor, act=self.dropped):
            table = self._rows().select_for_update().filter(operator_id=self.operator_of(actor)).first()
            if table:
                if table.version != version:
                    raise stale(table, version=version, mine={})
                self._tell(table, self.dropped, actor, {})
                table.delete()

    def _tell(self, table: Any, code: str, actor: Actor, data: dict[str, Any]) -> None:
        table.thread_id = thread_of(min(actor.zones) if actor.zones else None).pk
        record(table, code, actor=actor, audience=["operator"], data=data)
