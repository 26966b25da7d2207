"""Merging: both objects locked in id order, the plan made again under the lock, each rewritten column kept as a line."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Model

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.merging.plan import LOSER, Collision, Plan, key_of, plan_of
from cordee.core.merging.rows import lift, prints_of, put
from cordee.core.merging.rules import Rule, targets
from cordee.core.models import Merge, MergeLine, Thread

CLASH = Refusal(
    "clash", "Une ligne des deux fiches se contredit : corrigez-la sur l'une d'elles, puis recommencez. Rien n'a été fusionné."
)  # fmt: skip
MOVED = Refusal("moved", "L'une des deux fiches a changé depuis cet aperçu : relisez-le avant de confirmer. Rien n'a été fusionné.")


def merge(winner: Any, loser: Any, *, actor: Actor, digest: str, choices: Mapping[str, str], operation: uuid.UUID | None = None) -> Merge:
    """Two sheets become one. `digest` is that of the plan the person read; `choices` says which side of each gap and collision to keep."""
    label = winner._meta.label_lower
    with transaction.atomic(), history(actor, act=f"{label}.merge"):
        winner, loser = lock_both(type(winner), winner.pk, loser.pk)
        first: Merge | None = Merge.objects.for_system("same operation").filter(operation=operation).first() if operation else None
        if first:
            return first
        if refusal := already(winner, loser):
            raise Refused(refusal)
        plan = plan_of(winner, loser, actor)
        if plan.refusals:
            raise Refused(Refusal("merge", plan.refusals[0]))
        if plan.digest != digest:
            raise Refused(MOVED)
        done = _new(plan, actor, operation)
        try:
            with transaction.atomic():
                Writing(done, plan, choices).everything()
        except IntegrityError:
            raise Refused(CLASH) from None
        _tell(plan, done, actor)
    return done


def lock_both(model: type[models.Model], winner_id: int, loser_id: int) -> tuple[Any, Any]:
    """FOR UPDATE, in id order: a row that would refer to either of them waits too."""
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=[winner_id, loser_id]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[winner_id], found[loser_id]


def already(winner: Any, loser: Any) -> Refusal | None:
    for sheet in (winner, loser):
        if sheet.merged_into_id:
            last = merged_by(sheet)
            by = f" par {last.by_label}" if last and last.by_label else ""
            return Refusal("merged", f"« {sheet} » a déjà été réunie à « {sheet.merged_into} »{by} : il n'y a rien à refaire.")
    return None


def merged_by(loser: Any) -> Merge | None:
    """The merge in force by which this object became another."""
    merges = Merge.objects.for_system("the sheet was fetched through visible_to")
    return merges.filter(model=loser._meta.label_lower, loser_id=loser.pk, undone_at=None).first()


def _new(plan: Plan, actor: Actor, operation: uuid.UUID | None) -> Merge:
    winner, loser = plan.winner, plan.loser
    done = Merge(
        model=winner._meta.label_lower,
        winner_id=winner.pk,
        loser_id=loser.pk,
        winner_name=str(winner)[:200],
        loser_name=str(loser)[:200],
        thread_id=winner.thread_id,
        zone=winner.zone,
        by=actor.user_id,
        by_label=actor.label,
        operation=operation,
    )
    done.save(force_insert=True)
    return done


def _tell(plan: Plan, done: Merge, actor: Actor) -> None:
    """On both threads: neither is rewritten, each says what happened to it."""
    audience = list(targets[done.model].audience)
    for subject, code, other in ((plan.winner, "merged", plan.loser), (plan.loser, "merged_into", plan.winner)):
        record(subject, f"{done.model}.{code}", actor=actor, audience=audience, data={"other": str(other), "merge": str(done.public_id)})


class Writing:
    """One merge being written: every change passes here, and leaves its line."""

    def __init__(self, done: Merge, plan: Plan, choices: Mapping[str, str]) -> None:
        self.done, self.plan, self.choices = done, plan, choices
        self.winner, self.loser = plan.winner, plan.loser
        self.lines: list[MergeLine] = []
        self.models: dict[str, type[Model]] = {}
        self.unprinted: set[str] = set()

    def everything(self) -> None:
        counts: dict[str, int] = {}
        for moving in self.plan.moving:
            self._move(moving.rule, moving.ids)
            counts[moving.rule.key] = len(moving.ids)
        for collision in self.plan.collisions:
            if self.choices.get(collision.name) == LOSER:
                self._exchange(collision)
                counts[collision.rule.key] = counts.get(collision.rule.key, 0) + len(collision.losers)
        self._fields()
        self._change(type(self.loser), [self.loser.pk], {"merged_into_id": self.winner.pk}, str(self.loser))
        self._change(Thread, [self.loser.thread_id], {"parent_id": self.winner.thread_id}, str(self.loser))
        for added in targets[self.done.model].adds(self.winner, self.loser):
            added.save(force_insert=True)
            self._line(type(added), added.pk, "", label=said(added))
        both = type(self.winner)._base_manager.filter(pk__in=[self.winner.pk, self.loser.pk])
        both.update(version=F("version") + 1)
        self._keep(counts)

    def _side(self, rule: Rule) -> tuple[Any, Any]:
        """The two objects of this rule's target: the sheets, or their threads."""
        return (self.winner, self.loser) if rule.target is type(self.winner) else (self.winner.thread, self.loser.thread)

    def _move(self, rule: Rule, ids: tuple[int, ...]) -> None:
        if not ids:
            return
        kept, _ = self._side(rule)
        more = rule.with_it(self.winner, self.loser) if rule.with_it else {}
        self._change(rule.model, list(ids), {rule.attname: key_of(rule, kept)} | more)
        if rule.passing:
            self.unprinted.add(rule.model._meta.db_table)

    def _exchange(self, collision: Collision) -> None:
        """The loser's rows take the place of the winner's, which wait on the loser's sheet: constraints never see both on one."""
        rule = collision.rule
        kept, gone = self._side(rule)
        lifted = lift(rule.model, [row.pk for row in collision.winners])
        self._move(rule, tuple(row.pk for row in collision.losers))
        column: Any = rule.model._meta.get_field(rule.column)
        put(rule.model, [row | {column.column: key_of(rule, gone)} for row in lifted])
        for row in collision.winners:
            self._line(rule.model, row.pk, rule.attname, key_of(rule, kept), key_of(rule, gone), label=said(row), swapped=True)

    def _fields(self) -> None:
        chosen = {gap.name: gap.loser for gap in self.plan.gaps if self.choices.get(gap.name, gap.keep) == LOSER}
        named = {self.winner._meta.get_field(name).attname: value for name, value in chosen.items()}
        if named:
            self._change(type(self.winner), [self.winner.pk], named, str(self.winner))

    def _change(self, model: type[Model], ids: list[int], values: dict[str, Any], label: str = "") -> None:
        before = {row.pk: row for row in model._base_manager.filter(pk__in=ids).order_by("pk")}
        model._base_manager.filter(pk__in=ids).update(**values)
        for pk, row in before.items():
            for column, value in values.items():
                self._line(model, pk, column, getattr(row, column), value, label=label or said(row))

    def _line(
        self, model: type[Model], pk: int, column: str, old: Any = None, new: Any = None, *, label: str, swapped: bool = False
    ) -> None:
        table = model._meta.db_table
        self.models[table] = model
        self.lines.append(
            MergeLine(
                merge=self.done, table=table, row=pk, column=column, old=old, new=new, label=label[:200], swapped=swapped
            )
        )  # fmt: skip

    def _keep(self, counts: dict[str, int]) -> None:
        """The lines, with the fingerprint of each row as the whole merge leaves it."""
        for table, model in self.models.items():
            if table not in self.unprinted:
                prints = prints_of(model, {line.row for line in self.lines if line.table == table})
                for line in self.lines:
                    line.print = prints[line.row] if line.table == table else line.print
        MergeLine.objects.for_system("the lines of one merge").bulk_create(self.lines, batch_size=1000)
        self.done.counts = counts
        self.done.save(update_fields=["counts"])


def said(row: Any) -> str:
    """« conventionnement ACI »: what an undo names when this row stands in its way."""
    return f"{row._meta.verbose_name} « {row} »"
