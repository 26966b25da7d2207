"""Undoing a merge: possible while no row that it moved has changed; otherwise the very row is named."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.merging.rows import lift, prints_of, put
from cordee.core.merging.rules import targets
from cordee.core.merging.write import lock_both
from cordee.core.models import Merge, MergeLine, Thread

Lines = list[MergeLine]


def undo_refusal(merge: Merge, actor: Actor) -> Refusal | None:
    """Why this merge can no longer be undone by this actor, or None. Reads only."""
    if merge.undone_at:
        return Refusal("undone", f"Cette fusion a déjà été annulée par {merge.undone_by_label or 'la plateforme'}.")
    winner, loser = _both(merge)
    if winner.merged_into_id:
        return Refusal("chain", f"« {winner} » a été réunie depuis à « {winner.merged_into} » : annulez d'abord cette fusion-là.")
    refusal: Refusal | None = targets[merge.model].may_undo(winner, loser, actor)
    return refusal or _changed(merge, lines_of(merge))


def undo(merge: Merge, *, actor: Actor) -> Merge:
    """Everything goes back where it was, the parents of threads included. What was written since stays where it was written."""
    with transaction.atomic(), history(actor, act=f"{merge.model}.unmerge"):
        lock_both(_model(merge), merge.winner_id, merge.loser_id)
        merge = Merge.objects.for_system("locked to be undone").select_for_update(of=("self",)).get(pk=merge.pk)
        if refusal := undo_refusal(merge, actor):
            raise Refused(refusal)
        _put_back(lines_of(merge))
        both = _model(merge)._base_manager.filter(pk__in=[merge.winner_id, merge.loser_id])
        both.update(version=F("version") + 1)
        merge.undone_at, merge.undone_by, merge.undone_by_label = timezone.now(), actor.user_id, actor.label
        merge.save(update_fields=["undone_at", "undone_by", "undone_by_label"])
        for subject in both.order_by("pk"):
            other = merge.loser_name if subject.pk == merge.winner_id else merge.winner_name
            data = {"other": other, "merge": str(merge.public_id)}
            record(subject, f"{merge.model}.unmerged", actor=actor, audience=list(targets[merge.model].audience), data=data)
    return merge


def lines_of(merge: Merge) -> Lines:
    return list(MergeLine.objects.for_system("the lines of a merge already fetched").filter(merge=merge).order_by("pk"))


def _both(merge: Merge) -> tuple[Any, Any]:
    sheets = _model(merge)._base_manager.in_bulk([merge.winner_id, merge.loser_id])
    return sheets[merge.winner_id], sheets[merge.loser_id]


def _model(merge: Merge) -> type[models.Model]:
    return targets[merge.model].model


def _read(model: Any, line: MergeLine, value: Any) -> Any:
    """A value of a line, as its field understands it."""
    return model._meta.get_field(line.column).to_python(value)


def _by_table(lines: Lines) -> list[tuple[Any, Lines]]:
    tables: dict[str, Lines] = {}
    for line in lines:
        tables.setdefault(line.table, []).append(line)
    owners = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [(owners[table], group) for table, group in tables.items()]


def _changed(merge: Merge, lines: Lines) -> Refusal | None:
    """The first row that is no longer as the merge left it. The sheets themselves are compared field by field: they live on."""
    for model, group in _by_table(lines):
        if model in (_model(merge), Thread):
            rows = {row.pk: row for row in model._base_manager.filter(pk__in={line.row for line in group})}
            moved = [line for line in group if getattr(rows[line.row], line.column) != _read(model, line, line.new)]
            if moved:
                name = model._meta.get_field(moved[0].column).verbose_name
                return Refusal("changed", f"« {moved[0].label} » a changé depuis ({name}) : l'annulation effacerait cette saisie.")
            continue
        prints = prints_of(model, {line.row for line in group})
        for line in group:
            if line.print and prints.get(line.row) != line.print:
                what = "a changé" if line.row in prints else "n'existe plus"
                return Refusal("changed", f"Depuis la fusion, la ligne {line.label} {what} : l'annulation effacerait ce travail.")
    return None


def _put_back(lines: Lines) -> None:
    """Rows that had made room are lifted first and put back last: two rows never cross in place."""
    groups = _by_table(lines)
    lifted = [(model, line, lift(model, [line.row])) for model, group in groups for line in group if line.swapped]
    for model, group in groups:
        added = [line.row for line in group if not line.column]
        model._base_manager.filter(pk__in=added).delete()
        rows: dict[int, dict[str, Any]] = {}
        for line in group:
            if line.column and not line.swapped:
                rows.setdefault(line.row, {})[line.column] = _read(model, line, line.old)
        for pk, values in rows.items():
            model._base_manager.filter(pk=pk).update(**values)
    for model, line, found in lifted:
        column = model._meta.get_field(line.column).column
        _return(model, line, [row | {column: line.old} for row in found])


def _return(model: Any, line: MergeLine, rows: list[dict[str, Any]]) -> None:
    try:
        with transaction.atomic():
            put(model, rows)
    except IntegrityError:
        raise Refused(
            Refusal("taken", f"La ligne {line.label} ne retrouve pas sa place : une autre, ajoutée depuis, l'occupe. Retirez-la d'abord.")
        ) from None
