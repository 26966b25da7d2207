"""Free adhesion and participation at each step, and the two sides that validate: records, never a sentence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models.case import Case
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed


class Step(models.IntegerChoices):
    RECEPTION = 1, "Accueil"
    DIAGNOSIS = 2, "Diagnostic partagé"
    PLAN = 3, "Élaboration du parcours"
    WORK = 4, "Mise en œuvre"
    FOLLOW_UP = 5, "Suivi"


class Channel(models.TextChoices):
    PLATFORM = "platform", "Sur la plateforme"
    MEETING = "meeting", "En réunion"
    PHONE = "phone", "Par téléphone"
    MAIL = "mail", "Par courrier ou courriel"


@tracked()
class Adhesion(Addressed, HouseModel):
    """What a structure decided at a step: to enter or go on, or not. Its last word counts; the former ones stay."""

    class Decision(models.TextChoices):
        YES = "yes", "Adhère"
        NO = "no", "N'adhère pas"

    case = models.ForeignKey(Case, models.PROTECT, related_name="adhesions")
    step = models.PositiveSmallIntegerField("étape", choices=Step.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="adhesions", verbose_name="structure")
    who = models.CharField("fonction de la personne", max_length=120)  # a function, never a name
    capacity = models.CharField("à quel titre", max_length=120, blank=True)
    on = models.DateField("le")
    channel = models.CharField("par quelle voie", max_length=8, choices=Channel.choices)
    decision = models.CharField("décision", max_length=3, choices=Decision.choices)

    class Meta:
        verbose_name = "adhésion"
        indexes = [models.Index(fields=["case", "step", "-id"], name="cases_adhesion_step")]
        constraints = [
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=5), name="cases_adhesion_step_known"),
            models.CheckConstraint(condition=Q(decision__in=["yes", "no"]), name="cases_adhesion_decision"),
            models.CheckConstraint(
                condition=~Q(who=""),
                name="cases_adhesion_who",
                violation_error_message="Indiquez la fonction de la personne qui s'engage : direction, présidence…",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} : {self.get_decision_display()}"


@tracked()
class Presence(Addressed, HouseModel):
    """Who of a structure took part in a step, by function."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="presences")
    step = models.PositiveSmallIntegerField("étape", choices=Step.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="presences", verbose_name="structure")
    who = models.CharField("fonction de la personne", max_length=120)
    on = models.DateField("le")

    class Meta:
        verbose_name = "participation à une étape"
        constraints = [
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=5), name="cases_presence_step_known"),
            models.CheckConstraint(
                condition=~Q(who=""), name="cases_presence_who", violation_error_message="Indiquez qui a pris part, par sa fonction."
            ),
            models.UniqueConstraint(
                fields=["case", "step", "organisation", "who", "on"],
                name="cases_presence_once",
                violation_error_message="Cette participation est déjà notée pour ce jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} : {self.who}"


@tracked()
class Validation(Addressed, HouseModel):
    """One side's yes to the diagnosis, or to the plan. Both are needed for it to be shared."""

    class What(models.TextChoices):
        DIAGNOSIS = "diagnosis", "Diagnostic partagé"
        PLAN = "plan", "Parcours d'accompagnement"

    class Side(models.TextChoices):
        STRUCTURE = "structure", "Structure"
        OPERATOR = "operator", "DLA"

    case = models.ForeignKey(Case, models.PROTECT, related_name="validations")
    what = models.CharField("ce qui est validé", max_length=9, choices=What.choices)
    side = models.CharField("côté", max_length=9, choices=Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="validations", verbose_name="organisation")
    body = models.CharField("instance", max_length=120, blank=True)
    on = models.DateField("le")

    class Meta:
        verbose_name = "validation"
        constraints = [
            models.CheckConstraint(condition=Q(what__in=["diagnosis", "plan"]), name="cases_validation_what"),
            models.CheckConstraint(condition=Q(side__in=["structure", "operator"]), name="cases_validation_side"),
            models.UniqueConstraint(
                fields=["case", "what", "side", "organisation"],
                name="cases_validation_once",
                violation_error_message="Cette validation est déjà enregistrée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} : {self.get_side_display()}"
