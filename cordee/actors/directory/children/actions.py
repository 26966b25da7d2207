"""The four verbs of every child of a sheet: the sheet is locked first, the row is judged by its constraints, the fil tells."""

from __future__ import annotations

import copy
import uuid
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from cordee.actors.directory.children.declare import Kind
from cordee.actors.directory.holding import holding
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import forget_draft, save_edit
from cordee.core.files.actions import join_file
from cordee.core.journal import record
from cordee.core.models import Event
from cordee.core.verbs import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GONE = Refusal("gone", "Cette ligne n'est plus sur la fiche : quelqu'un l'a retirée entre-temps.")


@contextmanager
def keeping(actor: Actor, kind: Kind, organisation: Organisation, act: str) -> Iterator[None]:
    """May this actor; then one transaction, the sheet locked before its children, and the base's refusals said in French."""
    try:
        with holding(actor, organisation, rule=kind.keepers, act=f"directory.{kind.code}.{act}"):
            yield
    except IntegrityError as trouble:  # someone else wrote beside these verbs (an import, a merge) since the row was judged
        raise Refused(Refusal("constraint", sentence_of(kind.model, trouble))) from trouble


def made_by(kind: Kind, organisation: Organisation, operation: uuid.UUID) -> Any:
    """The row that this very operation made already: a double click, a proxy that repeats."""
    event = (
        Event.objects.for_system("same operation")
        .filter(thread_id=organisation.thread_id, code=f"directory.{kind.code}.added", operation=operation)
        .first()
    )
    return kind.rows(organisation).filter(public_id=event.data["key"]).first() if event else None


def write_new(columns: dict[str, Any]) -> None:
    """Objects that come with the row, such as a person known nowhere yet."""
    for value in columns.values():
        if isinstance(value, models.Model) and value._state.adding:
            value.full_clean()
            value.save(force_insert=True)


def join_files(actor: Actor, kind: Kind, organisation: Organisation, columns: dict[str, Any]) -> None:
    """What was sent with the row is joined to the sheet's thread; the row names the file."""
    for name, label in kind.files.items():
        if isinstance(columns.get(name), UploadedFile):
            columns[name] = join_file(
                actor=actor, thread=organisation.thread, upload=columns[name], label=label, audience=kind.audience, private=kind.private
            )


def row_of(kind: Kind, organisation: Organisation, pk: int) -> Any:
    """The row as it is now, once the sheet is locked."""
    row = kind.rows(organisation).filter(pk=pk).first()
    if row is None:
        raise Refused(GONE)
    return row


def add(*, actor: Actor, kind: Kind, organisation: Organisation, values: dict[str, Any], operation: uuid.UUID | None = None) -> Any:
    """A new row. Raises `ValidationError` with the sentences of the constraints that it breaks. Asked twice, it is made once."""
    with keeping(actor, kind, organisation, "add"):
        if operation and (first := made_by(kind, organisation, operation)):
            return first
        columns, several = kind.split(values)
        write_new(columns)
        kind.before(actor, organisation, columns)
        join_files(actor, kind, organisation, columns)
        child: Any = kind.model(**{kind.parent: kind.bearer(organisation)}, **columns)
        child.full_clean()
        child.save(force_insert=True)
        for name, related in several.items():
            getattr(child, name).set(related)
        tell(actor, kind, organisation, "added", child, operation=operation)
        if actor.user_id:
            forget_draft(user_id=actor.user_id, form=kind.form_code, object_key=organisation.public_id)
    return child


def change(*, actor: Actor, kind: Kind, organisation: Organisation, child: Any, values: dict[str, Any], version: int) -> Any:
    """Saves what changed, or raises `Stale` with the three values."""
    with keeping(actor, kind, organisation, "change"):
        child = row_of(kind, organisation, child.pk)
        columns, several = kind.split(values)
        join_files(actor, kind, organisation, columns)
        carried = kind.also(child, columns)
        fields = [name for name, value in columns.items() if getattr(child, name) != value]
        trial = copy.copy(child)
        for name, value in (columns | carried).items():
            setattr(trial, name, value)
        if child.version == version:  # a stale save is told as such, whatever its values
            trial.full_clean()
        save_edit(child, columns | carried, version=version, actor=actor, form=kind.form_code)
        for name, related in several.items():
            if set(getattr(child, name).order_by("pk")) != set(related):
                getattr(child, name).set(related)
                fields.append(name)
                kind.rows(organisation).filter(pk=child.pk).update(version=F("version") + 1)
        if fields:
            tell(actor, kind, organisation, "changed", child, fields=fields)
    return child


def end(*, actor: Actor, kind: Kind, organisation: Organisation, child: Any, on: date) -> Any:
    """Closes the period, this day included. The row and its history stay readable."""
    with keeping(actor, kind, organisation, "end"):
        child = row_of(kind, organisation, child.pk)
        first = child.period.lower if child.period else None
        if child.last_day and child.last_day <= on:
            raise Refused(Refusal("ended", f"{kind.noun.title} déjà terminé{kind.noun.e} : sa fin est le {child.last_day:%d/%m/%Y}."))
        if first and on < first:
            raise Refused(Refusal("order", f"La fin précède le début, le {first:%d/%m/%Y} : vérifiez la date."))
        period = DateRange(first, on + timedelta(days=1))
        save_edit(child, {"period": period}, version=child.version, actor=actor, form=kind.form_code)
        tell(actor, kind, organisation, "ended", child, on=on.isoformat())
    return child


def close(*, actor: Actor, kind: Kind, organisation: Organisation, child: Any, period: DateRange) -> Any:
    """The same, from a period that was proposed."""
    return end(actor=actor, kind=kind, organisation=organisation, child=child, on=period.upper - timedelta(days=1))


def withdraw(*, actor: Actor, kind: Kind, organisation: Organisation, child: Any, reason: str) -> None:
    """Takes off a row that should never have been written. The fil keeps the act and its reason, the history its values."""
    with keeping(actor, kind, organisation, "withdraw"):
        child = row_of(kind, organisation, child.pk)
        facts = facts_of(kind, child)
        try:
            child.delete()
        except models.ProtectedError as trouble:
            raise Refused(
                Refusal("used", "D'autres dossiers s'appuient sur cette ligne : mettez-y fin plutôt que de la retirer.")
            ) from trouble
        tell(actor, kind, organisation, "withdrawn", facts, reason=reason)


def tell(
    actor: Actor, kind: Kind, organisation: Organisation, act: str, child: Any, operation: uuid.UUID | None = None, **more: Any
) -> None:
    """One line of the fil. It keeps codes and the key of the row, never the name of a person."""
    facts = child if isinstance(child, dict) else facts_of(kind, child)
    record(organisation, f"directory.{kind.code}.{act}", actor=actor, audience=kind.audience, data=facts | more, operation=operation)
    kind.after(actor, organisation, act, child)


def facts_of(kind: Kind, child: Any) -> dict[str, Any]:
    return {"key": str(child.public_id), **kind.facts(child)}
