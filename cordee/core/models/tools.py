"""What the engines keep for people: saved views of lists, long tasks with their progress, keys of API writes."""

from __future__ import annotations

from django.db import models

from cordee.core.models.bases import Addressed, HouseModel
from cordee.core.models.journal import CordeeNow


class SavedView(Addressed, HouseModel):
    """A list as someone likes it: its filters, search and sort under a name."""

    user_id = models.BigIntegerField()
    list = models.CharField(max_length=60)
    name = models.CharField("nom", max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = "vue enregistrée"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "list", "name"],
                name="core_savedview_name",
                violation_error_message="Une de vos vues porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Task(Addressed, HouseModel):
    """Work that takes more than a second: how far it is, and what it made. Its owner alone looks at it."""

    user_id = models.BigIntegerField()
    membership_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    request = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=CordeeNow())
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = "tâche longue"
        indexes = [models.Index(fields=["user_id", "-id"], name="core_task_user")]

    def __str__(self) -> str:
        return self.label


class IdempotencyKey(HouseModel):
    """The answer already given to an API write: committed with the write, given again to its repetition."""

    token_id = models.BigIntegerField()
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    response = models.JSONField()
    at = models.DateTimeField(db_default=CordeeNow())

    class Meta:
        verbose_name = "clé d'idempotence"
        constraints = [models.UniqueConstraint(fields=["token_id", "key"], name="core_idempotency_once")]

    def __str__(self) -> str:
        return self.key
