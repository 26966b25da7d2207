"""An import: the file that someone sent, what was understood of it, what it did. Its report is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from cordee.core.models.bases import Addressed, HouseModel, Threaded, ThreadedQuerySet
from cordee.core.models.files import File
from cordee.core.models.journal import CordeeNow
from cordee.core.models.tools import Task

if TYPE_CHECKING:
    from cordee.core.access import Actor


class ImportRunQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own team; the administration reads all of them. A file may hold more than its reader's zone."""
        return self if actor.profile == "admin" else self.filter(sent_for=actor.organisation_id)


class ImportRun(Addressed, Threaded):
    class State(models.TextChoices):
        RECEIVED = "received", "Fichier reçu"
        TRIED = "tried", "Essai fait"
        PARTIAL = "partial", "Importé, des lignes à reprendre"
        DONE = "done", "Importé"
        DROPPED = "dropped", "Abandonné"

    kind = models.CharField(max_length=60)
    state = models.CharField("état", max_length=8, choices=State.choices, editable=False)
    name = models.CharField("fichier", max_length=120)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    refused_file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    mends = models.ForeignKey("self", models.PROTECT, null=True, related_name="mended_by")
    sent_by = models.BigIntegerField(null=True)
    sent_by_label = models.CharField("envoyé par", max_length=200, blank=True)
    sent_for = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField("envoyé le", db_default=CordeeNow())
    reading = models.JSONField(default=dict)  # what was understood: encoding, titles, samples
    mapping = models.JSONField(default=dict)  # rank of the column → field, or field@year
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)  # create, change, same, refused
    report = models.JSONField(default=dict)  # the first lines of each outcome
    tried_at = models.DateTimeField("essayé le", null=True)
    written_at = models.DateTimeField("importé le", null=True)
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        indexes = [models.Index(fields=["sent_for", "-id"], name="core_importrun_team")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "tried", "partial", "done", "dropped"]), name="core_importrun_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["partial", "done"]) | models.Q(written_at__isnull=False), name="core_importrun_written"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("core:import", args=[self.public_id])


class ImportMapping(HouseModel):
    """How someone mapped the columns of a file of this shape: proposed again for the next one."""

    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    shape = models.CharField(max_length=64)
    mapping = models.JSONField()

    class Meta:
        verbose_name = "correspondance de colonnes"
        constraints = [models.UniqueConstraint(fields=["user_id", "kind", "shape"], name="core_importmapping_once")]

    def __str__(self) -> str:
        return self.kind
