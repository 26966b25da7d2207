"""Nomenclatures: closed lists whose items people name, order and retire. What was used keeps its item, retired or not."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cordee.core.models.bases import Addressed, HouseModel
from cordee.core.models.journal import CordeeNow


class Term(HouseModel):
    """An item of a nomenclature: a room's model extends it, adds a family if it has one, and declares it (`core.nomenclatures`)."""

    code = models.CharField(max_length=30, unique=True)
    label = models.CharField("libellé", max_length=120)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    starts_on = models.DateField("proposé à partir du", null=True, blank=True)
    retired_on = models.DateField("retiré le", null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="réuni à")

    class Meta:
        abstract = True
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(retired_on__isnull=True) | Q(retired_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message="Le retrait ne peut pas précéder le premier jour.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Match(HouseModel):
    """An item of a list becomes this one in the next version of the list. Ended, never erased: a room's model adds `before` and `after`."""

    ended_on = models.DateField("ne vaut plus depuis le", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"], name="%(app_label)s_%(class)s_once",
                violation_error_message="Cette correspondance est déjà dans la table.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"  # type: ignore[attr-defined]


class LocalTerm(HouseModel):
    """How a place names an item. One word for one place; the nearest place wins (territory, region, France)."""

    nomenclature = models.CharField(max_length=40)
    code = models.CharField(max_length=30)
    place = models.CharField("lieu", max_length=12)
    label = models.CharField("libellé local", max_length=120)

    class Meta:
        verbose_name = "libellé local"
        constraints = [models.UniqueConstraint(fields=["nomenclature", "code", "place"], name="core_localterm_once")]

    def __str__(self) -> str:
        return f"{self.label} ({self.place})"


class TermUnion(Addressed, HouseModel):
    """Two items become one: what bore the first bears the second. Keeps every row it moved or folded, so that it can be put back."""

    nomenclature = models.CharField(max_length=40)
    gone = models.CharField("élément réuni", max_length=30)
    kept = models.CharField("élément gardé", max_length=30)
    retired_before = models.DateField(null=True)
    moved = models.JSONField(default=dict)
    folded = models.JSONField(default=dict)
    carried = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=CordeeNow())
    by_label = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "réunion d'éléments"
        constraints = [
            models.UniqueConstraint(fields=["nomenclature", "gone"], condition=Q(undone_at__isnull=True), name="core_termunion_once")
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"


class NomenclatureStamp(HouseModel):
    """One row that triggers renew at each change of any nomenclature: processes that hold the lists in memory compare it."""

    stamp = models.UUIDField()

    class Meta:
        verbose_name = "état des nomenclatures"

    def __str__(self) -> str:
        return str(self.stamp)
