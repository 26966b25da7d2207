"""The statement of figures and accounts: a document of its own, for its readers are fewer than those of the identification sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cordee.actors.directory.logos import sender_of
from cordee.actors.directory.models import Organisation, Workshop, YearFigures
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.documents import DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Callout, Facts, Heading, Paragraph, Table
from cordee.core.documents.registry import Context

#: years side by side on one page
SHOWN = 5
PERCENT, EUROS = formats.NBSP + "%", formats.NBSP + "€"
#: title, then (field, label, unit)
TABLES: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Emploi",
        (
            ("permanent", "Personnel permanent", ""),
            ("insertion", "Personnes en insertion", ""),
            ("fte", "Équivalents temps plein", ""),
            ("hours_paid", "Heures salariées", ""),
            ("hours_per_fte", "Heures par équivalent temps plein", ""),
        ),
    ),
    (
        "Mise à disposition",
        (
            ("made_available", "Demandeurs d'emploi mis à disposition", ""),
            ("hours_individuals", "Heures chez des particuliers", ""),
            ("hours_companies", "Heures en entreprise", ""),
            ("hours_public", "Heures en collectivité", ""),
            ("hours_total", "Heures, total", ""),
            ("department_share", "Part des heures du département", PERCENT),
        ),
    ),
    (
        "Budget et ressources",
        (
            ("budget", "Budget", EUROS),
            ("sales_share", "Ventes", PERCENT),
            ("services_share", "Accompagnement payé par l'État", PERCENT),
            ("grants_share", "Autres subventions", PERCENT),
        ),
    ),
)


def context(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    years = list(organisation.years.prefetch_related("workshops").order_by("-year")[:SHOWN])
    return {
        "name": organisation.name,
        "fictitious": organisation.fictitious,
        "accounts": accounts(organisation),
        "years": [y.year for y in years],
        "tables": [[title, [line for line in (row(years, *item) for item in items) if line]] for title, items in TABLES],
        "workshops": [
            [y.year, w.name, said(w.turnover_share, PERCENT), Workshop.Demand(w.demand).label if w.demand else formats.EMPTY]
            for y in years
            for w in sorted(y.workshops.all(), key=lambda w: w.pk)
        ],
        "sources": [f"{y.year} : {y.source}" for y in years if y.source],
    }


def accounts(organisation: Organisation) -> list[tuple[str, str]]:
    """How the accounts are kept, in words: what is not known is left out."""
    analytical = organisation.analytical_accounting
    level = str(organisation.get_accounting_level_display()) if organisation.accounting_level else ""
    appraised = f" (appréciée le {formats.date_short(organisation.accounting_on)})" if organisation.accounting_on else ""
    pairs = [
        ("Tenue des comptes", level + appraised),
        ("Comptabilité analytique", "" if analytical is None else "oui" if analytical else "non"),
        ("Comptabilité analytique demandée par", organisation.accounting_required_by),
    ]
    return [(label, value) for label, value in pairs if value]


def said(value: Decimal | int | None, unit: str = "") -> str:
    if value is None:
        return formats.EMPTY
    return formats.euros(value, "") if unit == EUROS else formats.number(round(Decimal(value), 2)) + unit


def row(years: Sequence[YearFigures], name: str, label: str, unit: str) -> list[str]:
    """One figure over the years; nothing when no year knows it."""
    values = [getattr(y, name) for y in years]
    return [label, *(said(value, unit) for value in values)] if any(value is not None for value in values) else []


def body(c: Context) -> Sequence[Block]:
    blocks: list[Block] = []
    if c["fictitious"]:
        blocks.append(Callout("Cette organisation est inventée pour la démonstration.", title="Organisation fictive"))
    if c["accounts"]:
        blocks += [Heading("Comptes"), Facts([(label, value) for label, value in c["accounts"]])]
    header = ["", *(str(year) for year in c["years"])]
    for title, rows in c["tables"]:
        if rows:
            blocks += [Heading(title), Table(header, rows, caption=f"{title}, année par année")]
    if c["workshops"]:
        lines = [[str(year), *rest] for year, *rest in c["workshops"]]
        blocks += [Heading("Ateliers et activités"), Table(["Année", "Atelier", "Part du chiffre d'affaires", "Demande"], lines)]
    if not c["years"]:
        blocks.append(Paragraph("Aucune année n'est enregistrée."))
    if c["sources"]:
        blocks += [Heading("Sources", 2), *(Paragraph(line) for line in c["sources"])]
    return blocks


FIGURES = DocumentType(
    code="directory.figures",
    title="État des chiffres et des comptes",
    subject="directory.organisation",
    context=context,
    body=body,
    sender=sender_of,
    subtitle=lambda c: c["name"],
    mandatory=(Mandatory("les chiffres d'une année", lambda c: c["years"]),),
    audience=("operator", "structure", "funder"),
)
