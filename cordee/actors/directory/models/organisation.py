"""The organisation: one table for structures, providers, operators, funders, networks and public bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.lookups import DataContains
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from cordee.actors.directory.fields import LISTS
from cordee.actors.territory.models import Commune
from cordee.core.journal import tracked
from cordee.core.models import Search, Term, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.text import FrNormalize, PhoneKey

if TYPE_CHECKING:
    from cordee.core.access import Actor


class Sector(Term):
    """An activity sector, as the networks and the DLA name it."""

    class Meta(Term.Meta):
        verbose_name = "secteur"
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                FrNormalize("label"), name="directory_sector_label", violation_error_message="Un secteur porte déjà ce libellé."
            ),
        ]


class Service(Term):
    """What a structure offers, in the words of the field: for households, for businesses, for the people it employs."""

    class Family(models.TextChoices):
        HOUSEHOLDS = "households", "Aux particuliers"
        BUSINESSES = "businesses", "Aux entreprises et aux collectivités"
        PEOPLE = "people", "Aux personnes en insertion"

    family = models.CharField("s'adresse", max_length=12, choices=Family.choices)

    class Meta(Term.Meta):
        verbose_name = "service"
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                F("family"), FrNormalize("label"), name="directory_service_label",
                violation_error_message="Un service porte déjà ce libellé pour les mêmes personnes.",
            ),
        ]  # fmt: skip


class DateMultiRangeField(models.Field):
    """Several date ranges in one column (PostgreSQL's `datemultirange`), written by a trigger alone."""

    def db_type(self, connection: object) -> str:
        return "datemultirange"


DateMultiRangeField.register_lookup(DataContains)


class OrganisationQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.directory.queries import visible_organisations

        return visible_organisations(self, actor)


#: not merged into another: what every list shows
STANDING = Q(merged_into__isnull=True)


class OrganisationManager(models.Manager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """Derived columns are there to be searched: they are never fetched."""

    def get_queryset(self) -> OrganisationQuerySet:
        rows: OrganisationQuerySet = super().get_queryset().defer("search", "card_open", "other_names")
        return rows


@tracked(exclude=("card_open", "other_names"))
class Organisation(Addressed, Threaded, Versioned):
    """Identified by itself: SIRET, SIREN and RNA are dated attributes (`Identifier`), none is required or for ever."""

    class LegalForm(models.TextChoices):
        ASSOCIATION = "association", "Association"
        COOPERATIVE = "cooperative", "Coopérative (Scop, Scic)"
        COMPANY = "company", "Société commerciale"
        MUTUAL = "mutual", "Mutuelle"
        FOUNDATION = "foundation", "Fondation"
        EMPLOYER_GROUP = "employer_group", "Groupement d'employeurs"
        PUBLIC = "public", "Organisme public"
        SELF_EMPLOYED = "self_employed", "Travail indépendant"
        OTHER = "other", "Autre forme"

    class Setting(models.TextChoices):
        RURAL = "rural", "Rural"
        URBAN = "urban", "Urbain"
        SEASIDE = "seaside", "Littoral"

    class DigitalLevel(models.IntegerChoices):
        VERY_WEAK = 1, "Très faible"
        WEAK = 2, "Faible"
        MEDIUM = 3, "Moyenne"
        GOOD = 4, "Bonne"

    class AccountingLevel(models.IntegerChoices):
        MINIMAL = 1, "Recettes et dépenses seulement"
        GENERAL = 2, "Comptabilité générale tenue à jour"
        BUDGETED = 3, "Budget et suivi en cours d'année"
        PER_ACTIVITY = 4, "Résultat connu par activité"

    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=30, blank=True)
    legal_form = models.CharField("forme juridique", max_length=20, choices=LegalForm.choices, blank=True)
    founded_in = models.PositiveSmallIntegerField("année de création", null=True, blank=True)
    ended_on = models.DateField("fin d'existence", null=True, blank=True)
    esus = models.BooleanField("entreprise solidaire d'utilité sociale (ESUS)", default=False)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="commune")
    city = models.CharField("ville", max_length=100, blank=True)
    setting = models.CharField("type de territoire", max_length=10, choices=Setting.choices, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    website = models.URLField("site internet", blank=True)
    naf = models.CharField("code NAF (rév. 2)", max_length=6, blank=True)
    naf25 = models.CharField("code NAF 2025", max_length=6, blank=True)
    vocation = models.TextField("vocation", blank=True, max_length=4000)
    story = models.TextField("parcours", blank=True, max_length=8000)
    projects = models.TextField("projets en cours", blank=True, max_length=4000)
    services = models.TextField("services proposés", blank=True, max_length=4000)
    clients = models.CharField(
        "clientèle", max_length=20, blank=True, choices=[("b2b", "Professionnels"), ("b2c", "Particuliers"), ("both", "Les deux")]
    )
    # A database default on what came later: whoever writes rows in bulk need not name it.
    federated = models.BooleanField("adhésion à un réseau", null=True, blank=True)
    business_networks = models.CharField("réseaux d'entreprises rejoints", max_length=300, blank=True, default="", db_default="")
    digital_level = models.PositiveSmallIntegerField("appropriation du numérique", choices=DigitalLevel.choices, null=True, blank=True)
    digital_level_on = models.DateField("appropriation du numérique appréciée le", null=True, blank=True)
    analytical_accounting = models.BooleanField("comptabilité analytique", null=True, blank=True)
    accounting_level = models.PositiveSmallIntegerField("tenue des comptes", choices=AccountingLevel.choices, null=True, blank=True)
    accounting_on = models.DateField("tenue des comptes appréciée le", null=True, blank=True)
    accounting_required_by = models.CharField("comptabilité analytique demandée par", max_length=120, blank=True, default="", db_default="")
    impact_activities = models.TextField(
        "activités de proximité adaptées au territoire", blank=True, max_length=2000, default="", db_default=""
    )
    impact_employer = models.TextField("poids comme employeur du territoire", blank=True, max_length=2000, default="", db_default="")
    impact_equality = models.TextField(
        "part prise à la politique de non-discrimination", blank=True, max_length=2000, default="", db_default=""
    )
    impact_development = models.TextField("développement local", blank=True, max_length=2000, default="", db_default="")
    impact_social = models.TextField(
        "action sociale rendue possible par l'activité", blank=True, max_length=2000, default="", db_default=""
    )
    territorial_impact = models.TextField("autres effets sur le territoire", blank=True, max_length=4000)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="organisations", verbose_name="secteurs")
    offers = models.ManyToManyField(Service, blank=True, related_name="organisations", verbose_name="services offerts")
    fictitious = models.BooleanField("fictive", default=False, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    # Kept by triggers from `Role` and `Alias` (migration 0002): a list filters and searches one table, and nothing can drift.
    card_open = DateMultiRangeField("périodes où la fiche est ouverte aux professionnels", null=True, editable=False)
    other_names = models.TextField("autres noms", db_default="", editable=False)

    sort_key = models.GeneratedField(expression=FrNormalize("name"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(
        expression=Search(("name", "A"), ("acronym", "A"), ("other_names", "A"), ("city", "B")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = OrganisationManager()  # type: ignore[misc]

    class Meta:
        verbose_name = "organisation"
        indexes = [
            # One for each way of reaching the list (everything, a zone, open cards): pages and counts are read from the index.
            models.Index(fields=["sort_key", "id"], condition=STANDING, name="directory_org_sort"),
            models.Index(fields=["zone", "sort_key", "id"], condition=STANDING, name="directory_org_zone_sort"),
            models.Index(
                fields=["sort_key", "id"],
                include=["card_open"],
                condition=STANDING & Q(card_open__isnull=False),
                name="directory_org_open",
            ),
            GinIndex(fields=["search"], name="directory_org_search"),
            models.Index(OpClass(PhoneKey("phone"), name="text_pattern_ops"), name="directory_org_phone", condition=~Q(phone="")),
            models.Index(OpClass(Lower("email"), name="text_pattern_ops"), name="directory_org_email", condition=~Q(email="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="directory_org_named", violation_error_message="Indiquez le nom de l'organisation."
            ),
            models.CheckConstraint(
                condition=Q(founded_in__isnull=True) | Q(founded_in__gte=1600, founded_in__lte=2100),
                name="directory_org_founded",
                violation_error_message="Indiquez une année de création entre 1600 et aujourd'hui.",
            ),
            models.CheckConstraint(
                condition=Q(digital_level__isnull=True, digital_level_on__isnull=True)
                | Q(digital_level__isnull=False, digital_level__range=(1, 4)),
                name="directory_org_digital_level",
                violation_error_message="La date d'appréciation du numérique accompagne un niveau, de très faible à bon.",
            ),
            models.CheckConstraint(
                condition=Q(accounting_level__isnull=True, accounting_on__isnull=True)
                | Q(accounting_level__isnull=False, accounting_level__range=(1, 4)),
                name="directory_org_accounting_level",
                violation_error_message="La date d'appréciation des comptes accompagne un niveau, de 1 à 4.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.public_id])

    def said(self, name: str) -> Any:
        """A field as it is told outside the database: several values of a nomenclature are the list of their codes."""
        value = getattr(self, name)
        return sorted(value.values_list("code", flat=True)) if name in LISTS else value
