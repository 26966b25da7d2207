"""What the public register says that the DLA must know: an insolvency, a closure, a removal from the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from cordee.actors.directory.models.organisation import Organisation
from cordee.core.models import HouseModel, HouseQuerySet
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class CompanyAlertQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The DLA of the territory alone: an alert is a fact to check, not a reputation."""
        from cordee.actors.directory.queries import visible_alerts

        return visible_alerts(self, actor)


class CompanyAlert(Addressed, HouseModel):
    """Seen once, told once: the same fact read again the next night is the same row. It stays when the register no longer says it."""

    class Kind(models.TextChoices):
        INSOLVENCY = "insolvency", "Procédure collective"
        STRUCK_OFF = "struck_off", "Radiation du registre"
        CLOSED = "closed", "Fermeture"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="alerts")
    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    detail = models.CharField("précision", max_length=120, blank=True)
    happened_on = models.DateField("date du fait", null=True, blank=True)
    siret = models.CharField("SIRET", max_length=14)
    key = models.CharField(max_length=200, editable=False)
    seen_at = models.DateTimeField("vue le", db_default=CordeeNow())
    lifted_on = models.DateField("n'est plus dite depuis le", null=True)
    read_at = models.DateTimeField("lue le", null=True)
    read_by = models.CharField("lue par", max_length=200, blank=True)
    reason = models.CharField("suite donnée", max_length=500, blank=True)

    objects = CompanyAlertQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "alerte du registre"
        indexes = [models.Index(fields=["organisation"], condition=Q(read_at__isnull=True), name="directory_alert_unread")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "siret", "key"], name="directory_alert_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | ~Q(reason=""),
                name="directory_alert_reason",
                violation_error_message="Dites la suite donnée : elle reste avec l'alerte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.detail})" if self.detail else self.get_kind_display()


class CompanyCheck(HouseModel):
    """When a number was last looked up: the oldest are looked up first."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="company_check")
    siret = models.CharField(max_length=14)
    checked_at = models.DateTimeField(db_default=CordeeNow())

    class Meta:
        verbose_name = "passage au registre"

    def __str__(self) -> str:
        return self.siret
