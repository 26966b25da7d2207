"""The journal: business events, append-only; erasures; reads of sensitive data."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func

from cordee.core.models.bases import HouseModel, HouseQuerySet
from cordee.core.models.thread import Thread

if TYPE_CHECKING:
    from cordee.core.access import Actor


class CordeeNow(Func):
    function = "cordee_now"
    output_field = models.DateTimeField()


class ThisTransaction(Func):
    """The number of the transaction in progress, the same inside its savepoints."""

    template = "((pg_current_xact_id())::text)::bigint"
    arity = 0
    output_field = models.BigIntegerField()


class EventQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Events addressed to the actor's own capacity, in the threads where it is that. (On one thread, `journal.fil` is finer.)"""
        from cordee.core.access import reach

        branches = reach(actor, thread="thread_id", zone="thread__zone", capacities=actor.itself)
        rows = self.filter(reduce(or_, branches)) if branches is not None else self
        return rows if actor.profile == "admin" else rows.filter(audience__contains=[actor.capacity])


class Event(HouseModel):
    """What happened, as a code and its data: the room's renderer makes the sentence. No foreign key to people.

    A trigger refuses UPDATE and DELETE, save under an `Erasure`. `subject_*` are for labels and links, never for rights.
    """

    at = models.DateTimeField("le", db_default=CordeeNow())
    fact_on = models.DateField("date du fait", null=True, blank=True)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="events")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    code = models.CharField(max_length=80)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    audience = ArrayField(models.CharField(max_length=20), default=list)
    actor_user = models.BigIntegerField(null=True)
    actor_membership = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    correlation = models.UUIDField(null=True)
    operation = models.UUIDField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")

    objects = EventQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "événement"
        indexes = [
            models.Index(fields=["thread", "-id"], name="core_event_thread"),
            models.Index(fields=["-at", "-id"], name="core_event_recent"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="core_event_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "operation"],
                condition=models.Q(operation__isnull=False),
                name="core_event_once_per_operation",
            ),
            models.UniqueConstraint(
                fields=["thread", "code", "operation"],
                condition=models.Q(operation__isnull=False, from_state=""),
                name="core_event_started_once",
            ),
            models.UniqueConstraint(fields=["corrects"], condition=models.Q(corrects__isnull=False), name="core_event_corrected_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_kind} {self.subject_id}"


class Erasure(HouseModel):
    """Why some lines of the journal were blanked: without such a row, of this very transaction, the triggers refuse."""

    transaction = models.BigIntegerField(db_default=ThisTransaction(), editable=False)
    at = models.DateTimeField(db_default=CordeeNow())
    actor_user = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    reason = models.TextField()

    class Meta:
        verbose_name = "effacement"

    def __str__(self) -> str:
        return f"effacement {self.pk}"


class ReadLog(HouseModel):
    """Who looked at what that is sensitive. Written after the response, never inside a view."""

    at = models.DateTimeField(db_default=CordeeNow())
    actor_user = models.BigIntegerField(null=True)
    actor_membership = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    what = models.CharField(max_length=60)

    class Meta:
        verbose_name = "consultation"
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="core_readlog_subject")]

    def __str__(self) -> str:
        return f"{self.what} {self.subject_kind} {self.subject_id}"
