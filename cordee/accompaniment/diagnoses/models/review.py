"""The diagnosis after the accompaniment: the same indicators two years later, what changed, what is needed now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from cordee.accompaniment.diagnoses.models.diagnosis import Diagnosis, text
from cordee.core.journal import tracked
from cordee.core.models import Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class ReviewQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.diagnoses.queries import reviews_seen

        return reviews_seen(self, actor)


@tracked()
class Review(Addressed, Threaded, Versioned):
    """One a diagnosis. Its figures are those of the sheet and of the accounts, year beside year: they are not typed here."""

    diagnosis = models.OneToOneField(Diagnosis, models.PROTECT, related_name="review")
    taken_on = models.DateField("relevé le")
    results = text("résultats")
    induced = text("effets induits")
    professionalisation = text("professionnalisation de la structure")
    network = text("réseau renforcé")
    jobs = text("consolidation des emplois")
    new_needs = text("nouveaux besoins", 6000)  # as long as the need of the request that it may open

    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "diagnostic post-accompagnement"
        indexes = [models.Index(fields=["thread"], name="diagnoses_review_thread")]

    def __str__(self) -> str:
        named = self.diagnosis.organisation or self.diagnosis.case
        return f"Diagnostic post-accompagnement : {named}"

    def get_absolute_url(self) -> str:
        return reverse("diagnoses:review", args=[self.diagnosis.public_id])
