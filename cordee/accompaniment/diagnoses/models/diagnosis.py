"""The text of a diagnosis as it is being written, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.actors.directory.models import Competence, Organisation, Theme
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.tools.surveys.models import Invitation

if TYPE_CHECKING:
    from cordee.core.access import Actor


class DiagnosisQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.diagnoses.queries import diagnoses_seen

        return diagnoses_seen(self, actor)


def text(label: str, most: int = 12000) -> models.TextField[str, str]:
    return models.TextField(label, max_length=most, blank=True, default="")


@tracked()
class Diagnosis(Addressed, Threaded, Versioned):
    """Of one structure, or (`organisation` empty) common to those of a collective dossier. What is validated is a version of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="diagnoses")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="diagnoses", verbose_name="structure"
    )  # fmt: skip
    opened_on = models.DateField("ouvert le")
    accounts_year = models.PositiveSmallIntegerField("exercice lu")
    review_year = models.PositiveSmallIntegerField("exercice à relire")
    request = text("contenu de la demande initiale")
    synthesis = text("synthèse de la situation")
    objectives = text("objectifs")
    stakes = text("enjeux")
    method = text("qui a pris part, et comment")
    needs = text("compétences et appuis nécessaires")
    accounts_analysis = text("lecture des comptes")
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name="thèmes")
    competences = models.ManyToManyField(Competence, blank=True, related_name="+", verbose_name="compétences")
    grid = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="diagnoses", verbose_name="grille")

    objects: ClassVar[Any] = DiagnosisQuerySet.as_manager()

    class Meta:
        verbose_name = "diagnostic partagé"
        indexes = [
            models.Index(fields=["thread"], name="diagnoses_diagnosis_thread"),
            models.Index(fields=["zone", "review_year", "id"], name="diagnoses_diagnosis_zone"),
            models.Index(fields=["review_year", "case"], name="diagnoses_diagnosis_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                nulls_distinct=False,
                name="diagnoses_diagnosis_once",
                violation_error_message="Ce diagnostic est déjà ouvert dans ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(accounts_year__gte=1990, accounts_year__lte=2100),
                name="diagnoses_diagnosis_year",
                violation_error_message="Indiquez un exercice en quatre chiffres, par exemple 2026.",
            ),
            models.CheckConstraint(
                condition=Q(review_year__gt=F("accounts_year")),
                name="diagnoses_diagnosis_review",
                violation_error_message="L'exercice à relire suit celui du diagnostic : vérifiez les deux années.",
            ),
        ]

    def __str__(self) -> str:
        return f"Diagnostic partagé : {self.organisation.name if self.organisation else self.case.title}"

    def get_absolute_url(self) -> str:
        return reverse("diagnoses:diagnosis", args=[self.public_id])


@tracked()
class Finding(Addressed, Versioned, HouseModel):
    """What was found on one axis, in the order chosen together. A finding drawn from the accounts is read by those who read them."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Point d'appui"
        WEAKNESS = "weakness", "Point à consolider"
        OPPORTUNITY = "opportunity", "Occasion à saisir"
        BLOCKING = "blocking", "Facteur bloquant"

    class Axis(models.TextChoices):
        """Those of the grid « Diagnostic partagé »."""

        PROJECT = "project", "Projet et stratégie"
        GOVERNANCE = "governance", "Gouvernance"
        ACTIVITIES = "activities", "Activités et clientèle"
        TEAM = "team", "Emploi et organisation"
        ECONOMY = "economy", "Modèle économique et finances"
        PARTNERS = "partners", "Partenariats et territoire"

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="findings")
    rank = models.PositiveSmallIntegerField("rang", editable=False)
    kind = models.CharField("nature", max_length=11, choices=Kind.choices)
    axis = models.CharField("axe", max_length=10, choices=Axis.choices)
    title = models.CharField("constat", max_length=300)
    comment = models.TextField("commentaire", max_length=3000, blank=True, default="")
    confined = models.BooleanField("tiré des comptes : lu par le DLA et la structure seulement", default=False, db_default=False)

    class Meta:
        verbose_name = "constat"
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "rank"], deferrable=models.Deferrable.DEFERRED, name="diagnoses_finding_rank",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["strength", "weakness", "opportunity", "blocking"]),
                name="diagnoses_finding_kind",
                violation_error_message="Choisissez la nature du constat dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(axis__in=["project", "governance", "activities", "team", "economy", "partners"]),
                name="diagnoses_finding_axis",
                violation_error_message="Choisissez l'axe du constat dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="diagnoses_finding_titled", violation_error_message="Écrivez le constat en une phrase."
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.diagnosis.get_absolute_url()}#constats"
