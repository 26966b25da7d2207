"""Nomenclatures: closed lists whose items people name, order and retire. What was used keeps its item, retired or not."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cordee.core.models.bases import HouseModel


class Term(HouseModel):
    """An item of a nomenclature: a room's model extends it, adds a family if it has one, and declares it (`core.nomenclatures`)."""

    code = models.CharField(max_length=30, unique=True)
    label = models.CharField("libellé", max_length=120)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    starts_on = models.DateField("proposé à partir du", null=True, blank=True)
    retired_on = models.DateField("retiré le", null=True, blank=True)

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


class NomenclatureStamp(HouseModel):
    """One row that triggers renew at each change of any nomenclature: processes that hold the lists in memory compare it."""

    stamp = models.UUIDField()

    class Meta:
        verbose_name = "état des nomenclatures"

    def __str__(self) -> str:
        return str(self.stamp)
