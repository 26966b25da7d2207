"""A change that a structure proposes for its own sheet (the DLA officer accepts it, or says why not)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models.organisation import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Received, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class ChangeRequestQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Between the structure and its DLA: whoever else takes part in the thread does not read it."""
        rows = self.within(actor, capacities=actor.itself)
        return rows if actor.capacity == "operator" else rows.filter(organisation_id=actor.organisation_id)


@tracked()
class ChangeRequest(Addressed, Received, Threaded, Versioned):
    """`changes` holds {field: [as it was, as proposed]}: accepting checks that nobody changed these fields meanwhile.

    `part` says which part of the sheet it is about: nothing for its own fields, else a kind of child (« site », « position »…),
    the act (« add », « change », « end ») and, for an existing row, its key. `person` names whose contacts it holds, if it does.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposée"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="change_requests")
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    part = models.CharField("rubrique", max_length=30, blank=True, db_default="", default="", editable=False)
    part_act = models.CharField("acte", max_length=10, blank=True, db_default="", default="", editable=False)
    part_key = models.UUIDField("ligne", null=True, editable=False)
    person = models.ForeignKey("Person", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="personne")
    changes = models.JSONField("modifications")
    note = models.CharField("mot d'accompagnement", max_length=500, blank=True)
    proposed_by = models.BigIntegerField(null=True)
    proposed_by_label = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField("proposée le", auto_now_add=True)
    reason = models.CharField("motif", max_length=500, blank=True)

    objects: ClassVar[Any] = ChangeRequestQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = "modification proposée"
        indexes = [models.Index(fields=["zone", "state", "proposed_at", "id"], name="directory_change_zone")]
        constraints = [
            *Received.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=["proposed", "accepted", "refused", "withdrawn"]), name="directory_change_state"),
            models.CheckConstraint(condition=(Q(part="") & Q(part_act="")) | (~Q(part="") & ~Q(part_act="")), name="directory_change_part"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="directory_change_refusal_reasoned"),
        ]

    def __str__(self) -> str:
        return f"Modification proposée de {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("directory:change", args=[self.public_id])
