"""Committees: who animates them, where, who sits in them, what came out of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Person
from cordee.actors.directory.models.children import lasts, same_code
from cordee.actors.territory.models import Region
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Search, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed, same
from cordee.core.text import FrNormalize

if TYPE_CHECKING:
    from cordee.core.access import Actor

#: who reads what happens in a committee: the DLA, and those who sit in it
MEMBERS = ["operator", "partner"]


class CommitteeQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.partners.queries import of_committees_seen

        return of_committees_seen(self, actor)


@tracked()
class Committee(Addressed, Threaded, Versioned):
    """It owns its thread. One that speaks for a region lies in no DLA zone: its thread is national, its animator takes part in it."""

    class Kind(models.TextChoices):
        SUPPORT = "support", "Comité d'appui"
        STEERING = "steering", "Comité de pilotage"
        STRATEGIC = "strategic", "Comité stratégique"
        TECHNICAL = "technical", "Comité technique"
        WORKING = "working", "Groupe de travail"

    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    name = models.CharField("nom", max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="committees", verbose_name="animé par")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région")
    purpose = models.TextField("objet", max_length=2000, blank=True)
    period = DateRangeField("période")
    quorum = models.PositiveSmallIntegerField("quorum", null=True, blank=True)
    fictitious = models.BooleanField("fictif", default=False, editable=False)
    sort_key = models.GeneratedField(expression=FrNormalize("name"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(expression=Search(("name", "A"), ("purpose", "C")), output_field=SearchVectorField(), db_persist=True)

    objects: ClassVar[Any] = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "comité"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="partners_committee_sort"),
            models.Index(fields=["zone", "sort_key", "id"], name="partners_committee_zone_sort"),
            models.Index(fields=["thread"], name="partners_committee_thread"),
            GinIndex(fields=["search"], name="partners_committee_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="partners_committee_named", violation_error_message="Indiquez le nom du comité."
            ),
            models.CheckConstraint(
                condition=Q(quorum__isnull=True) | Q(quorum__range=(1, 200)),
                name="partners_committee_quorum",
                violation_error_message="Le quorum est un nombre de sièges, de 1 à 200. Laissez vide s'il n'y en a pas.",
            ),
            lasts("partners_committee"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("committees:committee", args=[self.public_id])

    @property
    def last_day(self) -> date | None:
        return self.period.upper - timedelta(days=1) if self.period.upper else None


@tracked()
class Member(Addressed, Versioned, HouseModel):
    """A seat of the committee, held by an organisation, in its person when one is named. None of them needs an account."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name="organisation")
    seat = models.CharField("siège", max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="personne")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "membre"
        indexes = [models.Index(fields=["organisation"], name="partners_member_org")]
        constraints = [
            models.CheckConstraint(condition=~Q(seat=""), name="partners_member_seat_named", violation_error_message="Nommez le siège."),
            ExclusionConstraint(
                name="partners_member_overlap",
                index_type="GIST",
                expressions=[same("committee"), same("organisation"), same_code("seat"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Cette organisation occupe déjà ce siège sur une partie de cette période.",
            ),
            lasts("partners_member"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.seat}"

    @property
    def last_day(self) -> date | None:
        return self.period.upper - timedelta(days=1) if self.period.upper else None


@tracked()
class Work(Addressed, Versioned, HouseModel):
    """What a committee started: a guide, a document that capitalises experience. It says when it was decided and when it came out."""

    class Kind(models.TextChoices):
        GUIDE = "guide", "Guide"
        CAPITALISATION = "capitalisation", "Document de capitalisation"
        STUDY = "study", "Étude"
        OTHER = "other", "Autre document"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="works")
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    title = models.CharField("titre", max_length=200)
    decided_on = models.DateField("décidé le")
    published_on = models.DateField("paru le", null=True, blank=True)
    note = models.CharField("précision", max_length=500, blank=True)

    class Meta:
        verbose_name = "document issu d'un comité"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="partners_work_titled", violation_error_message="Indiquez le titre."),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=models.F("decided_on")),
                name="partners_work_in_order",
                violation_error_message="Un document paraît après avoir été décidé : vérifiez les deux dates.",
            ),
            models.UniqueConstraint(
                fields=["committee", "title"],
                name="partners_work_once",
                violation_error_message="Ce document est déjà noté pour ce comité.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
