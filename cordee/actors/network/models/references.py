"""One shape for all that the scheme says of itself: an entry, and its editions, each in force from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.core import formats
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, HouseQuerySet, Search
from cordee.core.models.bases import Addressed, same
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class OpenQuerySet(HouseQuerySet):
    """Reference data: whoever is signed in reads it."""

    def visible_to(self, actor: Actor) -> Self:
        return self


class Entry(Addressed, HouseModel):
    """What is told, whatever its wording: it is what later rooms point at, and the lock of those who correct it."""

    kind = models.CharField("nature", max_length=12)
    code = models.SlugField("code", max_length=60)

    objects: ClassVar[Any] = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = "repère"
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="network_entry_code")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("network:entry", args=[self.public_id])


class InForce(Func):
    """From a day, to another that is no longer in it."""

    function = "DATERANGE"
    output_field = DateRangeField()


@tracked()
class Edition(HouseModel):
    """One wording of an entry. A correction ends it and opens the next: nothing that was read is rewritten."""

    class Certainty(models.TextChoices):
        CERTAIN = "certain", "Établi"
        SECOND_HAND = "second_hand", "De seconde main"
        UNCERTAIN = "uncertain", "Lecture incertaine"

    class Purpose(models.TextChoices):
        MOTIVE = "motive", "Motif d'une demande"
        FUNDING = "funding", "Financement"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="editions", verbose_name="repère")
    number = models.PositiveSmallIntegerField("édition")
    since = models.DateField("en vigueur depuis le")
    until = models.DateField("jusqu'au (exclu)", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=1)
    title = models.CharField("intitulé", max_length=200)
    text = models.TextField("texte", max_length=4000, blank=True)
    value = models.DecimalField("valeur", max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    said = models.CharField("valeur telle qu'écrite", max_length=120, blank=True)
    source = models.CharField("source", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    certainty = models.CharField("certitude", max_length=11, choices=Certainty.choices, default=Certainty.CERTAIN)
    carrier = models.CharField("porté par", max_length=200, blank=True)
    link = models.URLField("adresse en ligne", blank=True)
    about = DateRangeField("période dont il s'agit", null=True, blank=True)
    purposes = ArrayField(
        models.CharField(max_length=10, choices=Purpose.choices), verbose_name="sert à qualifier", default=list, blank=True
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    author = models.BigIntegerField(null=True, editable=False)
    author_label = models.CharField(max_length=200, editable=False)
    recorded_at = models.DateTimeField("enregistrée le", db_default=CordeeNow(), editable=False)
    search = models.GeneratedField(
        expression=Search(("title", "A"), ("carrier", "B"), ("text", "C"), ("source", "D")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[Any] = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = "édition d'un repère"
        indexes = [GinIndex(fields=["search"], name="network_edition_search")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="network_edition_number"),
            ExclusionConstraint(
                name="network_edition_overlap",
                index_type="GIST",
                expressions=[same("entry"), (InForce("since", "until", RangeBoundary()), RangeOperators.OVERLAPS)],
                violation_error_message="Une autre édition de ce repère est en vigueur sur une partie de cette période.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="network_edition_lasts",
                violation_error_message="La fin précède le début : vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="network_edition_titled", violation_error_message="Indiquez l'intitulé du repère."
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, said="") | (~Q(source="") & Q(year__isnull=False)),
                name="network_edition_sourced",
                violation_error_message="Un chiffre porte toujours sa source et son année.",
            ),
            models.CheckConstraint(
                condition=~Q(certainty="uncertain") | Q(value__isnull=True),
                name="network_edition_uncertain",
                violation_error_message=(
                    "Une lecture incertaine n'a pas de valeur qui se calcule : écrivez les lectures possibles dans "
                    "« Valeur telle qu'écrite » et laissez « Valeur » vide."
                ),
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1900, 2200)),
                name="network_edition_year",
                violation_error_message="Indiquez une année sur quatre chiffres, par exemple 2019.",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True) | Q(about__isempty=False),
                name="network_edition_about",
                violation_error_message="La fin précède le début : vérifiez les deux dates.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def figure(self) -> str:
        """How the figure is read aloud. An uncertain one says so, and bears no value to reckon with (constraint)."""
        if self.said:
            return f"{self.said} (lecture incertaine)" if self.certainty == self.Certainty.UNCERTAIN else self.said
        if self.value is None:
            return ""
        return f"{formats.number(self.value)}{formats.NBSP}{self.unit}".strip()

    @property
    def about_last(self) -> date | None:
        """The last day included, as people read it."""
        return self.about.upper - timedelta(days=1) if self.about and self.about.upper else None

    @property
    def purpose_labels(self) -> list[str]:
        return [str(self.Purpose(code).label) for code in self.purposes]


@tracked()
class Body(Addressed, HouseModel):
    """Who carries an initiative, who supports it: they are not always the same."""

    class Part(models.TextChoices):
        CARRIER = "carrier", "Porte"
        SUPPORTER = "supporter", "Soutient"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="bodies", verbose_name="initiative")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    part = models.CharField("rôle", max_length=9, choices=Part.choices)

    objects: ClassVar[Any] = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = "organisme d'une initiative"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation", "part"],
                name="network_body_once",
                violation_error_message="Cet organisme est déjà noté à ce titre.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_part_display().lower()})"
