"""A passing of dossiers from one hand to another, and the list that both hands read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.accompaniment.cases.models.case import Case
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Mandate, Organisation
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed, HouseQuerySet

if TYPE_CHECKING:
    from cordee.core.access import Actor


class HandoverQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.cases.passings import handovers_seen

        return handovers_seen(self, actor)


class Handover(Addressed, HouseModel):
    """Dossiers that went together: to a colleague, to a substitute for some days, or to the DLA that takes the territory over.
    Written once, never edited."""

    class Kind(models.TextChoices):
        HOLDER = "holder", "Dossiers confiés"
        SUBSTITUTE = "substitute", "Remplacement"
        TERRITORY = "territory", "Changement d'opérateur"

    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="handovers_given", verbose_name="DLA qui passe")
    taker = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="handovers_taken", verbose_name="DLA qui reprend"
    )
    to = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name="confiés à")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name="mandat fini")
    on = models.DateField("à partir du")
    until = models.DateField("dernier jour", null=True, blank=True)

    objects: ClassVar[Any] = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "passation"
        indexes = [
            models.Index(fields=["giver", "-on", "-id"], name="cases_handover_giver"),
            models.Index(fields=["taker", "-on", "-id"], name="cases_handover_taker"),
            models.Index(fields=["to", "-on", "-id"], name="cases_handover_to"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["holder", "substitute", "territory"]), name="cases_handover_kind"),
            models.CheckConstraint(condition=Q(kind="territory") ^ Q(to__isnull=False), name="cases_handover_to_someone"),
            models.CheckConstraint(condition=Q(kind="territory") | Q(mandate__isnull=True), name="cases_handover_mandate"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="cases_handover_lasts"),
            models.UniqueConstraint(
                fields=["mandate", "taker"], condition=Q(mandate__isnull=False), nulls_distinct=False, name="cases_handover_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} le {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("cases:handover", args=[self.public_id])


class HandoverLine(HouseModel):
    """A dossier as it stood on that day: both hands read the same line, whatever became of it since."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, models.PROTECT, related_name="handover_lines", verbose_name="dossier")
    former = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="suivi jusque-là par")
    state = models.CharField("étape", max_length=10, choices=Case.State.choices)
    stage_since = models.DateField("depuis le")
    due_on = models.DateField("attendu le", null=True, blank=True)
    note = models.CharField("note de passage", max_length=1000, blank=True)

    class Meta:
        verbose_name = "dossier passé"
        indexes = [models.Index(fields=["case"], name="cases_handoverline_case")]
        constraints = [models.UniqueConstraint(fields=["handover", "case"], name="cases_handoverline_once")]

    def __str__(self) -> str:
        return f"{self.case_id} : {self.get_state_display()}"
