"""Joint actions that help new experts emerge (PRO-008): when, with which networks, which newcomers took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models.provider import Provider
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, HouseQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class EmergenceQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Read by those who read the register."""
        from cordee.actors.providers.policies import may_search

        return self.all() if may_search(actor) else self.none()


@tracked()
class EmergenceAction(Addressed, Versioned, HouseModel):
    name = models.CharField("nom de l'action", max_length=200)
    held_on = models.DateField("date")
    purpose = models.TextField("ce qu'on y a fait", blank=True, max_length=2000)
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, editable=False, related_name="emergence_actions", verbose_name="enregistrée par"
    )
    networks = models.ManyToManyField(Organisation, blank=True, related_name="joint_emergence_actions", verbose_name="réseaux associés")
    newcomers = models.ManyToManyField(Provider, blank=True, related_name="emergence_actions", verbose_name="nouveaux prestataires")

    objects: ClassVar[Any] = EmergenceQuerySet.as_manager()

    class Meta:
        verbose_name = "action d'émergence"
        indexes = [models.Index(fields=["-held_on", "id"], name="providers_emergence_on")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="providers_emergence_named", violation_error_message="Donnez un nom à l'action."
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("providers:emergence", args=[self.public_id])
