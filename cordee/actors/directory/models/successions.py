"""Succession: one organisation ends or divides, another holds what it held. Both keep their own past."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cordee.actors.directory.models.organisation import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed


@tracked()
class Succession(Addressed, HouseModel):
    """From `on`, `successor` follows `predecessor`. Several rows of one day tell a merger (two into one) or a split (one into two)."""

    class Kind(models.TextChoices):
        MERGER = "merger", "Fusion"
        TAKEOVER = "takeover", "Reprise"
        SPLIT = "split", "Scission"
        CHANGE = "change", "Changement de nom ou de forme"

    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="successions", verbose_name="structure d'origine")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="origins", verbose_name="structure qui succède")
    on = models.DateField("à compter du")
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    note = models.CharField("précision", max_length=500, blank=True)

    class Meta:
        verbose_name = "succession"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="directory_succession_once",
                violation_error_message="Cette succession est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="directory_succession_other",
                violation_error_message="Une structure ne peut pas se succéder à elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
