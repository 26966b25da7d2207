"""With whom a provider works, what it did before, and its papers."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cordee.actors.directory.models import Person, Sector
from cordee.actors.directory.models.children import Child, lasts
from cordee.actors.providers.models.provider import Provider
from cordee.core.journal import tracked
from cordee.core.models import File, HouseModel
from cordee.core.models.bases import same


@tracked()
class Consultant(Child):
    """Someone who carries out missions for the provider. Who they are is the person's own row: nothing here names them."""

    class Status(models.TextChoices):
        HEAD = "head", "Direction ou association au capital"
        EMPLOYEE = "employee", "Salariat"
        SELF_EMPLOYED = "self_employed", "Travail indépendant"
        SUBCONTRACTOR = "subcontractor", "Sous-traitance"
        VOLUNTEER = "volunteer", "Bénévolat"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="consultants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consultancies", verbose_name="personne")
    status = models.CharField("statut dans l'organisation", max_length=14, choices=Status.choices)
    training = models.CharField("formation", max_length=300, blank=True)
    field = models.CharField("champ de compétence", max_length=300)
    since_year = models.PositiveSmallIntegerField("exerce depuis (année)", null=True, blank=True)
    languages = models.CharField("langues", max_length=120, blank=True)
    cv = models.ForeignKey(File, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="CV")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "profil"
        indexes = [models.Index(fields=["provider"], name="providers_consultant_of")]
        constraints = [
            lasts("providers_consultant"),
            models.CheckConstraint(
                condition=Q(since_year__isnull=True) | Q(since_year__gte=1940, since_year__lte=2100),
                name="providers_consultant_since",
                violation_error_message="Indiquez une année en quatre chiffres, par exemple 2009.",
            ),
            ExclusionConstraint(
                name="providers_consultant_overlap",
                index_type="GIST",
                expressions=[same("provider"), same("person"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Cette personne est déjà sur la fiche pour une partie de cette période.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class ConsultantAge(HouseModel):
    """The year of birth, only where a call for proposals demands it: who recorded it and why. No history is kept of it, so that
    deleting the row forgets it; no list, search, export nor document reads it."""

    consultant = models.OneToOneField(Consultant, models.CASCADE, related_name="age")
    birth_year = models.PositiveSmallIntegerField("année de naissance")
    reason = models.CharField("pourquoi cette donnée est nécessaire", max_length=300)
    recorded_on = models.DateField("enregistrée le", auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = "âge d'une personne"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="providers_age_reasoned",
                violation_error_message="Indiquez pourquoi l'âge est nécessaire : sans raison écrite, il n'est pas conservé.",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__gte=1900, birth_year__lte=2100),
                name="providers_age_year",
                violation_error_message="Indiquez une année en quatre chiffres, par exemple 1975.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.birth_year)


@tracked()
class Reference(Child):
    """A mission already carried out, for whom and about what."""

    class Amount(models.TextChoices):
        SMALL = "small", "Moins de 5 000 €"
        MEDIUM = "medium", "De 5 000 à 15 000 €"
        LARGE = "large", "De 15 000 à 40 000 €"
        VERY_LARGE = "very_large", "40 000 € et plus"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="references")
    client = models.CharField("pour qui", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    subject = models.CharField("objet", max_length=300)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="secteur")
    amount = models.CharField("montant", max_length=10, choices=Amount.choices, blank=True)
    similar = models.BooleanField("expérience semblable à ce que demande une structure accompagnée", default=False)
    may_contact = models.BooleanField("ce client accepte d'être appelé", default=False)

    class Meta:
        verbose_name = "référence"
        indexes = [models.Index(fields=["provider", "-year"], name="providers_reference_of")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(client="") & ~Q(subject=""),
                name="providers_reference_said",
                violation_error_message="Indiquez pour qui, et l'objet de la mission.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1950, year__lte=2100),
                name="providers_reference_year",
                violation_error_message="Indiquez une année en quatre chiffres, par exemple 2024.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.year}"


@tracked()
class Paper(Child):
    """A proof that the provider gives, and the day until which it holds."""

    class Kind(models.TextChoices):
        INSURANCE = "insurance", "Attestation d'assurance"
        REGISTRATION = "registration", "Extrait Kbis ou avis de situation Sirene"
        SOCIAL = "social", "Attestation de vigilance Urssaf"
        QUALITY = "quality", "Certification Qualiopi"
        OTHER = "other", "Autre pièce"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="papers")
    kind = models.CharField("pièce", max_length=12, choices=Kind.choices)
    name = models.CharField("précision", max_length=120, blank=True)
    ends_on = models.DateField("valable jusqu'au", null=True, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="fichier")

    class Meta:
        verbose_name = "pièce"
        indexes = [models.Index(fields=["provider", "kind", "ends_on"], name="providers_paper_of")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="insurance") | Q(ends_on__isnull=False),
                name="providers_paper_insurance_ends",
                violation_error_message="Indiquez jusqu'à quand l'assurance est valable : la date figure sur l'attestation.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(name=""),
                name="providers_paper_other_named",
                violation_error_message="Précisez de quelle pièce il s'agit.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
