"""What a provider can do, in which sectors and where: dated rows, whose sum today is what the search reads on the sheet."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cordee.actors.directory.models import Competence, Sector
from cordee.actors.directory.models.children import lasts
from cordee.actors.providers.models.provider import Provider
from cordee.actors.territory.models import Department, Region
from cordee.core.journal import tracked
from cordee.core.models import HouseModel
from cordee.core.models.bases import same


def once(name: str, to: str, sentence: str) -> ExclusionConstraint:
    """The same thing is not said twice on one day."""
    return ExclusionConstraint(
        name=name,
        index_type="GIST",
        expressions=[same("provider"), same(to), ("period", RangeOperators.OVERLAPS)],
        condition=Q(**{f"{to}__isnull": False}),
        violation_error_message=sentence,
    )


@tracked()
class ProviderCompetence(HouseModel):
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="competences")
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="providers", verbose_name="compétence")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "compétence d'un prestataire"
        constraints = [
            lasts("providers_providercompetence"),
            once("providers_competence_once", "competence", "Cette compétence est déjà sur la fiche."),
        ]

    def __str__(self) -> str:
        return str(self.competence)


@tracked()
class ProviderSector(HouseModel):
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="sectors")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="providers", verbose_name="secteur")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "secteur d'un prestataire"
        constraints = [
            lasts("providers_providersector"),
            once("providers_sector_once", "sector", "Ce secteur est déjà sur la fiche."),
        ]

    def __str__(self) -> str:
        return str(self.sector)


@tracked()
class ProviderArea(HouseModel):
    """Where it works: all of France, a region (with each of its departments) or a department."""

    class Kind(models.TextChoices):
        FRANCE = "france", "France entière"
        REGION = "region", "Région"
        DEPARTMENT = "department", "Département"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="areas")
    kind = models.CharField("étendue", max_length=10, choices=Kind.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "territoire d'intervention"
        constraints = [
            lasts("providers_providerarea"),
            models.CheckConstraint(
                condition=Q(kind="france", region__isnull=True, department__isnull=True)
                | Q(kind="region", region__isnull=False, department__isnull=True)
                | Q(kind="department", region__isnull=True, department__isnull=False),
                name="providers_area_said",
                violation_error_message="Choisissez la France entière, une région ou un département.",
            ),
            once("providers_area_region_once", "region", "Cette région est déjà sur la fiche."),
            once("providers_area_department_once", "department", "Ce département est déjà sur la fiche."),
            ExclusionConstraint(
                name="providers_area_france_once",
                index_type="GIST",
                expressions=[same("provider"), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind="france"),
                violation_error_message="La France entière est déjà sur la fiche.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.region or self.department or self.Kind.FRANCE.label)
