"""What leaves by mail: a row of the same transaction as the act that causes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cordee.core.models.bases import Addressed, HouseModel, HouseQuerySet
from cordee.core.models.journal import CordeeNow, Event
from cordee.core.models.thread import Thread

if TYPE_CHECKING:
    from cordee.core.access import Actor


class MailQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The administration sees to what was not delivered; what was is between its writer and its reader."""
        return self.filter(status="failed") if actor.profile == "admin" else self.none()


class Mail(Addressed, HouseModel):
    """A letter to one person, frozen as it was written. Sent at least once, under a Message-ID that never changes."""

    class Status(models.TextChoices):
        WAITING = "waiting", "En attente"
        DIGEST = "digest", "Pour le prochain récapitulatif"
        SENT = "sent", "Envoyé"
        FAILED = "failed", "Non remis"
        STOPPED = "stopped", "Arrêté avant l'envoi"

    kind = models.CharField("type d'avis", max_length=60)
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="mails")
    thread = models.ForeignKey(Thread, models.PROTECT, null=True, related_name="mails")
    recipient_user = models.BigIntegerField(null=True)
    recipient = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=200)
    letter = models.JSONField("contenu", default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(db_default=CordeeNow())
    not_before = models.DateTimeField(db_default=CordeeNow())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    objects: ClassVar[Any] = MailQuerySet.as_manager()

    carried_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="carries")

    class Meta:
        verbose_name = "courriel"
        indexes = [
            models.Index(fields=["not_before"], condition=Q(status="waiting"), name="core_mail_waiting"),
            models.Index(fields=["recipient_user", "-id"], name="core_mail_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind", "recipient"], condition=Q(event__isnull=False), name="core_mail_once_per_event"
            ),
            models.CheckConstraint(condition=Q(status="sent", sent_at__isnull=False) | ~Q(status="sent"), name="core_mail_sent_is_dated"),
        ]

    def __str__(self) -> str:
        return f"« {self.subject} », à {self.recipient}"
