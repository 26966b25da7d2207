"""The thread (*fil*): the only generic link of the house."""

from __future__ import annotations

from django.db import models


class Thread(models.Model):
    """One per root (organisation, case, project…); its descendants share it, and with it the zone that opens them.

    Events, files, documents, notes, mails and drafts have a real foreign key to it.
    """

    kind = models.CharField("nature", max_length=30)
    zone = models.CharField("zone", max_length=12)  # a foreign key to territory's zones, added by that room's migration
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="fil parent")
    operation = models.UUIDField(null=True, unique=True, editable=False)  # what opened it: a second click finds the first one's
    archived_at = models.DateTimeField("archivé le", null=True, blank=True)

    class Meta:
        verbose_name = "fil"
        constraints = [models.UniqueConstraint(fields=["id", "zone"], name="core_thread_id_zone")]
        indexes = [models.Index(fields=["zone"], name="core_thread_zone")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
