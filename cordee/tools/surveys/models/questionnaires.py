"""Questionnaires, their versions, and the dated rules that name a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, HouseQuerySet, Search, Thread, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed, same
from cordee.core.text import FrNormalize

if TYPE_CHECKING:
    from cordee.core.access import Actor


class QuestionnaireQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.tools.surveys.queries import questionnaires_seen

        return questionnaires_seen(self, actor)


@tracked()
class Questionnaire(Addressed, Threaded, Versioned):
    """A grid, a diagnosis, a survey: what its versions have in common. `original` says what it was adapted from."""

    class Use(models.TextChoices):
        DIAGNOSIS = "diagnosis", "Diagnostic"
        PRACTICES = "practices", "Pratiques et besoins"
        NEEDS = "needs", "Questionnaire flash"
        SATISFACTION = "satisfaction", "Satisfaction"
        WORKSHOP = "workshop", "Évaluation d'atelier"
        PARTICIPANTS = "participants", "Évaluation par les participant·es"
        SKILLS = "skills", "Compétences"
        MOBILITY = "mobility", "Besoins de mobilité"
        CHECKLIST = "checklist", "Liste de vérification"
        INVESTIGATION = "investigation", "Grille d'investigation"
        FOLLOW_UP = "follow_up", "Suivi après l'accompagnement"
        OTHER = "other", "Autre"

    class State(models.TextChoices):
        ACTIVE = "active", "En service"
        RETIRED = "retired", "Retiré"

    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    code = models.SlugField("repère", max_length=60, blank=True, editable=False)  # of a grid that rooms open by name
    title = models.CharField("titre", max_length=160)
    use = models.CharField("usage", max_length=14, choices=Use.choices)
    purpose = models.TextField("à quoi il sert", max_length=1000, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="questionnaires", verbose_name="conçu par"
    )  # none = the library that comes with the platform
    original = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="adaptations", verbose_name="adapté de"
    )
    shared = models.BooleanField("proposé à toutes et tous dans la bibliothèque", default=False)
    fictitious = models.BooleanField("fictif", default=False, editable=False)
    sort_key = models.GeneratedField(expression=FrNormalize("title"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(expression=Search(("title", "A"), ("purpose", "C")), output_field=SearchVectorField(), db_persist=True)

    objects: ClassVar[Any] = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = "questionnaire"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="surveys_questionnaire_sort"),
            models.Index(fields=["zone", "sort_key", "id"], name="surveys_questionnaire_zone"),
            models.Index(fields=["thread"], name="surveys_questionnaire_thread"),
            GinIndex(fields=["search"], name="surveys_questionnaire_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="surveys_questionnaire_titled", violation_error_message="Indiquez le titre du questionnaire."
            ),
            models.CheckConstraint(condition=Q(state__in=["active", "retired"]), name="surveys_questionnaire_state"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="surveys_questionnaire_code"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:questionnaire", args=[self.public_id])


class VersionQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(questionnaire__in=Questionnaire.objects.visible_to(actor).order_by().values("pk"))


@pgtrigger.register(
    pgtrigger.Protect(name="published_version_frozen", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state="published")),
    pgtrigger.Protect(name="published_version_kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__state="published")),
)
class Version(Addressed, Versioned, HouseModel):
    """One state of a questionnaire. Published, it no longer changes: its answers were given to these very questions."""

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    number = models.PositiveSmallIntegerField("numéro", null=True, editable=False)
    definition = models.JSONField("définition", default=dict)
    changes = models.JSONField("ce qui change", default=list, editable=False)  # [[code of change, data]] since the version before
    published_at = models.DateTimeField("publiée le", null=True, editable=False)
    published_by_label = models.CharField(max_length=200, blank=True, editable=False)
    edited_at = models.DateTimeField("modifiée le", null=True, editable=False)  # of a draft: who meets another writer knows whom
    edited_by_label = models.CharField(max_length=200, blank=True, editable=False)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version de questionnaire"
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="surveys_version_number"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(state="draft"),
                name="surveys_version_one_draft",
                violation_error_message="Une nouvelle version est déjà en préparation.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, published_at__isnull=True)
                | Q(state="published", number__isnull=False, published_at__isnull=False),
                name="surveys_version_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, {f'version {self.number}' if self.number else 'brouillon'}"

    @property
    def thread_id(self) -> int:
        """Its events are those of its questionnaire."""
        return self.questionnaire.thread_id

    @property
    def thread(self) -> Thread:
        return self.questionnaire.thread


@tracked()
class LevelRule(HouseModel):
    """How totals are named during a period: thresholds, guard rails, least number of answers. The JSON of `definition.Levels`."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="level_rules")
    period = DateRangeField("en vigueur")
    rule = models.JSONField("règle")
    reason = models.CharField("motif", max_length=500, blank=True)
    author_label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "règle des niveaux"
        constraints = [
            ExclusionConstraint(
                name="surveys_level_rule_once",
                index_type="GIST",
                expressions=[same("questionnaire"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Une autre règle des niveaux est déjà en vigueur à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, {self.period}"
