"""Which fields of a sheet are edited, in which section: the form, the proposal, the API and the identification sheet agree."""

from __future__ import annotations

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Identité", ("name", "acronym", "legal_form", "founded_in", "esus", "naf", "sectors")),
    ("Coordonnées", ("address", "postcode", "city", "commune", "setting", "phone", "email", "website")),
    ("Présentation", ("vocation", "story", "services", "clients", "projects", "territorial_impact")),
    ("Gestion", ("digital_level", "analytical_accounting")),
)
EDITABLE: tuple[str, ...] = tuple(name for _, names in SECTIONS for name in names)
#: what a structure may propose to change by itself
PROPOSABLE: tuple[str, ...] = tuple(
    name for name in EDITABLE if name not in ("name", "legal_form", "commune", "sectors", "esus", "naf", "postcode", "city")
)
