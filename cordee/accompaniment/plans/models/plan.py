"""The plan of a dossier and its versions: what both sides have validated never changes, an update makes a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Case, Validation
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class PlanQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.plans.queries import plans_seen

        return plans_seen(self, actor, "")


class OfPlanQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.plans.queries import plans_seen

        return plans_seen(self, actor, "plan__")


@tracked()
class Plan(Addressed, Threaded):
    """What a structure, the DLA and their partners do together, for a time. One a dossier, on its thread."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="plan", verbose_name="dossier")
    shared_on = models.DateField("arrêté le", null=True, editable=False)  # from this day on, networks read it too

    objects: ClassVar[Any] = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "parcours d'accompagnement"
        indexes = [models.Index(fields=["thread"], name="plans_plan_thread"), models.Index(fields=["zone", "id"], name="plans_plan_zone")]

    def __str__(self) -> str:
        return f"Parcours : {self.case}"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.public_id])


@tracked()
class Version(Addressed, Threaded, Versioned):
    """The plan as it stands at one moment: its time, its objectives, how it is followed and brought up to date."""

    class State(models.TextChoices):
        DRAFT = "draft", "En préparation"
        SETTLED = "settled", "En vigueur"
        REPLACED = "replaced", "Remplacée"

    #: what both sides validate
    WORDS = ("starts_on", "ends_on", "objectives", "follow_up", "updating")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro", default=1, editable=False)
    state = models.CharField("état", max_length=8, choices=State.choices, editable=False)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    objectives = models.TextField("objectifs", max_length=3000)
    follow_up = models.TextField("modalités de suivi", max_length=1500)
    updating = models.TextField("modalités d'actualisation", max_length=1500)
    reason = models.CharField("ce qui change", max_length=2000, blank=True, editable=False)
    settled_on = models.DateField("validée le", null=True, editable=False)
    content = models.JSONField("actions à cette date", default=list, db_default=[], editable=False)
    reminded_on = models.DateField("échéance rappelée le", null=True, editable=False)

    objects: ClassVar[Any] = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "version du parcours"
        indexes = [
            models.Index(fields=["thread"], name="plans_version_thread"),
            models.Index(fields=["zone", "state", "id"], name="plans_version_zone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plans_version_lasts",
                violation_error_message="La fin du parcours précède son début : vérifiez les deux dates.",
            ),
            models.CheckConstraint(condition=Q(state__in=["draft", "settled", "replaced"]), name="plans_version_state"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="plans_version_reason",
                violation_error_message="Indiquez le besoin nouveau, ou ce qui change dans le parcours.",
            ),
            models.CheckConstraint(condition=~Q(state="settled") | Q(settled_on__isnull=False), name="plans_version_dated"),
            models.UniqueConstraint(fields=["plan", "number"], name="plans_version_number"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state="draft"),
                name="plans_version_one_draft",
                violation_error_message="Une version du parcours est déjà en préparation : terminez-la d'abord.",
            ),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="settled"), name="plans_version_one_in_force"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}versions/#version-{self.number}"


@tracked()
class Agreement(Addressed, HouseModel):
    """One side's yes to an update of the plan. The yes to the first version is a step of the dossier (`cases.Validation`)."""

    plan_version = models.ForeignKey(Version, models.PROTECT, related_name="agreements", verbose_name="version")
    side = models.CharField("côté", max_length=9, choices=Validation.Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_agreements", verbose_name="organisation")
    body = models.CharField("instance", max_length=120, blank=True)
    on = models.DateField("le")

    class Meta:
        verbose_name = "validation d'une actualisation"
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["structure", "operator"]), name="plans_agreement_side"),
            models.UniqueConstraint(
                fields=["plan_version", "side", "organisation"],
                name="plans_agreement_once",
                violation_error_message="Cette validation est déjà enregistrée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_version} : {self.get_side_display()}"
