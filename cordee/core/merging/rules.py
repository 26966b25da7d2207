"""What becomes of each reference when two objects become one: declared by the room that owns the reference, in its `room.py`.

A reference is a foreign key (or one-to-one, or many-to-many table) to a mergeable model, or to `Thread`, or a plain column that holds
such a key. A foreign key that nobody declared fails a test (`undeclared`): a new model says what a merge does to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event as HistoryEvent

from cordee.core.access import EVERYONE, Actor
from cordee.core.models import Thread
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Rule:
    """`how` is one of:

    * move: the rows go to the winner. Those that collide (equal on `same`, at the same time when `period` is named) are shown,
      and the person keeps the winner's or the loser's; the other side stays on the loser's sheet, nothing is deleted.
    * absorb: the same without a question: what the winner has already stays with the loser.
    * stay: the rows tell the loser's own past.
    * refuse: while there are any (`only` narrows which), the merge is refused, for the reason said.
    """

    model: type[models.Model]
    column: str
    how: str
    one: str = ""
    many: str = ""
    reason: str = ""
    same: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()  # equal on these too, at the same time: stays with the loser, without a question
    period: str = ""
    only: models.Q = field(default_factory=models.Q)  # the rows that may collide, or that refuse
    to: str = ""  # a plain column: the label of the model it names
    by: str = "pk"  # … and which key of it
    with_it: Callable[[Any, Any], dict[str, Any]] | None = None  # (winner, loser) → other columns written with the reference
    passing: bool = False  # changes all the time (drafts): an undo puts it back if it is still there, and asks nothing of it

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"

    @property
    def attname(self) -> str:
        return str(getattr(self.model._meta.get_field(self.column), "attname", self.column))

    @property
    def target(self) -> type[models.Model]:
        related: type[models.Model] = apps.get_model(self.to) if self.to else self.model._meta.get_field(self.column).related_model  # type: ignore[assignment]
        return related

    @property
    def single(self) -> bool:
        """One row at most on each side: two of them collide whatever they say."""
        return bool(self.model._meta.get_field(self.column).one_to_one)

    def counted(self, number: int) -> str:
        return f"{number} {self.many if number > 1 else self.one}"


@dataclass(frozen=True, slots=True)
class Target:
    """A model whose objects can be merged: it bears `merged_into`, `version` and a thread."""

    model: type[models.Model]
    fields: Callable[[Any, Any], Sequence[str]]  # (winner, loser) → those on which the person chooses
    adds: Callable[[Any, Any], list[models.Model]] = lambda winner, loser: []  # rows that the merge adds (the other name)
    refusals: Callable[[Any, Any, Actor], Any] = lambda winner, loser, actor: None
    may_undo: Callable[[Any, Any, Actor], Any] = lambda winner, loser, actor: None
    audience: Sequence[str] = tuple(EVERYONE)


rules: Registry[Rule] = Registry("règle de fusion")
targets: Registry[Target] = Registry("modèle qui se fusionne")


def _declare(rule: Rule) -> Rule:
    return rules.add(rule.key, rule)


def move(model: type[models.Model], column: str, one: str, many: str, *, same: tuple[str, ...] = (), period: str = "", **more: Any) -> Rule:
    return _declare(Rule(model, column, "move", one, many, same=same, period=period, **more))


def absorb(model: type[models.Model], column: str, one: str, many: str, *, same: tuple[str, ...], period: str = "", **more: Any) -> Rule:
    return _declare(Rule(model, column, "absorb", one, many, same=same, period=period, **more))


def stay(model: type[models.Model], column: str, reason: str) -> Rule:
    return _declare(Rule(model, column, "stay", reason=reason))


def refuse(model: type[models.Model], column: str, reason: str, *, only: models.Q | None = None) -> Rule:
    return _declare(Rule(model, column, "refuse", reason=reason, only=only or models.Q()))


def mergeable(target: Target) -> Target:
    return targets.add(target.model._meta.label_lower, target)


def zone_with_thread(winner: Any, loser: Any) -> dict[str, Any]:
    """What bears its thread's zone takes both at once: the double key holds."""
    return {"zone": winner.zone}


def references_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key, one-to-one or table of a many-to-many that names this model, the histories aside (never rewritten)."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            owner: Any = relation.related_model
            if not issubclass(owner, HistoryEvent) and not owner._meta.proxy:
                yield owner, relation.field.name  # type: ignore[union-attr]


def undeclared() -> list[str]:
    """The references that no room declared: a merge would leave them behind."""
    found = [f"{owner._meta.label_lower}.{name}" for model in watched() for owner, name in references_to(model)]
    return sorted(key for key in found if key not in rules)


def watched() -> list[type[models.Model]]:
    return [*(target.model for target in targets), Thread]


def rules_to(model: type[models.Model]) -> list[Rule]:
    return [rule for rule in rules if rule.target is model]
