"""A pause: while it lasts the provider is not proposed. A side path of the sheet's life, with its own dates and reason."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.models.children import Child, lasts
from cordee.actors.providers.models.provider import Provider
from cordee.core.journal import tracked
from cordee.core.models.bases import same


@tracked()
class Suspension(Child):
    """`period` ends the day it was foreseen, or the day it was lifted; the reason is read by the provider as it is written."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="suspensions")
    reason = models.CharField("motif", max_length=500)
    period = DateRangeField("période")
    by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, editable=False, related_name="suspended_providers", verbose_name="décidée par"
    )
    lifted_because = models.CharField("motif de la reprise", max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = "suspension"
        constraints = [
            lasts("providers_suspension"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="providers_suspension_reasoned",
                violation_error_message="Indiquez le motif : le prestataire le lira.",
            ),
            ExclusionConstraint(
                name="providers_suspension_overlap",
                index_type="GIST",
                expressions=[same("provider"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Une suspension couvre déjà une partie de cette période.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
