"""Two sheets that may be one: found by a job, decided by a person; a decision is kept and never asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.actors.directory.models.organisation import Organisation
from cordee.core.access import reach
from cordee.core.models import HouseModel, HouseQuerySet
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class DuplicateQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who hold both sheets: a pair never tells that a sheet of another territory exists."""
        from cordee.actors.directory.policies import KEEPERS

        if actor.profile not in KEEPERS or actor.party_only:
            return self.none()
        rows = self.filter(first__merged_into=None, second__merged_into=None)
        if reach(actor) is None:
            return rows
        zones = sorted(actor.zones or ())
        return rows.filter(first__zone__in=zones, second__zone__in=zones)


class DuplicateCandidate(Addressed, HouseModel):
    """A pair, the older sheet first. Not a dossier: it has no thread; the decision is an event of both sheets."""

    class Reason(models.TextChoices):
        SIRET = "siret", "même SIRET"
        SIREN_ADDRESS = "siren_address", "même SIREN, même adresse"
        NAME_POSTCODE = "name_postcode", "même nom, même code postal"
        NEAR_NAME = "near_name", "noms proches dans la même commune"

    #: reasons strong enough to be a thing to do; the others wait in the list
    STRONG = (Reason.SIRET, Reason.SIREN_ADDRESS, Reason.NAME_POSTCODE)

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="première fiche")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="seconde fiche")
    reasons = ArrayField(models.CharField(max_length=20, choices=Reason.choices), verbose_name="motifs")
    found_at = models.DateTimeField("repérée le", db_default=CordeeNow())
    decided_at = models.DateTimeField("écartée le", null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_by_label = models.CharField("écartée par", max_length=200, blank=True)
    decision = models.CharField("motif de la décision", max_length=500, blank=True)

    objects: ClassVar = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = "paire de fiches proches"
        indexes = [models.Index(fields=["found_at", "id"], condition=Q(decided_at__isnull=True), name="directory_duplicate_open")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="directory_duplicate_order"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(decision=""),
                name="directory_duplicate_reasoned",
                violation_error_message="Dites en une phrase à quoi on voit que ce sont deux structures.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} et {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("directory:duplicate", args=[self.public_id])

    @property
    def said(self) -> str:
        """The reasons in words."""
        return ", ".join(self.Reason(code).label for code in self.reasons)
