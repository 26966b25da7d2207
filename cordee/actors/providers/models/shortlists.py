"""The few providers kept for a structure, each with its reason: what a consultation will start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Theme
from cordee.actors.providers.models.provider import Provider
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class ShortlistQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The operator of the zone: one's own, and those that colleagues share. Neither the structure nor any provider."""
        if actor.capacity != "operator" or actor.party_only:
            return self.none()
        return self.within(actor, capacities=actor.itself).filter(Q(shared=True) | Q(author_id=actor.user_id))


@tracked()
class Shortlist(Addressed, Threaded, Versioned):
    """Its thread is the structure's."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shortlists", verbose_name="structure")
    need = models.CharField("besoin de la structure", max_length=500)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="shortlists", verbose_name="thème")
    shared = models.BooleanField("partagée avec les collègues du territoire", default=False)
    author_id = models.BigIntegerField(null=True, editable=False)
    author = models.CharField("ouverte par", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("ouverte le", db_default=CordeeNow(), editable=False)

    objects: ClassVar[Any] = ShortlistQuerySet.as_manager()

    class Meta:
        verbose_name = "présélection"
        indexes = [
            models.Index(fields=["zone", "-created_at", "id"], name="providers_shortlist_zone"),
            models.Index(fields=["thread"], name="providers_shortlist_thread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(need=""),
                name="providers_shortlist_need",
                violation_error_message="Dites en une phrase ce dont la structure a besoin.",
            )
        ]

    def __str__(self) -> str:
        return f"Présélection pour {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("providers:shortlist", args=[self.public_id])


@tracked()
class ShortlistEntry(HouseModel):
    shortlist = models.ForeignKey(Shortlist, models.PROTECT, related_name="entries", verbose_name="présélection")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="shortlisted", verbose_name="prestataire")
    reason = models.CharField("pourquoi", max_length=300)
    added_at = models.DateTimeField("ajouté le", db_default=CordeeNow(), editable=False)

    class Meta:
        verbose_name = "prestataire présélectionné"
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "provider"],
                name="providers_shortlistentry_once",
                violation_error_message="Ce prestataire est déjà dans la présélection.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="providers_shortlistentry_reason",
                violation_error_message="Dites en une phrase pourquoi ce prestataire.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.provider)
