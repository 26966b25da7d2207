"""What the API of the directory reads and writes: bounded as the forms and the tables are."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from cordee.core.api.schemas import NO_NUL, Code, Input, Line, Text

TypeFilter = Literal["", "ai", "aci", "ei", "etti", "eiti", "geiq"]
Role = Literal[
    "beneficiary", "provider", "operator", "host", "funder", "network", "prescriber", "buyer", "public_body",
    "authority", "businesses", "foundation", "network_head", "federation",
]  # fmt: skip
RoleFilter = Role | Literal[""]
StateFilter = Literal["", "proposed", "accepted", "refused", "withdrawn"]
Siret = Annotated[str, StringConstraints(pattern=r"^([0-9]{14})?$")]
Codes = list[Annotated[str, StringConstraints(max_length=30, pattern=r"^[0-9A-Za-z_-]+$")]]
LegalForm = Literal[
    "", "association", "cooperative", "company", "mutual", "foundation", "employer_group", "public", "self_employed", "other"
]


class Filters(Schema):
    q: str = Field("", max_length=200, pattern=NO_NUL, description="Nom, sigle, ville ou SIRET.")
    type: TypeFilter = Field("", description="Conventionnement en cours.")
    role: RoleFilter = Field("", description="Rôle en cours.")
    departement: Code = Field("", description="Code INSEE du département.")
    secteur: str = Field("", max_length=30, pattern=r"^[0-9A-Za-z_-]*$", description="Code du secteur.")


# -- what is answered ---------------------------------------------------------------------------------------------------
class OrganisationLine(Schema):
    """Une ligne de l'annuaire, comme à l'écran."""

    id: UUID
    name: str
    types: list[str] = Field(description="Conventionnements en cours.")
    roles: list[str] = Field(description="Rôles en cours.")
    city: str
    zone: str
    founded_in: int | None
    siret: str | None
    fictitious: bool
    version: int


class PeriodOut(Schema):
    since: date | None
    until: date | None = Field(description="Premier jour où ce n'est plus vrai ; null tant que c'est en cours.")


class IdentifierOut(PeriodOut):
    kind: str
    value: str


class RoleOut(PeriodOut):
    id: UUID
    kind: str


class AgreementOut(PeriodOut):
    id: UUID
    type: str
    reference: str
    exit_objective: int | None
    reconventioning: bool
    carried_by: str | None = Field(description="Nom de l'organisation qui porte le conventionnement.")
    insertion_project: str


class TieOut(PeriodOut):
    id: UUID
    kind: str
    name: str


class SiteOut(PeriodOut):
    id: UUID
    kind: str
    name: str
    address: str
    commune: str | None = Field(description="Code INSEE.")
    phone: str


class MandateOut(PeriodOut):
    id: UUID
    level: str
    zones: list[str]


class AliasOut(PeriodOut):
    id: UUID
    name: str


class PositionOut(PeriodOut):
    id: UUID
    title: str
    label: str
    person: str | None = Field(description="null : poste vacant.")
    email: str | None = Field(description="null quand les coordonnées personnelles ne vous sont pas ouvertes.")
    phone: str | None
    channel: str | None = Field(description="Comment la personne préfère être jointe.")
    bounced_on: date | None = Field(description="Depuis quand son adresse ne reçoit plus.")
    signs: bool = Field(description="Peut signer et valider au nom de l'organisation, pendant cette période.")


class CoverageOut(PeriodOut):
    id: UUID
    kind: str = Field(description="commune, canton ou other.")
    name: str
    commune: str | None = Field(description="Code INSEE de la commune ; null pour un canton ou un autre périmètre.")
    department: str = Field(description="Code INSEE du département.")


class WorkshopOut(Schema):
    name: str
    turnover_share: Decimal | None
    demand: str = Field(description="regular, one_off, mixed, ou vide.")


class YearOut(Schema):
    year: int
    version: int
    permanent: int | None
    insertion: int | None
    made_available: int | None = Field(description="Demandeurs d'emploi mis à disposition.")
    fte: Decimal | None
    hours_paid: int | None
    hours_individuals: int | None
    hours_companies: int | None
    hours_public: int | None
    department_share: Decimal | None
    budget: Decimal | None
    sales_share: Decimal | None
    services_share: Decimal | None
    grants_share: Decimal | None
    workshops: list[WorkshopOut]
    source: str


class SheetOut(Schema):
    name: str
    acronym: str
    legal_form: str
    founded_in: int | None
    esus: bool
    naf: str
    naf25: str
    sectors: list[str]
    address: str
    postcode: str
    city: str
    commune: str | None = Field(description="Code INSEE.")
    setting: str
    phone: str
    email: str
    website: str
    vocation: str
    story: str
    services: str
    clients: str
    projects: str
    offers: list[str] = Field(description="Codes des services offerts.")
    federated: bool | None
    business_networks: str
    impact_activities: str
    impact_employer: str
    impact_equality: str
    impact_development: str
    impact_social: str
    territorial_impact: str
    digital_level: int | None
    digital_level_on: date | None
    accounting_level: int | None = Field(
        description="Ce champ et les trois suivants : null ou vide si la rubrique years n'est pas ouverte."
    )
    accounting_on: date | None
    analytical_accounting: bool | None
    accounting_required_by: str


class OrganisationOut(Schema):
    """La fiche, avec les seules rubriques qui vous sont ouvertes."""

    id: UUID
    version: int
    zone: str
    fictitious: bool
    merged_into: UUID | None
    sections: list[str] = Field(description="Rubriques ouvertes : identity, contacts, governance, years.")
    sheet: SheetOut
    identifiers: list[IdentifierOut]
    roles: list[RoleOut]
    agreements: list[AgreementOut]
    ties: list[TieOut]
    aliases: list[str]
    coverage: list[CoverageOut] = Field(description="Communes, cantons et périmètres où elle intervient.")
    names: list[AliasOut] = Field(description="Les autres noms, avec leurs dates.")
    sites: list[SiteOut]
    mandates: list[MandateOut]
    governance: list[PositionOut] | None = Field(description="Postes en cours et vacances. null : cette rubrique ne vous est pas ouverte.")
    years: list[YearOut] | None = Field(description="null : cette rubrique ne vous est pas ouverte.")


class ChangeOut(Schema):
    id: UUID
    version: int
    organisation: UUID
    organisation_name: str
    state: str
    state_label: str
    part: str = Field(description="Rubrique concernée (site, position…) ; vide pour les champs de la fiche.")
    part_act: str = Field(description="add, change ou end, quand une rubrique est concernée.")
    changes: dict[str, list[Any]] = Field(description="Par champ : la valeur d'avant, la valeur proposée.")
    note: str
    proposed_by: str
    proposed_at: datetime
    reason: str


# -- what is asked ------------------------------------------------------------------------------------------------------
class ProposableInput(Input):
    """Les champs à changer ; ceux qui n'y sont pas ne changent pas."""

    acronym: Line | None = None
    founded_in: int | None = Field(None, ge=1600, le=2100)
    address: Line | None = None
    setting: Literal["", "rural", "urban", "seaside"] | None = None
    phone: Line | None = None
    email: Line | None = None
    website: Line | None = None
    vocation: Text | None = None
    story: Text | None = None
    services: Text | None = None
    clients: Literal["", "b2b", "b2c", "both"] | None = None
    projects: Text | None = None
    offers: Codes | None = Field(None, max_length=60, description="Codes des services offerts.")
    federated: bool | None = None
    business_networks: Line | None = None
    impact_activities: Text | None = None
    impact_employer: Text | None = None
    impact_equality: Text | None = None
    impact_development: Text | None = None
    impact_social: Text | None = None
    territorial_impact: Text | None = None
    digital_level: int | None = Field(None, ge=1, le=4)
    accounting_level: int | None = Field(None, ge=1, le=4)
    analytical_accounting: bool | None = None
    accounting_required_by: Line | None = None


class OrganisationInput(ProposableInput):
    name: Line | None = None
    legal_form: LegalForm | None = None
    esus: bool | None = None
    naf: Line | None = None
    naf25: Line | None = None
    sectors: Codes | None = Field(None, max_length=30)
    digital_level_on: date | None = None
    accounting_on: date | None = None
    postcode: Line | None = None
    city: Line | None = None
    commune: Code | None = Field(None, description="Code INSEE : il rattache la structure à un DLA.")
    siret: Siret | None = Field(None, description="S'il change, l'ancien reste lisible.")


class CreateInput(OrganisationInput):
    name: Line = Field(min_length=1)
    commune: Code = Field(min_length=5, description="Code INSEE : il rattache la structure à un DLA.")
    role: Role = "beneficiary"


class IdentifierInput(Input):
    kind: Literal["siret", "siren", "rna"]
    value: Annotated[str, StringConstraints(pattern=r"^([0-9]{14}|[0-9]{9}|W[0-9A-Z][0-9]{8})$")]


class ChangeInput(Input):
    changes: ProposableInput
    note: str = Field("", max_length=500, pattern=NO_NUL)
