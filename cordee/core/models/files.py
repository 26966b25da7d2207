"""Files that people join, and documents that the house produces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cordee.core.models.bases import Addressed, Threaded, ThreadedQuerySet
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class FileQuerySet(ThreadedQuerySet):
    def opened_to(self, actor: Actor) -> Self:
        """Within reach, and of an audience that the actor is part of in that thread: in a query, what `may_open` says of one file."""
        from cordee.core.access import EVERYONE, threads_of

        branches = []
        if not actor.party_only:
            territory = Q() if actor.zones is None else Q(zone__in=sorted(actor.zones))
            branches.append(territory & Q(audience__contains=[actor.capacity]))
        if actor.party_only or actor.away:
            branches += [Q(audience__contains=[c], thread_id__in=threads_of(actor, frozenset({c}))) for c in EVERYONE]
        return self.among(*branches)


class File(Addressed, Threaded):
    """Bytes named by their hash, shown through their thread. A new version replaces by a new row, never in place."""

    class Purpose(models.TextChoices):
        LOGO = "logo", "Logo"

    audience = ArrayField(models.CharField(max_length=20), default=list)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField("nom", max_length=120)
    label = models.CharField("intitulé", max_length=120, blank=True)
    sealed = models.BooleanField(default=False)
    purpose = models.CharField("sert de", max_length=12, choices=Purpose.choices, blank=True, default="", db_default="")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    added_at = models.DateTimeField(db_default=CordeeNow())
    added_by = models.BigIntegerField(null=True)
    added_by_label = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = FileQuerySet.as_manager()

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
