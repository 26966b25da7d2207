"""Merges: who was merged into whom, and every column that was rewritten, so that all of it can be put back."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from cordee.core.journal import tracked
from cordee.core.models.bases import Addressed, HouseModel, Threaded
from cordee.core.models.journal import CordeeNow


@tracked()
class Merge(Addressed, Threaded):
    """Two objects of one model become one. It hangs on the thread of the one that is kept; both names are frozen here."""

    model = models.CharField(max_length=60)
    winner_id = models.BigIntegerField()
    loser_id = models.BigIntegerField()
    winner_name = models.CharField("fiche gardée", max_length=200)
    loser_name = models.CharField("fiche réunie", max_length=200)
    counts = models.JSONField(default=dict)
    at = models.DateTimeField("faite le", db_default=CordeeNow())
    by = models.BigIntegerField(null=True)
    by_label = models.CharField("par", max_length=200, blank=True)
    operation = models.UUIDField(null=True, unique=True)
    undone_at = models.DateTimeField("annulée le", null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_by_label = models.CharField("annulée par", max_length=200, blank=True)

    class Meta:
        verbose_name = "fusion"
        indexes = [models.Index(fields=["model", "winner_id"], name="core_merge_winner")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "loser_id"],
                condition=Q(undone_at__isnull=True),
                name="core_merge_once",
                violation_error_message="Cette fiche est déjà réunie à une autre.",
            ),
            models.CheckConstraint(
                condition=~Q(winner_id=F("loser_id")),
                name="core_merge_two",
                violation_error_message="Choisissez deux fiches différentes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loser_name} → {self.winner_name}"


class MergeLine(HouseModel):
    """One column of one row: as it was, as the merge left it. `print` is the row's fingerprint once everything had moved:
    a row that no longer bears it was touched since. `column` empty = the merge added this row."""

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="lines")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    column = models.CharField(max_length=63, blank=True)
    old = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    print = models.CharField(max_length=32, blank=True)
    swapped = models.BooleanField(default=False)  # a row of the winner that made room for the loser's
    label = models.CharField(max_length=200)  # what an undo names when this row stands in its way

    class Meta:
        verbose_name = "ligne de fusion"
        constraints = [models.UniqueConstraint(fields=["merge", "table", "row", "column"], name="core_mergeline_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"
