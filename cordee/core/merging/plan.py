"""The plan of a merge: what moves, what collides, what differs, what is refused. Read from the base, it writes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.db.models import Q

from cordee.core.access import Actor
from cordee.core.merging.rules import Rule, rules_to, targets
from cordee.core.models import Thread

WINNER, LOSER = "winner", "loser"


@dataclass(frozen=True, slots=True)
class Collision:
    """Rows of both sheets that cannot both stand on one: the person keeps one side."""

    rule: Rule
    key: str
    winners: tuple[models.Model, ...]
    losers: tuple[models.Model, ...]

    @property
    def name(self) -> str:
        return f"row-{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Gap:
    """A field on which the two sheets differ. `keep` is the side proposed: the winner's, unless it says nothing."""

    name: str
    label: str
    winner: Any
    loser: Any

    @property
    def keep(self) -> str:
        return LOSER if self.winner in (None, "", False) else WINNER


@dataclass(frozen=True, slots=True)
class Moving:
    rule: Rule
    ids: tuple[int, ...]  # those that go to the winner
    aside: tuple[int, ...]  # absorbed: the winner has them already

    @property
    def said(self) -> str:
        return self.rule.counted(len(self.ids))


@dataclass
class Plan:
    winner: Any
    loser: Any
    moving: list[Moving] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What the person looked at: if it is no longer so when they confirm, they look again."""
        parts = [f"{self.winner.pk}.{self.winner.version} {self.loser.pk}.{self.loser.version}"]
        parts += [f"{m.rule.key} {m.ids} {m.aside}" for m in self.moving if not m.rule.passing]
        parts += [f"{c.key} {[r.pk for r in c.winners]} {[r.pk for r in c.losers]}" for c in self.collisions]
        return hashlib.sha256("\n".join([*parts, *self.refusals]).encode()).hexdigest()[:32]


def plan_of(winner: Any, loser: Any, actor: Actor) -> Plan:
    """Everything the person must know before deciding."""
    target = targets[winner._meta.label_lower]
    plan = Plan(winner, loser)
    if refusal := target.refusals(winner, loser, actor):
        plan.refusals.append(refusal.sentence)
        return plan  # whoever may not decide is not shown what the two sheets hold
    for kept, gone in ((winner, loser), (winner.thread, loser.thread)):
        for rule in rules_to(type(kept)):
            _weigh(plan, rule, kept, gone)
    plan.gaps = [gap for name in target.fields(winner, loser) if (gap := _gap(winner, loser, name))]
    return plan


def key_of(rule: Rule, obj: Any) -> Any:
    return getattr(obj, rule.by) if rule.to else obj.pk


def _weigh(plan: Plan, rule: Rule, kept: Any, gone: Any) -> None:
    """One reference: its rows on the loser's side, those that collide, those that stay aside."""
    if rule.how == "stay":
        return
    rows = list(rule.model._base_manager.filter(_bearing(rule, gone)).exclude(_tying(rule, kept, gone)).order_by("pk"))
    if rule.how == "refuse":
        if rows and rule.model._base_manager.filter(rule.only, pk__in=[row.pk for row in rows]).exists():
            plan.refusals.append(rule.reason)
        return
    groups = _groups(rule, rows, kept) if rows and (rule.same or rule.single) else []
    asked = [group for group in groups if rule.how == "move" and not _twins(rule, group)]
    plan.collisions += asked
    # A collision is answered apart: its rows are counted when the answer is known.
    held = {row.pk for group in groups for row in group.losers}
    if rule.apart:
        doubles = replace(rule, same=rule.apart, only=Q())
        free = [row for row in rows if row.pk not in held]
        held |= {row.pk for group in _groups(doubles, free, kept) for row in group.losers}
    ids = tuple(row.pk for row in rows if row.pk not in held)
    aside = tuple(sorted(held - {row.pk for group in asked for row in group.losers}))
    if ids or aside:
        plan.moving.append(Moving(rule, ids, aside))


def _bearing(rule: Rule, obj: Any) -> Q:
    return Q(**{rule.attname: key_of(rule, obj)})


def _tying(rule: Rule, kept: Any, gone: Any) -> Q:
    """A row that ties both sheets together (antenna of the other, its succession) stays: it would tie the winner to itself.

    The loser's own `parent` or `merged_into` is written by the merge itself.
    """
    tying = Q(pk__in=[])
    for column in rule.model._meta.concrete_fields:
        if column.is_relation and column.related_model is type(kept) and column.name != rule.column:
            tying |= Q(**{column.attname: kept.pk})
    if rule.model is type(kept):
        tying |= Q(pk=kept.pk)
    return tying


def _groups(rule: Rule, rows: list[Any], kept: Any) -> list[Collision]:
    """The rows of both sides that are equal on `same`, and in force at the same time when the rule names a period."""
    ours = list(rule.model._base_manager.filter(rule.only & _bearing(rule, kept)).order_by("pk"))
    if not ours:
        return []
    may = set(rule.model._base_manager.filter(rule.only, pk__in=[row.pk for row in rows]).values_list("pk", flat=True).order_by())
    found: dict[tuple[Any, ...], tuple[dict[int, Any], dict[int, Any]]] = {}
    for row in rows:
        for other in ours:
            if row.pk in may and _alike(rule, row) == _alike(rule, other) and _at_once(rule, row, other):
                winners, losers = found.setdefault(_alike(rule, row), ({}, {}))
                winners[other.pk], losers[row.pk] = other, row
    return [
        Collision(rule, f"{rule.key}|{key}", tuple(winners.values()), tuple(losers.values())) for key, (winners, losers) in found.items()
    ]


def _twins(rule: Rule, group: Collision) -> bool:
    """Both sheets say the very same: there is nothing to choose."""
    own = {rule.column, "version"}
    columns = [c for c in rule.model._meta.concrete_fields if not (c.primary_key or c.generated or c.unique or c.name in own)]
    ours = [[getattr(row, c.attname) for c in columns] for row in group.winners]
    return all([getattr(row, c.attname) for c in columns] in ours for row in group.losers)


def _alike(rule: Rule, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in rule.same)


def _at_once(rule: Rule, one: Any, other: Any) -> bool:
    if not rule.period:
        return True
    a, b = getattr(one, rule.period), getattr(other, rule.period)
    if a is None or b is None:
        return True
    if a.isempty or b.isempty:
        return bool(a == b)
    return (a.upper is None or b.lower is None or b.lower < a.upper) and (b.upper is None or a.lower is None or a.lower < b.upper)


def _gap(winner: Any, loser: Any, name: str) -> Gap | None:
    column = winner._meta.get_field(name)
    ours, theirs = getattr(winner, column.attname), getattr(loser, column.attname)
    if theirs in (None, "") or ours == theirs:
        return None
    return Gap(name, str(column.verbose_name), ours, theirs)


__all__ = ["LOSER", "WINNER", "Collision", "Gap", "Moving", "Plan", "Thread", "key_of", "plan_of"]
