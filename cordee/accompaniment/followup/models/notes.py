"""What was said: notes of visits, meetings and calls, and mails that were filed. Never rewritten: a correction is a new revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.actors.accounts.models import Membership
from cordee.core.journal import tracked
from cordee.core.models import File, HouseModel, Threaded, ThreadedQuerySet
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class NoteQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.followup.queries import notes_seen

        return notes_seen(self, actor)


@tracked()
class Note(Addressed, Threaded):
    """One exchange. Internal unless said otherwise: the DLA alone reads it; else the parties read its last revision."""

    class Kind(models.TextChoices):
        VISIT = "visit", "Visite"
        MEETING = "meeting", "Réunion"
        CALL = "call", "Appel"
        SUPPORT = "support", "Contact d'appui"  # after the end, the officer stays someone to turn to
        MAIL = "mail", "Courriel"

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField("nature", max_length=7, choices=Kind.choices)
    held_on = models.DateField("le")
    who = models.CharField("qui était là", max_length=200)
    body = models.TextField("ce qui s'est dit")
    internal = models.BooleanField("interne au DLA", default=True, db_default=True)
    revises = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="revised_by")
    author = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("enregistrée le", db_default=CordeeNow())
    operation = models.UUIDField(null=True, blank=True, editable=False)
    files = models.ManyToManyField(File, related_name="notes")

    objects: ClassVar[Any] = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note de suivi"
        indexes = [
            models.Index(fields=["case", "-held_on", "-id"], name="followup_note_case"),
            models.Index(fields=["thread"], name="followup_note_thread"),
            models.Index(fields=["zone", "-held_on", "id"], name="followup_note_zone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "operation"], condition=Q(operation__isnull=False), name="followup_note_once",
                violation_error_message="Cette note est déjà enregistrée.",
            ),
            models.CheckConstraint(condition=Q(kind__in=["visit", "meeting", "call", "support", "mail"]), name="followup_note_kind"),
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(who=""), name="followup_note_says",
                violation_error_message="Indiquez qui était là et ce qui s'est dit.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return f"{reverse('followup:followup', args=[self.case.public_id])}#note-{self.public_id}"


class FiledMail(HouseModel):
    """Where a filed mail came from. `key` recognises the same mail again: its own identifier, else its content."""

    note = models.OneToOneField(Note, models.PROTECT, related_name="mail")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    subject = models.CharField("objet", max_length=300)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    key = models.CharField(max_length=64)
    left_out = ArrayField(models.CharField(max_length=400), default=list)

    class Meta:
        verbose_name = "courriel classé"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], name="followup_filedmail_once",
                violation_error_message="Ce courriel est déjà classé dans ce dossier : il n'est pas ajouté une seconde fois.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject
