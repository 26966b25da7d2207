"""Drafts: what someone is typing, kept until it is saved or thirty days old."""

from __future__ import annotations

from django.db import models

from cordee.core.models.bases import HouseModel
from cordee.core.models.journal import CordeeNow
from cordee.core.models.thread import Thread


class Draft(HouseModel):
    user_id = models.BigIntegerField()
    form = models.CharField(max_length=60)
    thread = models.ForeignKey(Thread, models.CASCADE, null=True, related_name="drafts")
    object_key = models.UUIDField(null=True)
    version = models.PositiveIntegerField(null=True)
    payload = models.JSONField(default=dict)
    saved_at = models.DateTimeField(db_default=CordeeNow())

    class Meta:
        verbose_name = "brouillon"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "form", "object_key"], nulls_distinct=False, name="core_draft_one_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.object_key or ''}"
