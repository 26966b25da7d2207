"""The secret address at which a calendar program reads the agenda of one membership."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.actors.accounts.models.members import Membership
from cordee.core.journal import tracked
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow


@tracked(exclude=("token_sha256",))
class AgendaFeed(Addressed, HouseModel):
    """Only the hash of the secret is kept. A new address ends the former one; each reading is logged."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="agenda_feeds")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("obtenue le", db_default=CordeeNow())
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "adresse d'agenda"
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(revoked_at=None),
                name="accounts_agendafeed_one_open",
                violation_error_message="Une adresse d'agenda vient d'être obtenue : rouvrez la page avant d'en demander une autre.",
            )
        ]

    def __str__(self) -> str:
        return f"agenda {self.pk}"
