"""Places: what the State's nomenclature says (regions to communes), and the zones in which the scheme works."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Q

from cordee.core.text import FrNormalize

NATIONAL = "00"


class ArrayToTsvector(Func):
    """Each element as one lexeme. Unlike `to_tsvector` of a joined text it is immutable, as a generated column demands."""

    function = "array_to_tsvector"
    output_field = SearchVectorField()


class Region(models.Model):
    code = models.CharField("code INSEE", max_length=3, unique=True)
    name = models.CharField("nom", max_length=60)
    collectivity = models.BooleanField("collectivité d'outre-mer", default=False)

    class Meta:
        verbose_name = "région"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.CharField("code INSEE", max_length=3, unique=True)
    name = models.CharField("nom", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="departments")
    collectivity = models.BooleanField("collectivité d'outre-mer", default=False)

    class Meta:
        verbose_name = "département"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Epci(models.Model):
    code = models.CharField("SIREN", max_length=9, unique=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=6)

    class Meta:
        verbose_name = "intercommunalité"
        verbose_name_plural = "intercommunalités"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territory_epci_code",
                condition=Q(code__regex=r"^[0-9]{9}$"),
                violation_error_message="Le SIREN d'une intercommunalité compte 9 chiffres.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CommuneManager(models.Manager["Commune"]):
    """Never fetches the search column: it is only there to be searched."""

    def get_queryset(self) -> models.QuerySet[Commune]:
        return super().get_queryset().defer("search")


class Commune(models.Model):
    code = models.CharField("code INSEE", max_length=5, unique=True)
    name = models.CharField("nom", max_length=60)
    postcodes = ArrayField(models.TextField(), verbose_name="codes postaux", default=list, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="département", related_name="communes")
    epci = models.ForeignKey(Epci, models.PROTECT, verbose_name="intercommunalité", related_name="communes", null=True, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, default="")
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    sort_key = models.GeneratedField(expression=FrNormalize("name"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(
        expression=CombinedSearchVector(
            SearchVector(FrNormalize("name"), config="simple"), "||", ArrayToTsvector("postcodes"), config=None
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CommuneManager()

    class Meta:
        verbose_name = "commune"
        indexes: ClassVar = [
            models.Index(fields=["sort_key"], name="territory_commune_sort"),
            GinIndex(fields=["search"], name="territory_commune_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territory_commune_code",
                condition=Q(code__regex=r"^([0-9]{2}|2[AB])[0-9]{3}$"),
                violation_error_message="Un code INSEE de commune compte 5 caractères, comme 59350 ou 2A004.",
            ),
            models.CheckConstraint(
                name="territory_commune_position",
                condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Une position donne une latitude entre -90 et 90 et une longitude entre -180 et 180.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What a person reads and may type: the name and one postcode, the lowest."""
        return f"{self.name} ({self.postcodes[0]})" if self.postcodes else self.name


class Zone(models.Model):
    """A territory of the scheme: the nation, a department, or a basin of one. Rights rest on its `code`."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "France entière"
        DEPARTMENT = "department", "Département"
        BASIN = "basin", "Bassin"

    code = models.CharField("code", max_length=12, unique=True)
    name = models.CharField("nom", max_length=80)
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="département", related_name="zones", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="territoire englobant", related_name="parts", null=True, blank=True)

    class Meta:
        verbose_name = "territoire"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territory_zone_shape",
                condition=Q(kind="national", code=NATIONAL, department=None, parent=None)
                | Q(kind="department", code__regex=r"^[0-9AB]{2,3}$", department__isnull=False, parent__isnull=False)
                | Q(kind="basin", code__regex=r"^[0-9AB]{2,3}-[a-z0-9-]+$", department__isnull=False, parent__isnull=False),
                violation_error_message=(
                    "Le code d'un bassin est celui de son département, un tiret, puis des lettres minuscules ou des chiffres : 59-lille."
                ),
            ),
            models.UniqueConstraint(
                name="territory_zone_one_per_department",
                fields=["department"],
                condition=Q(kind="department"),
                violation_error_message="Ce département a déjà son territoire.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ZoneCommune(models.Model):
    """A commune of a basin. One at most: a dossier must know which basin it belongs to."""

    zone = models.ForeignKey(Zone, models.CASCADE, verbose_name="bassin", related_name="memberships")
    commune = models.OneToOneField(
        Commune,
        models.PROTECT,
        verbose_name="commune",
        related_name="basin_membership",
        error_messages={"unique": "Cette commune appartient déjà à un bassin."},
    )

    class Meta:
        verbose_name = "commune d'un bassin"
        verbose_name_plural = "communes des bassins"

    def __str__(self) -> str:
        return f"{self.commune_id} → {self.zone_id}"
