"""The lists that the directory lets people keep up, and how a sheet says what it bears of them."""

from __future__ import annotations

from collections.abc import Iterable

from cordee.actors.directory.models import (
    Activity2025,
    ActivityMatch,
    ActivityRev2,
    Competence,
    Organisation,
    Sector,
    Service,
    Theme,
)
from cordee.core.nomenclatures import Correspondence, Nomenclature, Vocabulary, correspond, declare

SHEETS = ("fiche", "fiches")
SECTORS = declare(
    Nomenclature(
        code="secteurs",
        title="Secteurs d'activité",
        model=Sector,
        one="secteur",
        help="Ils se cochent sur la fiche d'une organisation et servent à filtrer l'annuaire.",
        user=SHEETS,
        seen_at="/annuaire/?secteur=",
    )
)
SERVICES = declare(
    Nomenclature(
        code="services",
        title="Services offerts",
        model=Service,
        one="service",
        help="Ce qu'une structure offre, à qui : ils se cochent sur sa fiche.",
        user=SHEETS,
    )
)
THEMES = declare(
    Nomenclature(
        code="themes",
        title="Thèmes d'accompagnement",
        model=Theme,
        one="theme",
        help="Ce sur quoi porte un accompagnement. Liste de travail, modifiable : aucune liste officielle n'est publiée.",
        user=("usage", "usages"),
    )
)
COMPETENCES = declare(
    Nomenclature(
        code="competences",
        title="Compétences",
        model=Competence,
        one="competence",
        help="Ce que les prestataires savent faire. Liste de travail, modifiable, rangée par thème.",
        user=SHEETS,
        under="theme",
    )
)
WRITTEN = "Il s'écrit avec quatre chiffres et une lettre : 94.99Z."
NAF = declare(
    Nomenclature(
        code="naf-rev2",
        title="Codes NAF rév. 2",
        model=ActivityRev2,
        one="code",
        help="L'activité que l'Insee donne à une organisation, dans la nomenclature de 2008. Source : Insee, Licence Ouverte 2.0.",
        user=SHEETS,
        coded=r"\d\d\.\d\d[A-FZ]",
        code_help=WRITTEN,
        named_in=((Organisation, "naf"),),
    )
)
NAF_2025 = declare(
    Nomenclature(
        code="naf-2025",
        title="Codes NAF 2025",
        model=Activity2025,
        one="code",
        help="La nomenclature qui remplace la NAF rév. 2 : chaque code dit d'où il vient. Source : Insee, Licence Ouverte 2.0.",
        user=SHEETS,
        coded=r"\d\d\.\d\d[GHJKLY]",
        code_help="Il s'écrit avec quatre chiffres et une lettre : 94.99Y.",
        named_in=((Organisation, "naf25"),),
    )
)
NAF_BECOMES = correspond(Correspondence(before=NAF, after=NAF_2025, model=ActivityMatch))
#: field of the sheet → its nomenclature
OF_FIELD = {"sectors": SECTORS, "offers": SERVICES}


def codes_of(organisation: Organisation, field: str, held: Iterable[Sector | Service] | None = None) -> list[str]:
    return [item.code for item in (getattr(organisation, field).order_by("code") if held is None else held)]


def sectors_of(organisation: Organisation, words: Vocabulary, held: Iterable[Sector] | None = None) -> list[str]:
    """`held`: when they were read already."""
    return words.labels(SECTORS.code, codes_of(organisation, "sectors", held), organisation.zone)


def offers_of(organisation: Organisation, words: Vocabulary, held: Iterable[Service] | None = None) -> list[tuple[str, list[str]]]:
    """Services offered, by those they are for. `held`: when they were read already."""
    codes, found = set(codes_of(organisation, "offers", held)), dict[str, list[str]]()
    for item in words.items[SERVICES.code].values():
        if item.code in codes:
            found.setdefault(item.family_label, []).append(words.label(SERVICES.code, item.code, organisation.zone))
    return list(found.items())


def said(organisation: Organisation, field: str, codes: Iterable[str], words: Vocabulary) -> str:
    """The labels of codes that someone proposes for a field."""
    return ", ".join(words.labels(OF_FIELD[field].code, codes, organisation.zone))
