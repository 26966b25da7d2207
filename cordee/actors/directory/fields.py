"""Which fields of a sheet are edited, in which section: the form, the proposal, the API and the identification sheet agree."""

from __future__ import annotations

from collections.abc import Iterable

#: what the structure changes around it, question by question
IMPACTS: tuple[str, ...] = (
    "impact_activities", "impact_employer", "impact_equality", "impact_development", "impact_social", "territorial_impact",
)  # fmt: skip
#: how its accounts are kept: read with its figures, never by a network
ACCOUNTS: tuple[str, ...] = ("accounting_level", "accounting_on", "analytical_accounting", "accounting_required_by")
#: several values of a nomenclature: said by their codes outside the database
LISTS: tuple[str, ...] = ("sectors", "offers")
#: answered by yes, no, or nothing yet
YES_NO: tuple[str, ...] = ("federated", "analytical_accounting")
#: a level and the day on which it was appraised
APPRAISED: dict[str, str] = {"digital_level": "digital_level_on", "accounting_level": "accounting_on"}

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Identité", ("name", "acronym", "legal_form", "founded_in", "esus", "naf", "naf25", "sectors")),
    ("Coordonnées", ("address", "postcode", "city", "commune", "setting", "phone", "email", "website")),
    ("Présentation", ("vocation", "story", "projects")),
    ("Services et clientèle", ("offers", "services", "clients")),
    ("Réseaux", ("federated", "business_networks")),
    ("Effets sur le territoire", IMPACTS),
    ("Numérique", ("digital_level", "digital_level_on")),
    ("Comptes", ACCOUNTS),
)
EDITABLE: tuple[str, ...] = tuple(name for _, names in SECTIONS for name in names)
#: what a structure may propose to change by itself
PROPOSABLE: tuple[str, ...] = tuple(
    name
    for name in EDITABLE
    if name
    not in ("name", "legal_form", "commune", "sectors", "esus", "naf", "naf25", "postcode", "city", "digital_level_on", "accounting_on")
)

#: what a sheet asks beyond identity and contact: all of it of a structure, less of the others
PARTS = frozenset({"agreements", "activity", "services", "coverage", "effects", "years", "pair"})
PROVIDER_PARTS = frozenset({"services", "coverage", "pair"})
#: roles of those whom the DLA works with, and does not accompany
PARTNERS = frozenset({"provider", "network", "funder", "operator", "host", "public_body"})


def asked_of(roles: Iterable[str]) -> frozenset[str]:
    """A funder is not asked for its agreements, nor a network for its workshops: empty sections would only say so."""
    kinds = set(roles)
    if not kinds or kinds - PARTNERS:
        return PARTS
    return PROVIDER_PARTS if "provider" in kinds else frozenset()
