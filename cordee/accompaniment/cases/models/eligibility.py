"""Reception: criteria judged one by one, a proposal, a decision, an override that explains itself; or a motivated reorientation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models.case import Case
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.models.nomenclatures import Term
from cordee.core.text import FrNormalize


class Criterion(Term):
    """One criterion of reception, in one of two layers: what the structure is, and a bundle in which none decides alone."""

    class Family(models.TextChoices):
        NATURE = "nature", "Nature de la structure"
        WEIGHED = "weighed", "Faisceau de critères"

    family = models.CharField("couche", max_length=7, choices=Family.choices)

    class Meta(Term.Meta):
        verbose_name = "critère d'éligibilité"
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                FrNormalize("label"), name="cases_criterion_label", violation_error_message="Un critère porte déjà ce libellé."
            ),
        ]

    @property
    def family_label(self) -> str:
        return str(self.Family(self.family).label)


class Judgement(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"


@tracked()
class Eligibility(Addressed, Versioned, HouseModel):
    """The officer proposes, someone decides. A decision against the proposal says why."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="eligibility")
    proposal = models.CharField("proposition", max_length=12, choices=Judgement.choices)
    comment = models.TextField("commentaire", max_length=4000, blank=True)
    answered_elsewhere = models.BooleanField("un autre dispositif a déjà répondu", default=False)
    elsewhere = models.CharField("lequel, et ce qui reste à faire", max_length=500, blank=True)
    accepted = models.BooleanField("accompagnement accepté", null=True, editable=False)
    decided_on = models.DateField("décidé le", null=True, editable=False)
    override = models.CharField("motif de l'écart à la proposition", max_length=1000, blank=True, editable=False)

    class Meta:
        verbose_name = "éligibilité"
        constraints = [
            models.CheckConstraint(condition=Q(proposal__in=["favourable", "reserved", "unfavourable"]), name="cases_eligibility_proposal"),
            models.CheckConstraint(
                condition=Q(answered_elsewhere=False) | ~Q(elsewhere=""),
                name="cases_eligibility_elsewhere",
                violation_error_message="Un autre dispositif a déjà répondu : dites lequel, et ce qui reste à faire.",
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, decided_on__isnull=True) | Q(accepted__isnull=False, decided_on__isnull=False),
                name="cases_eligibility_dated",
            ),
            models.CheckConstraint(
                condition=~(Q(proposal="unfavourable", accepted=True) | Q(proposal="favourable", accepted=False)) | ~Q(override=""),
                name="cases_eligibility_override",
                violation_error_message="La décision s'écarte de la proposition : expliquez pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_proposal_display()


@tracked()
class EligibilityLine(HouseModel):
    """One criterion, as it was judged."""

    eligibility = models.ForeignKey(Eligibility, models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="lines", verbose_name="critère")
    judgement = models.CharField("jugement", max_length=12, choices=Judgement.choices)
    comment = models.CharField("commentaire", max_length=500, blank=True)

    class Meta:
        verbose_name = "critère jugé"
        constraints = [
            models.CheckConstraint(condition=Q(judgement__in=["favourable", "reserved", "unfavourable"]), name="cases_line_judgement"),
            models.UniqueConstraint(fields=["eligibility", "criterion"], name="cases_line_once"),
            models.CheckConstraint(
                condition=Q(judgement="favourable") | ~Q(comment=""),
                name="cases_line_says",
                violation_error_message="Un critère réservé ou défavorable s'explique : ajoutez un commentaire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.get_judgement_display()}"


@tracked()
class Reorientation(Addressed, HouseModel):
    """Where a structure is sent when the DLA is not the answer: a named body, a contact, a date, a reason."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="reorientation")
    body = models.CharField("organisme", max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="reorientations", verbose_name="sa fiche"
    )
    contact = models.CharField("contact", max_length=200)
    on = models.DateField("le")
    reason = models.TextField("motif", max_length=2000)

    class Meta:
        verbose_name = "réorientation"
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(contact="") & ~Q(reason=""),
                name="cases_reorientation_says",
                violation_error_message="Une réorientation nomme l'organisme, son contact et le motif.",
            )
        ]

    def __str__(self) -> str:
        return self.body
