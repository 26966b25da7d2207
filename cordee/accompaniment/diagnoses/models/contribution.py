"""What a network or a partner brings to a diagnosis: asked with a date, written, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.accompaniment.diagnoses.models.diagnosis import Diagnosis
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class ContributionQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.diagnoses.queries import contributions_seen

        return contributions_seen(self, actor)


@tracked()
class Contribution(Addressed, Threaded, Versioned):
    """It is read by all who read the diagnosis, under the function of who wrote it. It validates nothing."""

    class State(models.TextChoices):
        ASKED = "asked", "Demandée"
        WRITTEN = "written", "Écrite"
        WITHDRAWN = "withdrawn", "Retirée"

    class Kind(models.TextChoices):
        VIGILANCE = "vigilance", "Note de vigilance"
        SECTOR = "sector", "Connaissance du secteur"
        TERRITORY = "territory", "Connaissance du territoire"

    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="diagnoses_contributed", verbose_name="réseau ou partenaire"
    )  # fmt: skip
    kind = models.CharField("nature", max_length=9, choices=Kind.choices, default=Kind.VIGILANCE)
    question = models.TextField("ce qui est demandé", max_length=2000, blank=True, default="")
    asked_on = models.DateField("demandée le")
    due_on = models.DateField("au plus tard le", null=True, blank=True)
    state = models.CharField("état", max_length=9, choices=State.choices, editable=False)
    text = models.TextField("note", max_length=12000, blank=True, default="")
    author = models.CharField("fonction de qui écrit", max_length=120, blank=True, default="")  # a function, never a name
    written_on = models.DateField("écrite le", null=True, blank=True)

    objects: ClassVar[Any] = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "contribution au diagnostic"
        indexes = [
            models.Index(fields=["thread"], name="diagnoses_contribution_thread"),
            models.Index(fields=["organisation", "state", "id"], name="diagnoses_contribution_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["asked", "written", "withdrawn"]), name="diagnoses_contribution_state"),
            models.CheckConstraint(condition=Q(kind__in=["vigilance", "sector", "territory"]), name="diagnoses_contribution_kind"),
            models.CheckConstraint(
                condition=~Q(state="written") | (~Q(text="") & ~Q(author="") & Q(written_on__isnull=False)),
                name="diagnoses_contribution_written",
                violation_error_message="Une note porte un texte et la fonction de qui l'écrit.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("asked_on")),
                name="diagnoses_contribution_due",
                violation_error_message="L'échéance précède la demande : vérifiez les deux dates.",
            ),
            models.UniqueConstraint(
                fields=["diagnosis", "organisation", "kind"],
                condition=Q(state="asked"),
                name="diagnoses_contribution_once",
                violation_error_message="Cette contribution est déjà demandée, et attendue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.organisation.name}"

    def get_absolute_url(self) -> str:
        return reverse("diagnoses:write", args=[self.public_id])
