"""Figures of one year of an organisation, and what each of its activities brought: a section that networks never read."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from cordee.actors.directory.models.children import Child
from cordee.actors.directory.models.organisation import Organisation
from cordee.core import formats
from cordee.core.journal import tracked
from cordee.core.models import HouseModel

SHARES = ("sales_share", "services_share", "grants_share", "department_share")


def share(label: str) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)


@tracked()
class YearFigures(Child):
    """Workforce, hours and budget of one year. A later year never overwrites an earlier one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("année")
    permanent = models.PositiveIntegerField("personnel permanent", null=True, blank=True)
    insertion = models.PositiveIntegerField("personnes en insertion", null=True, blank=True)
    made_available = models.PositiveIntegerField("demandeurs d'emploi mis à disposition", null=True, blank=True)
    fte = models.DecimalField("équivalents temps plein", max_digits=8, decimal_places=2, null=True, blank=True)
    hours_paid = models.PositiveIntegerField("heures salariées", null=True, blank=True)
    hours_individuals = models.PositiveIntegerField("heures chez des particuliers", null=True, blank=True)
    hours_companies = models.PositiveIntegerField("heures en entreprise", null=True, blank=True)
    hours_public = models.PositiveIntegerField("heures en collectivité", null=True, blank=True)
    department_share = share("part des heures du département (%)")
    budget = models.DecimalField("budget (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    sales_share = share("ventes (%)")
    services_share = share("accompagnement payé par l'État (%)")
    grants_share = share("autres subventions (%)")
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
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 100}),
                    name=f"directory_years_{name}",
                    violation_error_message="Une part est un pourcentage : entre 0 et 100.",
                )
                for name in SHARES
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"directory_years_{name}",
                    violation_error_message="Un effectif ou un budget n'est pas négatif.",
                )
                for name in ("fte", "budget")
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2100),
                name="directory_years_year",
                violation_error_message="Indiquez une année en quatre chiffres, par exemple 2025.",
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
    def hours_said(self) -> str:
        """« 98 526 heures : 59 000 chez des particuliers, 39 526 en entreprise »."""
        named = (
            ("chez des particuliers", self.hours_individuals),
            ("en entreprise", self.hours_companies),
            ("en collectivité", self.hours_public),
        )
        parts = ", ".join(f"{formats.number(hours)} {name}" for name, hours in named if hours is not None)
        return f"{formats.hours(self.hours_total)} : {parts}" if parts else formats.EMPTY

    @property
    def workshops_shown(self) -> list[Workshop]:
        """In the order in which they were written, from what was read with the year."""
        return sorted(self.workshops.all(), key=lambda workshop: workshop.pk)

    @property
    def hours_per_fte(self) -> Decimal | None:
        return round(Decimal(self.hours_paid) / self.fte, 1) if self.hours_paid and self.fte else None

    @property
    def mix_parts(self) -> list[tuple[str, Decimal]]:
        """The three parts with their names, or none: a mix is known as a whole."""
        names = ("Ventes", "Accompagnement payé par l'État", "Autres subventions")
        values = (self.sales_share, self.services_share, self.grants_share)
        return [(name, value) for name, value in zip(names, values, strict=True) if value is not None]

    @property
    def mix(self) -> str:
        """« ventes 90 %, accompagnement payé par l'État 8 %, autres subventions 2 % »."""
        parts = [f"{name[:1].lower()}{name[1:]} {formats.number(value)}{formats.NBSP}%" for name, value in self.mix_parts]
        return ", ".join(parts) or formats.EMPTY


@tracked()
class Workshop(HouseModel):
    """An activity of the structure in one year: what it weighs in the turnover, and whether orders come by themselves.

    The shares of a year total 100 %, or are unknown as a whole: a deferred trigger looks at them together.
    """

    class Demand(models.TextChoices):
        REGULAR = "regular", "Commandes régulières"
        ONE_OFF = "one_off", "Au coup par coup, à prospecter"
        MIXED = "mixed", "Les deux"

    figures = models.ForeignKey(YearFigures, models.CASCADE, related_name="workshops")
    name = models.CharField("atelier ou activité", max_length=80)
    turnover_share = share("part du chiffre d'affaires (%)")
    demand = models.CharField("demande", max_length=8, choices=Demand.choices, blank=True)

    class Meta:
        verbose_name = "atelier"
        constraints = [
            models.UniqueConstraint(
                fields=["figures", "name"],
                name="directory_workshop_once",
                violation_error_message="Cet atelier est déjà saisi pour cette année.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="directory_workshop_named", violation_error_message="Donnez le nom de l'atelier."
            ),
            models.CheckConstraint(
                condition=Q(turnover_share__isnull=True) | Q(turnover_share__gte=0, turnover_share__lte=100),
                name="directory_workshop_share",
                violation_error_message="Une part est un pourcentage : entre 0 et 100.",
            ),
            models.CheckConstraint(
                condition=Q(demand__in=["", "regular", "one_off", "mixed"]),
                name="directory_workshop_demand",
                violation_error_message="Choisissez la demande dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
