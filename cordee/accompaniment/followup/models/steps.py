"""What comes next: who does it, until when. The next contact is one of them, always dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup.models.notes import Note
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class StepQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.followup.queries import steps_seen

        return steps_seen(self, actor)


@tracked()
class Step(Addressed, Threaded, Versioned):
    """One thing that someone does next. `organisation` None = the DLA."""

    class State(models.TextChoices):
        PLANNED = "planned", "À faire"
        DONE = "done", "Faite"
        DROPPED = "dropped", "Abandonnée"

    case = models.ForeignKey(Case, models.PROTECT, related_name="next_steps")
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="next_steps")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="next_steps", verbose_name="qui")
    contact = models.BooleanField("prochain contact", default=False, db_default=False)
    what = models.CharField("prochaine étape", max_length=200)
    due = models.DateField("au plus tard le")
    internal = models.BooleanField("interne au DLA", default=True, db_default=True)
    state = models.CharField("état", max_length=7, choices=State.choices, editable=False)
    reason = models.CharField("motif", max_length=500, blank=True)

    objects: ClassVar[Any] = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "prochaine étape"
        indexes = [
            models.Index(fields=["case", "state", "due"], name="followup_step_case"),
            models.Index(fields=["thread"], name="followup_step_thread"),
            models.Index(fields=["zone", "state", "due"], name="followup_step_zone"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["planned", "done", "dropped"]), name="followup_step_state"),
            models.CheckConstraint(
                condition=~Q(what=""), name="followup_step_what", violation_error_message="Dites en quelques mots ce qui est à faire."
            ),
            models.CheckConstraint(
                condition=Q(internal=False) | Q(organisation__isnull=True), name="followup_step_told",
                violation_error_message="Ce que la structure doit faire lui est montré : cette étape ne peut pas rester interne.",
            ),
            models.CheckConstraint(condition=Q(contact=False) | Q(organisation__isnull=True), name="followup_step_contact_by_dla"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(contact=True, state="planned"), name="followup_step_one_contact",
                violation_error_message="Un prochain contact est déjà daté : changez sa date.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("followup:followup", args=[self.case.public_id])
