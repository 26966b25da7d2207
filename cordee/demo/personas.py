"""The roles of the demonstration: who one can be in one click. People are invented; their surnames are plain words.

A persona is offered only when the rooms it needs are installed: its home is never empty. A room that opens brings its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Persona:
    """One role: what its button says, who this invented person is, and for which organisation they act."""

    code: str
    label: str
    sentence: str
    group: str
    profile: str  # accounts.Profile
    title: str  # the title that the person chose
    organisation: str
    first_name: str
    last_name: str
    needs: tuple[str, ...] = ("directory",)  # labels of the rooms without which its home would be empty

    @property
    def email(self) -> str:
        return f"{self.code}@cordee.example"

    @property
    def is_offered(self) -> bool:
        installed = {config.label for config in apps.get_app_configs()}
        return installed.issuperset(self.needs)


DLA, STRUCTURE, PROVIDER, PARTNER, HOUSE = (
    "Le DLA",
    "La structure accompagnée",
    "Les prestataires",
    "Les réseaux et les financeurs",
    "La plateforme",
)

PERSONAS: tuple[Persona, ...] = (
    Persona(
        code="charge-mission-nord",
        label="Chargée de mission DLA, Nord",
        sentence="Inès Lanterne accompagne les structures du Nord pour Nord Actif.",
        group=DLA,
        profile="officer",
        title="Chargée de mission DLA",
        organisation="Nord Actif",
        first_name="Inès",
        last_name="Lanterne",
    ),
    Persona(
        code="responsable-dla",
        label="Responsable du DLA, Nord",
        sentence="Marc Cordeau anime l'équipe de Nord Actif et ouvre les accès de ses collègues.",
        group=DLA,
        profile="head",
        title="Responsable du DLA",
        organisation="Nord Actif",
        first_name="Marc",
        last_name="Cordeau",
    ),
    Persona(
        code="gestionnaire-dla",
        label="Gestionnaire du DLA, Nord",
        sentence="Colette Tamis paie les prestataires pour Nord Actif.",
        group=DLA,
        profile="accountant",
        title="Gestionnaire du DLA",
        organisation="Nord Actif",
        first_name="Colette",
        last_name="Tamis",
        needs=("missions", "funding"),
    ),
    Persona(
        code="charge-mission-aisne",
        label="Chargé de mission DLA, Aisne",
        sentence="Youssef Jalon tient l'Aisne pour l'IRIAE ; le Nord ne lui est pas ouvert.",
        group=DLA,
        profile="officer",
        title="Chargé de mission DLA",
        organisation="IRIAE Hauts-de-France",
        first_name="Youssef",
        last_name="Jalon",
    ),
    Persona(
        code="dla-regional-hdf",
        label="DLA régional, Hauts-de-France",
        sentence="Hélène Relief voit les cinq départements et tient les fiches des prestataires.",
        group=DLA,
        profile="regional",
        title="Chargée de mission régionale",
        organisation="Mouvement Associatif Hauts-de-France",
        first_name="Hélène",
        last_name="Relief",
    ),
    Persona(
        code="avise",
        label="Opérateur national",
        sentence="Julien Amarre regarde le dispositif entier pour l'Avise.",
        group=DLA,
        profile="national",
        title="Responsable du dispositif",
        organisation="Avise",
        first_name="Julien",
        last_name="Amarre",
    ),
    Persona(
        code="cr-dla-iae",
        label="Centre de ressources DLA de l'insertion",
        sentence="Aïcha Balise outille les DLA sur l'insertion par l'activité économique.",
        group=DLA,
        profile="resource",
        title="Chargée de ressources",
        organisation="CR DLA IAE",
        first_name="Aïcha",
        last_name="Balise",
        needs=("knowledge",),
    ),
    Persona(
        code="structure-directrice",
        label="Directrice d'une structure",
        sentence="Salomé Boussole dirige La Fabrique des Rives, un chantier d'insertion du Nord.",
        group=STRUCTURE,
        profile="structure",
        title="Directrice",
        organisation="La Fabrique des Rives",
        first_name="Salomé",
        last_name="Boussole",
    ),
    Persona(
        code="structure-presidente",
        label="Présidente de la même structure",
        sentence="Odile Passerelle préside La Fabrique des Rives, bénévolement.",
        group=STRUCTURE,
        profile="structure",
        title="Présidente",
        organisation="La Fabrique des Rives",
        first_name="Odile",
        last_name="Passerelle",
    ),
    Persona(
        code="prestataire",
        label="Prestataire",
        sentence="Thomas Sillon conseille des structures pour Trois-Ponts Conseil.",
        group=PROVIDER,
        profile="provider",
        title="Consultant associé",
        organisation="Trois-Ponts Conseil",
        first_name="Thomas",
        last_name="Sillon",
    ),
    Persona(
        code="prestataire-concurrent",
        label="Prestataire, fiche incomplète",
        sentence="Nadia Falaise tient la fiche du Cabinet du Beffroi, à laquelle il manque un SIRET.",
        group=PROVIDER,
        profile="provider",
        title="Consultante",
        organisation="Cabinet du Beffroi",
        first_name="Nadia",
        last_name="Falaise",
    ),
    Persona(
        code="reseau-coorace",
        label="Réseau COORACE",
        sentence="Bruno Refuge suit les adhérents du COORACE ; leurs comptes ne lui sont pas ouverts.",
        group=PARTNER,
        profile="network",
        title="Délégué régional",
        organisation="COORACE",
        first_name="Bruno",
        last_name="Refuge",
    ),
    Persona(
        code="financeur-dreets",
        label="Financeur, DREETS Hauts-de-France",
        sentence="Claire Estuaire suit les crédits de l'État dans les cinq départements.",
        group=PARTNER,
        profile="funder",
        title="Chargée de mission insertion",
        organisation="DREETS Hauts-de-France",
        first_name="Claire",
        last_name="Estuaire",
    ),
    Persona(
        code="administration",
        label="Administration de la plateforme",
        sentence="Denis Bivouac veille sur les comptes, les courriels et les sauvegardes.",
        group=HOUSE,
        profile="admin",
        title="Administrateur",
        organisation="Cordée, équipe de la plateforme",
        first_name="Denis",
        last_name="Bivouac",
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    personas: tuple[Persona, ...]


def offered() -> tuple[Persona, ...]:
    """Those whose rooms are open."""
    return tuple(persona for persona in PERSONAS if persona.is_offered)


def find(code: str) -> Persona | None:
    return next((persona for persona in offered() if persona.code == code), None)


def groups(personas: Iterable[Persona]) -> list[Group]:
    """As the sign-in page shows them: under their group's title, in the order of declaration."""
    titles: dict[str, list[Persona]] = {}
    for persona in personas:
        titles.setdefault(persona.group, []).append(persona)
    return [Group(title, tuple(members)) for title, members in titles.items()]


def address(code: str) -> str:
    return next(persona.email for persona in PERSONAS if persona.code == code)
