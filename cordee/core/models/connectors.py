"""What the house remembers of the public services that it asks: their answers for a while, and how they behave."""

from __future__ import annotations

from django.db import models

from cordee.core.models.bases import HouseModel


class ConnectorState(HouseModel):
    """How a connector goes. `not_before` is stored: every process honours the wait that a service asked for."""

    code = models.CharField(max_length=40, unique=True)
    not_before = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    called_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField("dernier échec", max_length=300, blank=True)
    day = models.DateField(null=True)
    calls = models.PositiveIntegerField("appels du jour", default=0)

    class Meta:
        verbose_name = "état d'un connecteur"

    def __str__(self) -> str:
        return self.code


class ConnectorAnswer(HouseModel):
    """An answer kept until it expires; the question is kept as its hash only."""

    connector = models.CharField(max_length=40)
    question = models.CharField(max_length=64)
    answer = models.JSONField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "réponse gardée"
        indexes = [models.Index(fields=["expires_at"], name="core_answer_expires")]
        constraints = [models.UniqueConstraint(fields=["connector", "question"], name="core_answer_once")]

    def __str__(self) -> str:
        return f"{self.connector} {self.question[:8]}"
