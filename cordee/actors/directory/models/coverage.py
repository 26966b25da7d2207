"""Where an organisation works: communes, cantons and other perimeters, across the borders of departments."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from cordee.actors.directory.models.children import Child, lasts
from cordee.actors.directory.models.organisation import Organisation
from cordee.actors.territory.models import Commune, Department
from cordee.core.journal import tracked
from cordee.core.text import FrNormalize

#: still covered: the same place is not said twice
ONGOING = Q(period__upper_inf=True)


@tracked()
class Coverage(Child):
    """One place served. A commune is the State's; a canton or another perimeter bears the name that documents give it."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", "Commune"
        CANTON = "canton", "Canton"
        OTHER = "other", "Autre périmètre"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="coverage")
    kind = models.CharField("nature", max_length=7, choices=Kind.choices)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="département")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune")
    name = models.CharField("nom du canton ou du périmètre", max_length=120, blank=True)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "territoire couvert"
        indexes = [models.Index(fields=["department", "organisation"], name="directory_coverage_department")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="commune", commune__isnull=False, name="")
                | (Q(kind__in=["canton", "other"], commune__isnull=True) & ~Q(name="")),
                name="directory_coverage_said",
                violation_error_message="Choisissez une commune, ou donnez le nom du canton ou du périmètre : l'un des deux.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "commune"],
                condition=ONGOING & Q(commune__isnull=False),
                name="directory_coverage_commune_once",
                violation_error_message="Cette commune est déjà dans le territoire couvert.",
            ),
            models.UniqueConstraint(
                "organisation",
                "department",
                "kind",
                FrNormalize("name"),
                condition=ONGOING & Q(commune__isnull=True),
                name="directory_coverage_name_once",
                violation_error_message="Ce canton ou ce périmètre est déjà dans le territoire couvert.",
            ),
            lasts("directory_coverage"),
        ]

    def __str__(self) -> str:
        if self.commune:
            return self.commune.name
        return f"canton de {self.name}" if self.kind == self.Kind.CANTON else self.name
