"""A statutory notice: what was written, to whom, by which way, when it left, what proves it, what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.core.journal import tracked
from cordee.core.models.bases import Addressed, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.files import File
from cordee.core.models.journal import CordeeNow, Event

if TYPE_CHECKING:
    from cordee.core.access import Actor


class NoticeQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The DLA reads those of its reach, where it is a DLA; whoever it is addressed to reads it once it has left. No one else: a
        notice to one person's account is not their colleagues'."""
        from cordee.core.access import reach
        from cordee.core.recipients import stood_for

        for_me = Q(to_user=None) | Q(to_user=actor.on_behalf_of or actor.user_id)
        mine = Q(to_organisation__in=stood_for(actor.organisation_id)) & for_me & ~Q(state__in=Notice.WITHIN)
        if actor.capacity != "operator":
            return self.filter(mine)
        branches = reach(actor, capacities=actor.itself)
        return self if branches is None else self.among(*branches, mine)


@tracked(exclude=("subject", "body"))
class Notice(Addressed, Threaded, Versioned):
    """Its text is frozen by the database and the row is never deleted. It holds ids and functions, no name of a person."""

    class State(models.TextChoices):
        DUE = "due", "À envoyer"
        PRINTED = "printed", "Imprimé"
        LEAVING = "leaving", "En cours d'envoi"
        SENT = "sent", "Envoyé"
        READ = "read", "Lu"
        ANSWERED = "answered", "Répondu"
        FAILED = "failed", "Non remis"
        CANCELLED = "cancelled", "Annulé"

    class Way(models.TextChoices):
        IN_APP = "in_app", "Sur la plateforme"
        EMAIL = "email", "Par courriel"
        POST = "post", "Par courrier"
        PHONE = "phone", "Par téléphone"
        HAND = "hand", "En main propre"

    #: not shown to the recipient yet, or any more
    WITHIN = (State.DUE, State.PRINTED, State.LEAVING, State.CANCELLED)
    #: someone of the DLA owes a gesture
    OWED = (State.DUE, State.PRINTED, State.FAILED)

    kind = models.CharField("nature", max_length=60)
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    way = models.CharField("voie", max_length=6, choices=Way.choices)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    to_organisation = models.BigIntegerField()
    to_person = models.BigIntegerField(null=True)
    to_user = models.BigIntegerField(null=True)
    to_name = models.CharField("destinataire", max_length=200)
    to_title = models.CharField("fonction", max_length=80, blank=True)
    sender_organisation = models.BigIntegerField(null=True)
    cause = models.ForeignKey(Event, models.PROTECT, null=True, related_name="notices")
    due_on = models.DateField("à envoyer au plus tard le")
    not_before = models.DateTimeField("part au plus tôt le", db_default=CordeeNow())
    issued_at = models.DateTimeField("écrit le", db_default=CordeeNow())
    issued_by = models.BigIntegerField(null=True)
    issued_by_label = models.CharField("écrit par", max_length=200, blank=True)
    sent_on = models.DateField("envoyé le", null=True)
    received_by = models.CharField("reçu par", max_length=120, blank=True)
    account = models.CharField("ce qui a été dit", max_length=500, blank=True)
    proof = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name="preuve")
    trouble = models.CharField("pourquoi il n'est pas arrivé", max_length=300, blank=True)
    read_at = models.DateTimeField("lu le", null=True)
    read_by_label = models.CharField("lu par", max_length=200, blank=True)
    answer = models.TextField("réponse", max_length=4000, blank=True)
    answered_on = models.DateField("réponse du", null=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "avis"
        indexes = [
            models.Index(fields=["zone", "issued_at", "id"], name="core_notice_zone"),
            models.Index(fields=["to_organisation", "issued_at", "id"], name="core_notice_to"),
            models.Index(fields=["thread", "-id"], name="core_notice_thread"),
            models.Index(fields=["zone", "due_on"], condition=Q(state__in=["due", "printed", "failed"]), name="core_notice_owed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["due", "printed", "leaving", "sent", "read", "answered", "failed", "cancelled"]),
                name="core_notice_state",
            ),
            models.CheckConstraint(condition=Q(way__in=["in_app", "email", "post", "phone", "hand"]), name="core_notice_way"),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""),
                name="core_notice_says",
                violation_error_message="Un avis a un objet et un texte.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "read", "answered"]) | Q(sent_on__isnull=False),
                name="core_notice_sent_is_dated",
                violation_error_message="Un avis envoyé a une date d'envoi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "read", "answered"], way__in=["phone", "hand"])
                | (~Q(received_by="") & (~Q(account="") | Q(proof__isnull=False))),
                name="core_notice_told_to_someone",
                violation_error_message="Notez qui a répondu ou reçu l'avis, et ce qui a été dit.",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_on__isnull=False)), name="core_notice_answer_is_kept"
            ),
            models.UniqueConstraint(
                fields=["cause", "kind", "to_organisation", "to_person", "to_user"],
                condition=Q(cause__isnull=False),
                nulls_distinct=False,
                name="core_notice_once_per_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.to_name}"

    def get_absolute_url(self) -> str:
        return reverse("core:notice", args=[self.public_id])

    @property
    def reference(self) -> str:
        return f"AVIS-{str(self.public_id)[:8].upper()}"

    @property
    def to_whom(self) -> str:
        return f"{self.to_name} ({self.to_title.lower()})" if self.to_title else self.to_name
