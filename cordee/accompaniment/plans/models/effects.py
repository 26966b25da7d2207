"""What the structure gives in kind, and what its accompaniment brings."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models import Case
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Threaded, ThreadedQuerySet
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class OfCaseQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.cases.queries import cases_seen

        return cases_seen(self, actor)


class EffortQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.cases.queries import accounts_seen

        return accounts_seen(self, actor)


@tracked()
class Effort(Addressed, Threaded):
    """Time or travel that a structure gives to its accompaniment. Valued, never paid: no money of the scheme is behind it."""

    class Nature(models.TextChoices):
        TIME = "time", "Temps passé (jours)"
        TRAVEL = "travel", "Déplacements (kilomètres)"

    case = models.ForeignKey(Case, models.PROTECT, related_name="efforts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="efforts", verbose_name="structure")
    nature = models.CharField("ce qui est donné", max_length=6, choices=Nature.choices)
    quantity = models.DecimalField("quantité", max_digits=7, decimal_places=1)
    rate = models.DecimalField("valeur d'une unité (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    on = models.DateField("le")
    note = models.CharField("précision", max_length=300, blank=True)

    objects: ClassVar[Any] = EffortQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement en nature"
        indexes = [models.Index(fields=["thread"], name="plans_effort_thread")]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=["time", "travel"]), name="plans_effort_nature"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="plans_effort_quantity", violation_error_message="La quantité est supérieure à zéro."
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gte=0),
                name="plans_effort_rate",
                violation_error_message="La valeur d'une unité n'est pas négative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} : {self.quantity}"

    @property
    def value(self) -> Decimal | None:
        return None if self.rate is None else (self.quantity * self.rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


@tracked()
class Effect(Addressed, Threaded):
    """What followed an accompaniment: a leverage, with its partner; or one of the three effects that the scheme expects."""

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", "Partenariat sur les activités"
        GRANT = "grant", "Subvention"
        LOAN = "loan", "Accès facilité à un prêt"
        EXCHANGE = "exchange", "Occasion d'échanges"
        PROFESSIONAL = "professional", "Professionnalisation de la structure"
        NEEDS = "needs", "Activités en cohérence avec les besoins"
        TERRITORY = "territory", "Bénéfice pour le territoire"

    LEVERAGE = (Kind.PARTNERSHIP, Kind.GRANT, Kind.LOAN, Kind.EXCHANGE)
    EXPECTED = (Kind.PROFESSIONAL, Kind.NEEDS, Kind.TERRITORY)
    FAMILIES = (("leverage", "Effet de levier"), ("expected", "Effet attendu"))

    case = models.ForeignKey(Case, models.PROTECT, related_name="effects", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="effects", verbose_name="structure")
    kind = models.CharField("effet", max_length=12, choices=Kind.choices)
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="effects_brought", verbose_name="partenaire"
    )
    partner_name = models.CharField("partenaire sans fiche", max_length=160, blank=True)
    amount = models.DecimalField("montant (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    on = models.DateField("constaté le")
    note = models.TextField("ce qui a été constaté", max_length=1000, blank=True)

    objects: ClassVar[Any] = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "effet d'un accompagnement"
        indexes = [
            models.Index(fields=["thread"], name="plans_effect_thread"),
            models.Index(fields=["zone", "-on", "id"], name="plans_effect_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["partnership", "grant", "loan", "exchange", "professional", "needs", "territory"]),
                name="plans_effect_kind",
                violation_error_message="Choisissez l'effet dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["partnership", "grant", "loan", "exchange"]) | Q(partner__isnull=False) | ~Q(partner_name=""),
                name="plans_effect_partner",
                violation_error_message="Un effet de levier vient d'un partenaire : indiquez lequel.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["professional", "needs", "territory"])
                | (Q(partner__isnull=True, partner_name="", amount__isnull=True) & ~Q(note="")),
                name="plans_effect_said",
                violation_error_message="Un effet attendu se décrit, sans partenaire ni montant : dites ce qui a été constaté.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="plans_effect_amount",
                violation_error_message="Le montant est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["grant", "loan"]) | Q(amount__isnull=False),
                name="plans_effect_paid",
                violation_error_message="Une subvention ou un prêt a un montant : indiquez-le.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_leverage(self) -> bool:
        return self.kind in self.LEVERAGE
