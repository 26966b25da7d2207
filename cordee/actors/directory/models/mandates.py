"""Mandates: which organisation acts where, at which level, and when. Reach rests on them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from cordee.actors.directory.models.children import Child, lasts
from cordee.actors.directory.models.organisation import Organisation
from cordee.actors.territory.models import Zone
from cordee.core.journal import tracked


@tracked()
class Mandate(Child):
    """Operator, territory and period are three things. Two operators of one zone are legal: they share it, and are told so."""

    class Level(models.TextChoices):
        DEPARTMENTAL = "departmental", "DLA départemental"
        REGIONAL = "regional", "DLA régional"
        RESOURCE = "resource", "Centre de ressources"
        NATIONAL = "national", "Opérateur national"
        FUNDING = "funding", "Financeur du territoire"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    level = models.CharField("niveau", max_length=12, choices=Level.choices)
    period = DateRangeField("période")
    zones = models.ManyToManyField(Zone, related_name="mandates", verbose_name="zones")

    class Meta:
        verbose_name = "mandat"
        indexes = [models.Index(fields=["organisation"], name="directory_mandate_org")]
        constraints = [lasts("directory_mandate")]

    def __str__(self) -> str:
        return self.get_level_display()
