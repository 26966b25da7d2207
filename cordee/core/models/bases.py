"""What the rooms' models are made of: keys, threads, versions, search, and a queryset that refuses shortcuts."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q, QuerySet, Value

from cordee.core.models.thread import Thread
from cordee.core.text import FrNormalize

if TYPE_CHECKING:
    from cordee.core.access import Actor


def Search(*columns: tuple[str, str]) -> Any:
    """The expression of a generated search column: each (column, weight) stemmed in French and kept as written."""
    vectors: list[Any] = []
    for column, weight in columns:
        vectors += [
            SearchVector(FrNormalize(column), config="french", weight=weight),
            SearchVector(FrNormalize(column), config="simple", weight=weight),
        ]
    expression = vectors[0]
    for vector in vectors[1:]:
        expression = expression + vector
    return expression


#: the one branch of reach to keep, while `each_branch` builds its part: always a subset of what the actor may see
_branch: ContextVar[tuple[type[models.Model], int] | None] = ContextVar("branch", default=None)


class HouseQuerySet(QuerySet[Any]):
    """No one sees anything until the room says who; no state is written beside the lifecycle."""

    branches = 1

    def visible_to(self, actor: Actor) -> Self:
        return self.none()

    def among(self, *branches: Q) -> Self:
        """The rows of any of these branches of a reach. Their number is remembered: a list reads each branch by its own index
        and merges (`each_branch`), where one OR would make the database read everything."""
        chosen = _branch.get()
        if chosen and chosen[0] is self.model:
            wanted, *others = branches[chosen[1] :: -1]
            rows = self.filter(wanted, *(~other for other in others))
        else:
            rows = self.filter(reduce(or_, branches))
        rows.branches = len(branches)
        return rows

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.branches = self.branches
        return clone

    def for_system(self, reason: str) -> Self:
        """Everything, for work that no person looks at. The reason is read by reviewers, and by the test of the doors."""
        if not reason:
            raise ValueError("for_system needs a reason")
        return self

    def update(self, **kwargs: Any) -> int:
        if "state" in kwargs and hasattr(self.model, "State"):
            raise RuntimeError(f"{self.model.__name__}.state is written by core.lifecycle.advance alone")
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        if "state" in fields and hasattr(self.model, "State"):
            raise RuntimeError(f"{self.model.__name__}.state is written by core.lifecycle.advance alone")
        return super().bulk_update(objs, fields, batch_size)

    def _fetch_all(self) -> None:
        fetched = self._result_cache is None
        super()._fetch_all()
        if fetched and settings.SHUFFLE_UNORDERED and not self.ordered and self._result_cache:
            random.shuffle(self._result_cache)


def each_branch(model: type[models.Model], build: Callable[[], HouseQuerySet]) -> list[HouseQuerySet]:
    """The same rows as parts, one for each branch of the reach: a row is in the part of the first branch that it satisfies."""
    parts: list[HouseQuerySet] = []
    while not parts or len(parts) < parts[0].branches:
        token = _branch.set((model, len(parts)))
        try:
            parts.append(build())
        finally:
            _branch.reset(token)
    return parts


class ThreadedQuerySet(HouseQuerySet):
    def within(self, actor: Actor, *, capacities: frozenset[str] | None = None) -> Self:
        """The rows of the actor's reach: everything, its zones, or the threads its organisation takes part in (as these capacities)."""
        from cordee.core.access import reach

        branches = reach(actor, capacities=capacities)
        return self.among(*branches) if branches is not None else self

    def visible_to(self, actor: Actor) -> Self:
        return self.within(actor)


class HouseModel(models.Model):
    objects = HouseQuerySet.as_manager()

    class Meta:
        abstract = True


class Addressed(models.Model):
    """A model with an address: `id` joins, `public_id` is all that URLs, API and files ever show."""

    public_id = models.UUIDField("identifiant public", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Threaded(HouseModel):
    """A model that is listed across dossiers: it bears its thread and its zone, so that no filter joins through parents.

    The migration adds `ThreadedForeignKey`: (thread_id, zone) references the thread, ON UPDATE CASCADE. It cannot drift.
    """

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="+", db_constraint=False, verbose_name="fil")
    zone = models.CharField("zone", max_length=12, editable=False)

    objects = ThreadedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.zone:
            self.zone = self.thread.zone
        super().save(*args, **kwargs)


class Versioned(models.Model):
    """A model edited by several people: `core.edits.save_edit` compares this number and never overwrites in silence."""

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True


#: today in Paris, by the house's clock, inside a query
TODAY = Func(function="cordee_today", output_field=models.DateField())


def period_contains_today(field: str = "period") -> Q:
    """Dated rows in force today."""
    return Q(**{f"{field}__contains": TODAY})


def same(field: str) -> tuple[Func, str]:
    """An exclusion's « same row of … » without the btree_gist extension: a one-value range of its id.

    Named by the relation, not by its column: Django's own check replaces fields by their name only.
    """
    return (Func(F(field), F(field), Value("[]"), function="INT8RANGE"), RangeOperators.OVERLAPS)
