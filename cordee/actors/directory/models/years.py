"""Figures of one year of an organisation: a section that networks never read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.actors.directory.models.children import Child
from cordee.actors.directory.models.organisation import Organisation
from cordee.core import formats
from cordee.core.journal import tracked


@tracked()
class YearFigures(Child):
    """Workforce, hours and budget of one year. A later year never overwrites an earlier one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("année")
    permanent = models.PositiveIntegerField("salarié·es permanent·es", null=True, blank=True)
    insertion = models.PositiveIntegerField("personnes en insertion", null=True, blank=True)
    fte = models.DecimalField("équivalents temps plein", max_digits=8, decimal_places=2, null=True, blank=True)
    hours_individuals = models.PositiveIntegerField("heures chez des particuliers", null=True, blank=True)
    hours_companies = models.PositiveIntegerField("heures en entreprise", null=True, blank=True)
    hours_public = models.PositiveIntegerField("heures en collectivité", null=True, blank=True)
    department_share = models.DecimalField("part des heures du département (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    budget = models.DecimalField("budget (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    sales_share = models.DecimalField("ventes (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    services_share = models.DecimalField("accompagnement payé par l'État (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    grants_share = models.DecimalField("autres subventions (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField("source", max_length=120, blank=True)

    class Meta:
        verbose_name = "chiffres d'une année"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="directory_years_once",
                violation_error_message="Les chiffres de cette année sont déjà saisis : modifiez-les plutôt.",
            ),
            models.CheckConstraint(
                condition=Q(sales_share__isnull=True, services_share__isnull=True, grants_share__isnull=True)
                | Q(
                    sales_share__isnull=False,
                    services_share__isnull=False,
                    grants_share__isnull=False,
                    grants_share=100 - models.F("sales_share") - models.F("services_share"),
                ),
                name="directory_years_mix",
                violation_error_message="La répartition des ressources doit faire 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def hours_total(self) -> int | None:
        """Hours of mise à disposition over the client categories that are known."""
        known = [hours for hours in (self.hours_individuals, self.hours_companies, self.hours_public) if hours is not None]
        return sum(known) if known else None

    @property
    def mix(self) -> str:
        """« Ventes 90 %, services 8 %, subventions 2 % »."""
        if self.sales_share is None:
            return "–"
        parts = (("ventes", self.sales_share), ("services à l'État", self.services_share), ("subventions", self.grants_share))
        return ", ".join(f"{label} {formats.number(share)}{formats.NBSP}%" for label, share in parts)
