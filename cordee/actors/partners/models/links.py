"""The dated link of a member who has no account: to one agenda, for one seat, until the day after the meeting."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from cordee.actors.partners.models.committees import Member
from cordee.actors.partners.models.meetings import Meeting
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow


class AgendaLink(Addressed, HouseModel):
    """The base keeps the hash of the secret alone: whoever reads the base opens nothing."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="links")
    member = models.ForeignKey(Member, models.PROTECT, related_name="links")
    secret = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256
    made_at = models.DateTimeField("donné le", db_default=CordeeNow())
    made_by_label = models.CharField("donné par", max_length=200, blank=True)
    expires_at = models.DateTimeField("ouvert jusqu'au")
    revoked_at = models.DateTimeField("fermé le", null=True, editable=False)

    class Meta:
        verbose_name = "lien vers un ordre du jour"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(revoked_at__isnull=True),
                name="partners_agendalink_one",
                violation_error_message="Ce membre a déjà un lien ouvert vers cet ordre du jour : fermez-le, ou donnez-en un autre.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")), name="partners_agendalink_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.meeting}"

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now and self.meeting.state in ("planned", "held")
