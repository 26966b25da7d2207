"""Meetings: agenda, papers, links of interest, opinions, attendance, minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.actors.partners.models.committees import Committee, CommitteeQuerySet, Member
from cordee.core.formats import date_short
from cordee.core.journal import tracked
from cordee.core.models import File, HouseModel, HouseQuerySet, Thread, Threaded, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


@pgtrigger.register(
    pgtrigger.Protect(
        name="minutes_frozen",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.state = 'reported' AND NEW.state = 'reported' AND "
            "(OLD.minutes, OLD.starts_at, OLD.minutes_file_id) IS DISTINCT FROM (NEW.minutes, NEW.starts_at, NEW.minutes_file_id)"
        ),
    )
)
@tracked()
class Meeting(Addressed, Threaded, Versioned):
    """A meeting of a committee, on its thread. Once published, its minutes no longer change: the database refuses."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planifiée"
        HELD = "held", "Tenue"
        REPORTED = "reported", "Compte rendu publié"
        CANCELLED = "cancelled", "Annulée"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    starts_at = models.DateTimeField("jour et heure")
    place = models.CharField("lieu", max_length=200, blank=True)
    visio_url = models.URLField("lien de visioconférence", blank=True)
    note = models.TextField("mot aux membres", max_length=2000, blank=True)
    convened_at = models.DateTimeField("convoquée le", null=True, editable=False)
    minutes = models.TextField("compte rendu", max_length=20000, blank=True)
    minutes_file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="pièce du compte rendu"
    )
    published_at = models.DateTimeField("publié le", null=True, editable=False)
    adopted_in = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="adopts",
        verbose_name="compte rendu adopté à la réunion du",
    )
    reason = models.CharField("motif de l'annulation", max_length=500, blank=True)
    fictitious = models.BooleanField("fictive", default=False, editable=False)

    objects: ClassVar[Any] = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        indexes = [
            models.Index(fields=["starts_at", "id"], name="partners_meeting_when"),
            models.Index(fields=["zone", "starts_at", "id"], name="partners_meeting_zone_when"),
            models.Index(fields=["thread"], name="partners_meeting_thread"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["planned", "held", "reported", "cancelled"]), name="partners_meeting_state"),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(visio_url=""),
                name="partners_meeting_somewhere",
                violation_error_message="Indiquez un lieu, un lien de visioconférence, ou les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | (~Q(minutes="") & Q(published_at__isnull=False)),
                name="partners_meeting_reported_says",
                violation_error_message="Un compte rendu publié a un texte et une date.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="partners_meeting_cancelled_says",
                violation_error_message="Indiquez pourquoi la réunion est annulée.",
            ),
            models.CheckConstraint(
                condition=Q(adopted_in__isnull=True) | (Q(state="reported") & ~Q(adopted_in=models.F("id"))),
                name="partners_meeting_adopted_later",
                violation_error_message="Un compte rendu s'adopte une fois publié, à une réunion suivante.",
            ),
            models.UniqueConstraint(
                fields=["committee", "starts_at"],
                condition=~Q(state="cancelled"),
                name="partners_meeting_once",
                violation_error_message="Ce comité se réunit déjà à cette heure-là.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.committee}, {date_short(self.starts_at)}"

    def get_absolute_url(self) -> str:
        return reverse("committees:meeting", args=[self.public_id])


class ItemQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.partners.queries import items_seen

        return items_seen(self, actor)

    def open_to(self, actor: Actor) -> Self:
        """Those whose papers and opinions the actor reads: never where it has a link of interest."""
        from cordee.actors.partners.queries import items_open

        return items_open(self, actor)


@tracked()
class AgendaItem(Addressed, Versioned, HouseModel):
    """A point of the agenda. It may concern an organisation, and the dossier (a thread) that a later room names."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    rank = models.PositiveSmallIntegerField("rang")
    title = models.CharField("intitulé", max_length=200)
    detail = models.TextField("précision", max_length=4000, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name="organisation concernée"
    )
    dossier = models.ForeignKey(Thread, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="dossier")
    asks_opinion = models.BooleanField("un avis est demandé aux membres", default=False)
    decision = models.TextField("suite donnée", max_length=4000, blank=True)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "point de l'ordre du jour"
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="partners_item_titled", violation_error_message="Indiquez l'intitulé du point."
            ),
            models.UniqueConstraint(fields=["meeting", "rank"], name="partners_item_rank", deferrable=models.Deferrable.DEFERRED),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(Addressed, HouseModel):
    """A file shown under a point. Its own door is closed: it is read here, where links of interest are known."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="papers")
    file = models.OneToOneField(File, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "pièce d'un point"

    def __str__(self) -> str:
        return str(self.file.label or self.file.name)


@tracked()
class Interest(HouseModel):
    """A member has a link of interest with a point: its organisation neither reads its papers nor gives an opinion on it."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="interests")
    member = models.ForeignKey(Member, models.PROTECT, related_name="interests")
    reason = models.CharField("nature du lien", max_length=300)
    declared_at = models.DateTimeField(db_default=CordeeNow())
    declared_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "lien d'intérêt"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"], name="partners_interest_once", violation_error_message="Ce lien d'intérêt est déjà déclaré."
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="partners_interest_says", violation_error_message="Dites en quelques mots quel est ce lien."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.item}"


class Opinion(HouseModel):
    """What a member thinks of a point: append-only, the highest revision is the one that counts."""

    class Value(models.TextChoices):
        FAVOURABLE = "favourable", "Favorable"
        RESERVED = "reserved", "Favorable avec réserve"
        AGAINST = "against", "Défavorable"
        ABSTAINS = "abstains", "S'abstient"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="opinions")
    member = models.ForeignKey(Member, models.PROTECT, related_name="opinions")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    value = models.CharField("avis", max_length=10, choices=Value.choices)
    text = models.TextField("motif ou remarque", max_length=2000, blank=True)
    given_at = models.DateTimeField(db_default=CordeeNow())
    given_by = models.BigIntegerField(null=True)
    given_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "avis"
        constraints = [
            models.UniqueConstraint(fields=["item", "member", "revision"], name="partners_opinion_revision"),
            models.CheckConstraint(
                condition=Q(value__in=["favourable", "abstains"]) | ~Q(text=""),
                name="partners_opinion_reasoned",
                violation_error_message="Une réserve ou un avis défavorable se motive : dites pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_value_display()} · {self.member}"


@tracked()
class Attendance(HouseModel):
    """Who came to a meeting, who was excused, who was represented by another member."""

    class Status(models.TextChoices):
        PRESENT = "present", "Présent·e"
        EXCUSED = "excused", "Excusé·e"
        REPRESENTED = "represented", "Représenté·e"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    status = models.CharField("présence", max_length=11, choices=Status.choices)
    by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="représenté·e par")

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="partners_attendance_once"),
            models.CheckConstraint(
                condition=Q(status="represented", by__isnull=False) | (~Q(status="represented") & Q(by__isnull=True)),
                name="partners_attendance_by",
                violation_error_message="Un siège représenté dit par quel autre membre ; les autres n'en disent rien.",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=models.F("member")),
                name="partners_attendance_other",
                violation_error_message="Un membre ne se représente pas lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} : {self.get_status_display()}"
