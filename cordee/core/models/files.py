"""Files that people join, and documents that the house produces."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cordee.core.models.bases import Addressed, Threaded
from cordee.core.models.journal import CordeeNow


class File(Addressed, Threaded):
    """Bytes named by their hash, shown through their thread. A new version replaces by a new row, never in place."""

    audience = ArrayField(models.CharField(max_length=20), default=list)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField("nom", max_length=120)
    label = models.CharField("intitulé", max_length=120, blank=True)
    sealed = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    added_at = models.DateTimeField(db_default=CordeeNow())
    added_by = models.BigIntegerField(null=True)
    added_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "fichier"
        indexes = [
            models.Index(fields=["thread", "-id"], name="core_file_thread"),
            models.Index(fields=["sha256"], name="core_file_sha256"),
        ]

    def __str__(self) -> str:
        return self.name


class Document(Addressed, Threaded):
    """One version of a produced document: its frozen context, its bytes (files) and who asked for it."""

    type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    audience = ArrayField(models.CharField(max_length=20), default=list)
    context = models.JSONField()
    missing = ArrayField(models.CharField(max_length=200), default=list)
    made_at = models.DateTimeField(db_default=CordeeNow())
    made_by = models.BigIntegerField(null=True)
    made_by_label = models.CharField(max_length=200, blank=True)
    files = models.ManyToManyField(File, related_name="documents")

    class Meta:
        verbose_name = "document"
        constraints = [models.UniqueConstraint(fields=["type", "subject_id", "version"], name="core_document_version")]
        indexes = [models.Index(fields=["thread", "-id"], name="core_document_thread")]

    def __str__(self) -> str:
        return f"{self.type} v{self.version}"
