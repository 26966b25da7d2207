"""What identifies and qualifies an organisation over time. Nothing here is required; everything is dated."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cordee.actors.directory.models.children import Child, lasts, same_code
from cordee.actors.directory.models.organisation import Organisation
from cordee.actors.territory.models import Commune
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Search
from cordee.core.models.bases import same


@tracked()
class Identifier(HouseModel):
    """A SIRET, SIREN or RNA number and when it was in force. Several sheets may bear one SIRET (antennas)."""

    class Kind(models.TextChoices):
        SIRET = "siret", "SIRET"
        SIREN = "siren", "SIREN"
        RNA = "rna", "RNA"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="identifiers")
    kind = models.CharField("numéro", max_length=5, choices=Kind.choices)
    value = models.CharField("valeur", max_length=14)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "identifiant"
        indexes = [
            models.Index(fields=["kind", "value"], name="directory_identifier_value"),
            models.Index(fields=["organisation", "kind"], name="directory_identifier_org"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="siret", value__regex=r"^\d{14}$")
                | Q(kind="siren", value__regex=r"^\d{9}$")
                | Q(kind="rna", value__regex=r"^W[0-9A-Z]\d{8}$"),
                name="directory_identifier_form",
                violation_error_message="Ce numéro n'a pas la forme attendue : 14 chiffres (SIRET), 9 (SIREN), W et 9 caractères (RNA).",
            ),
            models.UniqueConstraint(fields=["organisation", "kind", "value", "period"], name="directory_identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


@tracked()
class Role(Child):
    """What an organisation is in the scheme, and when: one body plays several roles."""

    class Kind(models.TextChoices):
        BENEFICIARY = "beneficiary", "Structure accompagnée"
        PROVIDER = "provider", "Prestataire"
        OPERATOR = "operator", "Opérateur DLA"
        HOST = "host", "Structure porteuse"
        FUNDER = "funder", "Financeur"
        NETWORK = "network", "Réseau"
        PRESCRIBER = "prescriber", "Prescripteur"
        BUYER = "buyer", "Acheteur"
        PUBLIC_BODY = "public_body", "Organisme public"
        AUTHORITY = "authority", "Collectivité"
        BUSINESSES = "businesses", "Réseau d'entreprises"
        FOUNDATION = "foundation", "Fondation"
        NETWORK_HEAD = "network_head", "Tête de réseau"
        FEDERATION = "federation", "Fédération"

    #: roles whose card is open to every professional of the scheme
    OPEN = (
        Kind.PROVIDER, Kind.OPERATOR, Kind.HOST, Kind.FUNDER, Kind.NETWORK, Kind.PUBLIC_BODY,
        Kind.AUTHORITY, Kind.BUSINESSES, Kind.FOUNDATION, Kind.NETWORK_HEAD, Kind.FEDERATION,
    )  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles")
    kind = models.CharField("rôle", max_length=12, choices=Kind.choices)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "rôle"
        indexes = [
            models.Index(fields=["organisation", "kind"], name="directory_role_org"),
            models.Index(fields=["kind", "organisation"], condition=~Q(kind="beneficiary"), name="directory_role_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "period"],
                name="directory_role_once",
                violation_error_message="Ce rôle est déjà enregistré pour cette période.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(period__upper_inf=True),
                name="directory_role_one_in_force",
                violation_error_message="Ce rôle est déjà en cours : modifiez-le, ou mettez-y fin d'abord.",
            ),
            lasts("directory_role"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class Agreement(Child):
    """A State agreement (*conventionnement*) of an insertion structure. One organisation may hold several, of several types."""

    class Type(models.TextChoices):
        AI = "ai", "AI"
        ACI = "aci", "ACI"
        EI = "ei", "EI"
        ETTI = "etti", "ETTI"
        EITI = "eiti", "EITI"
        GEIQ = "geiq", "GEIQ"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    type = models.CharField("type", max_length=4, choices=Type.choices)
    period = DateRangeField("période")
    reference = models.CharField("référence", max_length=40, blank=True)
    carried_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="carried_agreements", verbose_name="portée par"
    )
    insertion_project = models.TextField("projet d'insertion", blank=True, max_length=4000)
    exit_objective = models.PositiveSmallIntegerField("objectif de sorties vers l'emploi (%)", null=True, blank=True)
    reconventioning = models.BooleanField("reconventionnement en cours", default=False)

    class Meta:
        verbose_name = "conventionnement"
        indexes = [models.Index(fields=["type", "organisation"], name="directory_agreement_type")]
        constraints = [
            *(
                ExclusionConstraint(
                    name=f"directory_agreement_{type_}_overlap",
                    index_type="GIST",
                    condition=Q(type=type_),
                    expressions=[same("organisation"), ("period", RangeOperators.OVERLAPS)],
                    violation_error_message="Un conventionnement du même type couvre déjà une partie de cette période.",
                )
                for type_ in ("ai", "aci", "ei", "etti", "eiti", "geiq")
            ),
            models.CheckConstraint(
                condition=Q(exit_objective__isnull=True) | Q(exit_objective__lte=100),
                name="directory_agreement_objective",
                violation_error_message="L'objectif de sorties est un pourcentage : au plus 100.",
            ),
            lasts("directory_agreement"),
        ]

    def __str__(self) -> str:
        return self.get_type_display()


@tracked()
class Alias(Child):
    """Another name of the organisation: former, usual, or another spelling (« Nord Actif », « NordActif »)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="aliases")
    name = models.CharField("nom", max_length=200)
    period = DateRangeField("période", null=True, blank=True)
    search = models.GeneratedField(expression=Search(("name", "A")), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        verbose_name = "autre nom"
        indexes = [GinIndex(fields=["search"], name="directory_alias_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="directory_alias_once",
                violation_error_message="Ce nom est déjà enregistré pour cette organisation.",
            ),
            lasts("directory_alias"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Tie(Child):
    """A dated tie between two organisations: member of a network, hosted by, antenna of; and what a local authority is to a structure."""

    class Kind(models.TextChoices):
        MEMBER = "member", "Adhère à"
        HOSTED = "hosted", "Portée par"
        ANTENNA = "antenna", "Antenne de"
        SUPPORTED = "supported", "Soutien financier ou logistique de"
        DELEGATED = "delegated", "Délégation de compétences de"
        STRATEGIC = "strategic", "Activités jugées stratégiques par"
        CONSULTED = "consulted", "Concertation ou partenariat avec"

    #: the four kinds of link between a structure and a local authority
    LOCAL = (Kind.SUPPORTED, Kind.DELEGATED, Kind.STRATEGIC, Kind.CONSULTED)

    source = models.ForeignKey(Organisation, models.PROTECT, related_name="ties")
    kind = models.CharField("lien", max_length=10, choices=Kind.choices)
    target = models.ForeignKey(Organisation, models.PROTECT, related_name="tied", verbose_name="organisation")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "lien"
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "target", "period"], name="directory_tie_once"),
            ExclusionConstraint(
                name="directory_tie_overlap",
                index_type="GIST",
                expressions=[same("source"), same("target"), same_code("kind"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Ce lien avec cette organisation est déjà enregistré sur une partie de cette période.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="directory_tie_other",
                violation_error_message="Une organisation ne peut pas être liée à elle-même.",
            ),
            lasts("directory_tie"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"

    def clean(self) -> None:
        """These four links are those of a local authority: its sheet says that it is one."""
        if self.kind in self.LOCAL and self.target_id and not self.target.roles.filter(kind=Role.Kind.AUTHORITY).exists():
            raise ValidationError(
                {"target": f"Ce lien unit une structure à une collectivité : la fiche de {self.target} n'en porte pas le rôle."}
            )


@tracked()
class Site(Child):
    """A place of the organisation: head office, antenna, permanence."""

    class Kind(models.TextChoices):
        HEAD = "head", "Siège"
        ANTENNA = "antenna", "Antenne"
        PERMANENCE = "permanence", "Permanence"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    name = models.CharField("nom", max_length=120, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune")
    phone = models.CharField("téléphone", max_length=20, blank=True, default="", db_default="")
    period = DateRangeField("période")
    latitude = models.DecimalField("latitude", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("longitude", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = "lieu"
        constraints = [
            lasts("directory_site"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False, latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="directory_site_point",
                violation_error_message="Donnez la latitude (de -90 à 90) et la longitude (de -180 à 180), ou aucune des deux.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
