"""By which way something reached us: on line, by post, by telephone, in person. Whoever recorded it, and the proof, are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cordee.core.models.files import File

if TYPE_CHECKING:
    from datetime import date


class Channel(models.TextChoices):
    ELECTRONIC = "electronic", "Sur la plateforme"
    POST = "post", "Par courrier"
    PHONE = "phone", "Par téléphone"
    IN_PERSON = "in_person", "En personne"


class Received(models.Model):
    """Mixin of whatever may arrive outside of the platform. Its model's Meta extends `Received.Meta`, and adds its constraints
    to `Received.Meta.constraints`: what did not come on line has a date, someone who recorded it, and a proof or a note."""

    channel = models.CharField("reçue", max_length=10, choices=Channel.choices, default=Channel.ELECTRONIC, editable=False)
    channel_on = models.DateField("reçue le", default=timezone.localdate, editable=False)
    channel_by = models.BigIntegerField(null=True, editable=False)
    channel_by_label = models.CharField("enregistrée par", max_length=200, blank=True, editable=False)
    channel_note = models.CharField("ce qui a été dit ou reçu", max_length=500, blank=True, editable=False)
    proof = models.ForeignKey(File, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="justificatif")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="%(app_label)s_%(class)s_channel"),
            models.CheckConstraint(
                condition=Q(channel="electronic") | (~Q(channel_by_label="") & (Q(proof__isnull=False) | ~Q(channel_note=""))),
                name="%(app_label)s_%(class)s_channel_proved",
                violation_error_message="Ce qui n'arrive pas par la plateforme s'accompagne d'un justificatif ou d'une note.",
            ),
        ]

    @property
    def is_recorded(self) -> bool:
        """Someone recorded it for its author."""
        return self.channel != Channel.ELECTRONIC

    @property
    def told_channel(self) -> str:
        """« Par courrier, le 12/04/2027, enregistré par Inès Lanterne », or nothing when it came on line."""
        if not self.is_recorded:
            return ""
        day: date = self.channel_on
        return f"{Channel(self.channel).label}, le {day:%d/%m/%Y}, enregistré par {self.channel_by_label}"
