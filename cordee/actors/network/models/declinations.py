"""The strategic objectives as a territory says them, once its actors were consulted. One published version a territory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.actors.territory.queries import zone_name
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, HouseQuerySet, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class DeclinationQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What was published is read by everybody signed in; what is being written, by the DLA of the territory."""
        from cordee.actors.network.policies import reads_drafts

        if not reads_drafts(actor):
            return self.exclude(state="draft")
        if actor.zones is None:
            return self
        return self.filter(~Q(state="draft") | Q(zone__in=sorted(actor.zones)))


@tracked()
class Declination(Addressed, Threaded, Versioned):
    """`texts` holds the local text of each national objective, under the code of its entry."""

    class State(models.TextChoices):
        DRAFT = "draft", "En préparation"
        PUBLISHED = "published", "Publiée"
        REPLACED = "replaced", "Remplacée"

    state = models.CharField("état", max_length=9, choices=State.choices, editable=False)
    number = models.PositiveSmallIntegerField("version", editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False, verbose_name="opérateur")
    intro = models.TextField("le territoire et ses priorités", max_length=4000, blank=True)
    texts = models.JSONField("objectifs", default=dict, blank=True)
    published_on = models.DateField("publiée le", null=True, editable=False)
    replaced_on = models.DateField("remplacée le", null=True, editable=False)
    created_at = models.DateTimeField("commencée le", auto_now_add=True)

    objects: ClassVar[Any] = DeclinationQuerySet.as_manager()

    class Meta:
        verbose_name = "déclinaison locale"
        verbose_name_plural = "déclinaisons locales"
        indexes = [models.Index(fields=["zone", "-number"], name="network_declination_zone")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "published", "replaced"]), name="network_declination_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_on__isnull=False), name="network_declination_published_dated"
            ),
            models.UniqueConstraint(fields=["zone", "number"], name="network_declination_number"),
            models.UniqueConstraint(
                fields=["zone"], condition=Q(state="published"), name="network_declination_one_published",
                violation_error_message="Ce territoire a déjà une déclinaison publiée.",
            ),
            models.UniqueConstraint(
                fields=["zone"], condition=Q(state="draft"), name="network_declination_one_draft",
                violation_error_message="Une version est déjà en préparation pour ce territoire.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{zone_name(self.zone)}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("network:declination", args=[self.public_id])


class ConsultedQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(declination__in=Declination.objects.visible_to(actor).order_by().values("pk"))


@tracked()
class Consulted(Addressed, HouseModel):
    """An actor of the territory who was consulted, when and how."""

    class Form(models.TextChoices):
        MEETING = "meeting", "Réunion"
        INTERVIEW = "interview", "Entretien"
        WRITTEN = "written", "Avis écrit"
        SURVEY = "survey", "Questionnaire"
        GROUP = "group", "Groupe de travail"

    declination = models.ForeignKey(Declination, models.PROTECT, related_name="consulted", verbose_name="déclinaison")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    on = models.DateField("le")
    form = models.CharField("forme", max_length=9, choices=Form.choices)
    note = models.CharField("ce qui en est ressorti", max_length=500, blank=True)

    objects: ClassVar[Any] = ConsultedQuerySet.as_manager()

    class Meta:
        verbose_name = "acteur consulté"
        verbose_name_plural = "acteurs consultés"
        constraints = [
            models.UniqueConstraint(
                fields=["declination", "organisation", "on", "form"],
                name="network_consulted_once",
                violation_error_message="Cette consultation est déjà notée, à la même date et sous la même forme.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.on:%d/%m/%Y}"
