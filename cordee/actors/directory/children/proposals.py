"""What a structure proposes for a child of its sheet: the same proposal, the same answer; accepting calls the keeper's own verbs."""

from __future__ import annotations

import copy
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory import policies
from cordee.actors.directory.changes import start_change
from cordee.actors.directory.children import actions
from cordee.actors.directory.children.declare import ADD, CHANGE, Kind, kinds
from cordee.actors.directory.models import ChangeRequest, Organisation, Person
from cordee.core.access import Actor, Refusal, Refused

SAME = Refusal("same", "Rien ne change par rapport à la fiche : modifiez au moins une ligne avant de proposer.")


# -- values as a proposal keeps them -----------------------------------------------------------------------------------------
def dump(value: Any) -> Any:
    """A value as JSON: public keys for objects, plain fields for a person still to be written, ISO for dates."""
    if isinstance(value, models.Model):
        if value._state.adding:
            return {f.name: getattr(value, f.name) for f in value._meta.concrete_fields if f.editable and not f.primary_key}
        return str(getattr(value, "public_id", None) or value.code)  # type: ignore[attr-defined]
    if isinstance(value, DateRange):
        return [day.isoformat() if day else None for day in (value.lower, value.upper)]
    if isinstance(value, date | Decimal):
        return str(value)
    return value


def load(field: Any, raw: Any) -> Any:
    """The value again, for this column."""
    if isinstance(field, models.ForeignKey) and raw is not None:
        related: Any = field.related_model
        if isinstance(raw, dict):
            return related(**raw)
        key = "public_id" if hasattr(related, "public_id") else "code"
        return related._base_manager.filter(**{key: raw}).first()
    if isinstance(field, DateRangeField) and raw is not None:
        return DateRange(*(date.fromisoformat(day) if day else None for day in raw))
    return field.to_python(raw)


def values_of(kind: Kind, change: ChangeRequest, side: int) -> dict[str, Any]:
    """The values as they were (0) or as proposed (1)."""
    return {name: load(kind.model._meta.get_field(name), pair[side]) for name, pair in change.changes.items()}


# -- proposing ---------------------------------------------------------------------------------------------------------------
def propose(
    *,
    actor: Actor,
    kind: Kind,
    organisation: Organisation,
    act: str,
    values: dict[str, Any],
    child: Any = None,
    note: str = "",
    operation: uuid.UUID | None = None,
) -> ChangeRequest:
    """The structure proposes an act on a child of its sheet; what the base would refuse is refused now, in the same words."""
    if not kind.proposable or organisation.merged_into_id:
        raise Refused(Refusal("hidden", "Cette partie de la fiche est tenue par le DLA : écrivez-lui."))
    blank: Any = kind.model()
    before: dict[str, Any] = {name: getattr(child, name) if child else None for name in values}
    changes = {name: [dump(before[name]), dump(value)] for name, value in values.items() if before[name] != value}
    if child is None:
        changes = {name: pair for name, pair in changes.items() if pair[1] != dump(_default(blank, name))}
    if not changes:
        raise Refused(SAME)
    trial = copy.copy(child) if child else kind.model(**{kind.parent: organisation})
    for name, value in values.items():
        setattr(trial, name, value)
    if not any(isinstance(value, models.Model) and value._state.adding for value in values.values()):
        trial.full_clean()
    person = child if isinstance(child, Person) else getattr(child, "person", None)
    return start_change(
        actor=actor,
        organisation=organisation,
        changes=changes,
        note=note,
        operation=operation,
        draft=(kind.form_code, child.public_id if child else organisation.public_id),
        part=kind.code,
        part_act=act,
        part_key=child.public_id if child else None,
        person=person,
    )


def _default(blank: Any, name: str) -> Any:
    """What an empty row holds: a proposal to add says what differs from it."""
    field = blank._meta.get_field(name)
    return None if isinstance(field, models.ForeignKey) else getattr(blank, name)


# -- answering ---------------------------------------------------------------------------------------------------------------
def row_of(kind: Kind, change: ChangeRequest, organisation: Organisation) -> Any:
    return kind.rows(organisation).filter(public_id=change.part_key).first()


def may_apply(change: ChangeRequest, organisation: Organisation) -> Refusal | None:
    """The row still holds what it held when the change was proposed. Asked again once the sheet is locked."""
    if not change.part:
        return policies.may_apply(change, organisation)
    kind = kinds[change.part]
    if change.part_act == ADD:
        return None
    row = row_of(kind, change, organisation)
    if row is None:
        return actions.GONE
    moved = [name for name, pair in change.changes.items() if dump(getattr(row, name)) not in pair]
    if not moved:
        return None
    labels = ", ".join(kind.label_of(name) for name in moved)
    return Refusal("moved", f"La fiche a changé depuis la proposition ({labels}) : demandez à la structure de la reprendre.")


def apply(change: ChangeRequest, organisation: Organisation, *, actor: Actor) -> None:
    """Accepting does what the keeper would have done, with the proposed values."""
    kind = kinds[change.part]
    values = values_of(kind, change, 1)
    try:
        if change.part_act == ADD:
            row = actions.add(actor=actor, kind=kind, organisation=organisation, values=values)
            change.part_key = row.public_id
            change.person = getattr(row, "person", None)
        else:
            row = row_of(kind, change, organisation)
            if change.part_act == CHANGE:
                actions.change(actor=actor, kind=kind, organisation=organisation, child=row, values=values, version=row.version)
            else:
                actions.close(actor=actor, kind=kind, organisation=organisation, child=row, period=values["period"])
    except ValidationError as trouble:
        raise Refused(Refusal("constraint", " ".join(trouble.messages))) from trouble


def undo(change: ChangeRequest, organisation: Organisation, *, actor: Actor) -> None:
    """Correcting an acceptance: what was added goes, what was changed comes back where it still is as proposed."""
    kind, row = kinds[change.part], row_of(kinds[change.part], change, organisation)
    if row is None:
        raise Refused(actions.GONE)
    if change.part_act == ADD:
        if row.version > 1:
            raise Refused(Refusal("passed", "Cette ligne a été modifiée depuis : mettez-y fin, ou retirez-la de la fiche."))
        reason = "Correction de l'acceptation de la proposition"
        actions.withdraw(actor=actor, kind=kind, organisation=organisation, child=row, reason=reason)
        return
    before = values_of(kind, change, 0)
    back = {name: before[name] for name, pair in change.changes.items() if dump(getattr(row, name)) == pair[1]}
    actions.change(actor=actor, kind=kind, organisation=organisation, child=row, values=back, version=row.version)
