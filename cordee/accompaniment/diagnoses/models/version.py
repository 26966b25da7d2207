"""A version that was proposed to both sides, and the yes of each. Written once: triggers refuse to change or delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models import Validation
from cordee.accompaniment.diagnoses.models.diagnosis import Diagnosis
from cordee.actors.directory.models import Organisation
from cordee.core.models import HouseModel, Threaded, ThreadedQuerySet
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor

#: what a diagnosis must say before anyone validates it, for a reader who was not there
MANDATORY = ("synthesis", "request", "objectives", "stakes")


class VersionQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.diagnoses.queries import versions_seen

        return versions_seen(self, actor)


class Version(Addressed, Threaded):
    """The whole content as it stood when it was proposed. A change makes another version."""

    diagnosis = models.ForeignKey(Diagnosis, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro")
    content = models.JSONField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    proposed_at = models.DateTimeField("proposée le", db_default=CordeeNow())
    proposed_by = models.BigIntegerField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version du diagnostic"
        indexes = [models.Index(fields=["thread"], name="diagnoses_version_thread")]
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "number"],
                name="diagnoses_version_number",
                violation_error_message="Une version vient d'être proposée : relisez-la avant d'en proposer une autre.",
            ),
            models.CheckConstraint(
                condition=Q(content__has_keys=list(MANDATORY))
                & ~Q(content__synthesis="")
                & ~Q(content__request="")
                & ~Q(content__objectives="")
                & ~Q(content__stakes=""),
                name="diagnoses_version_says_all",
                violation_error_message="Une version dit la synthèse, la demande initiale, les objectifs et les enjeux.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diagnosis}, version {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.diagnosis.get_absolute_url()}?version={self.number}"


class Assent(Addressed, HouseModel):
    """One side says yes to one version; a structure says whether its bodies did, and when."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="assents")
    side = models.CharField("côté", max_length=9, choices=Validation.Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assents", verbose_name="organisation")
    by_bodies = models.BooleanField("validé par les instances")
    body = models.CharField("instance", max_length=120, blank=True)
    on = models.DateField("le")
    noted_by = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "validation d'une version"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "side", "organisation"],
                name="diagnoses_assent_once",
                violation_error_message="Cette validation est déjà enregistrée.",
            ),
            models.CheckConstraint(condition=Q(side__in=["structure", "operator"]), name="diagnoses_assent_side"),
            models.CheckConstraint(
                condition=Q(by_bodies=False) | ~Q(body=""),
                name="diagnoses_assent_body",
                violation_error_message="Indiquez l'instance qui a validé : conseil d'administration, bureau…",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} : {self.version}"
