"""Persons and the dated posts they hold. Names and contacts live here (and in the account) only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cordee.actors.directory.models.children import Child, lasts, same_code
from cordee.actors.directory.models.organisation import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, HouseQuerySet, Spelled
from cordee.core.models.bases import Addressed, Versioned, same
from cordee.core.text import FrNormalize, PhoneKey

if TYPE_CHECKING:
    from cordee.core.access import Actor


@tracked()
class Person(Addressed, Versioned, HouseModel):
    """Someone of the scheme, with or without an account. An account is linked to a person, never the reverse."""

    class Channel(models.TextChoices):
        EMAIL = "email", "Courriel"
        PHONE = "phone", "Téléphone"
        POST = "post", "Courrier postal"
        VISIT = "visit", "En personne"

    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    channel = models.CharField("à joindre de préférence par", max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    bounced_on = models.DateField("adresse qui ne reçoit plus depuis le", null=True, blank=True, editable=False)
    fictitious = models.BooleanField("personne fictive", default=False, editable=False)
    sort_key = models.GeneratedField(expression=FrNormalize("last_name"), output_field=models.TextField(), db_persist=True)
    #: a name has no stem: « Martine » is not « Martin »
    search = models.GeneratedField(expression=Spelled("first_name", "last_name"), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        verbose_name = "personne"
        indexes = [
            GinIndex(fields=["search"], name="directory_person_search"),
            models.Index(OpClass(PhoneKey("phone"), name="text_pattern_ops"), name="directory_person_phone"),
            models.Index(OpClass(Lower("email"), name="text_pattern_ops"), name="directory_person_email"),
            models.Index(fields=["bounced_on"], condition=Q(bounced_on__isnull=False), name="directory_person_bounced"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(last_name=""), name="directory_person_named", violation_error_message="Indiquez le nom."),
            models.CheckConstraint(condition=Q(bounced_on__isnull=True) | ~Q(email=""), name="directory_person_bounce_has_address"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class PositionQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.directory.queries import visible_positions

        return visible_positions(self, actor)


@tracked()
class Position(Child):
    """A dated post in an organisation; a post without a person is vacant, and says since when."""

    class Title(models.TextChoices):
        DIRECTOR = "director", "Direction"
        PRESIDENT = "president", "Présidence"
        TREASURER = "treasurer", "Trésorerie"
        BOARD = "board", "Conseil d'administration"
        STAFF = "staff", "Équipe"
        OTHER = "other", "Autre fonction"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="positions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="positions", verbose_name="personne")
    title = models.CharField("fonction", max_length=10, choices=Title.choices)
    label = models.CharField("titre choisi", max_length=80, blank=True)
    signs = models.BooleanField("peut signer et valider au nom de l'organisation", default=False, db_default=False)
    period = DateRangeField("période")

    objects: ClassVar[Any] = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "poste"
        indexes = [
            models.Index(fields=["organisation", "title"], name="directory_position_org"),
            models.Index(fields=["person"], name="directory_position_person"),
        ]
        constraints = [
            lasts("directory_position"),
            ExclusionConstraint(
                name="directory_position_overlap",
                index_type="GIST",
                condition=Q(person__isnull=False),
                expressions=[same("organisation"), same("person"), same_code("title"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Cette personne occupe déjà cette fonction sur une partie de cette période.",
            ),
            models.CheckConstraint(
                condition=Q(signs=False) | Q(person__isnull=False),
                name="directory_position_someone_signs",
                violation_error_message="Un poste vacant ne signe pas : indiquez la personne, ou décochez la signature.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_title_display()

    @property
    def is_vacant(self) -> bool:
        return self.person_id is None
