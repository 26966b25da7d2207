"""The identification sheet of an organisation: the first document of the house, and the model of the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from cordee.actors.directory.models import Organisation
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.documents import DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Bullets, Callout, Facts, Heading, Paragraph, Table
from cordee.core.documents.registry import Context
from cordee.core.files.store import open_stored
from cordee.core.models.bases import period_contains_today
from cordee.core.produce import produce

Pairs = list[tuple[str, str]]


def context(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    """What the sheet says, read once and frozen. No personal contact: those stay on the screen, for those who may read them."""
    agreements = organisation.agreements.filter(period_contains_today()).order_by("type")
    return {
        "name": organisation.name,
        "acronym": organisation.acronym,
        "fictitious": organisation.fictitious,
        "legal_form": organisation.get_legal_form_display(),
        "founded_in": organisation.founded_in,
        "address": ", ".join(filter(None, [organisation.address, f"{organisation.postcode} {organisation.city}".strip()])),
        "phone": organisation.phone,
        "email": organisation.email,
        "website": organisation.website,
        "zone": organisation.zone,
        "numbers": [[i.get_kind_display(), i.value] for i in organisation.identifiers.filter(period_contains_today()).order_by("kind")],
        "roles": [r.get_kind_display() for r in organisation.roles.filter(period_contains_today()).order_by("kind")],
        "agreements": [
            [a.get_type_display(), a.reference, formats.date_short(a.period.lower) if a.period.lower else ""] for a in agreements
        ],
        "networks": [
            t.target.name for t in organisation.ties.filter(period_contains_today(), kind="member").select_related("target").order_by("id")
        ],
        "sectors": [s.label for s in organisation.sectors.order_by("position")],
        "sites": [
            [s.get_kind_display(), s.name or (s.commune.name if s.commune else "")]
            for s in organisation.sites.select_related("commune").order_by("id")
        ],
        "vocation": organisation.vocation,
        "services": organisation.services,
        "territorial_impact": organisation.territorial_impact,
    }


def body(c: Context) -> Sequence[Block]:
    blocks: list[Block] = []
    if c["fictitious"]:
        blocks.append(Callout("Cette organisation est inventée pour la démonstration.", title="Organisation fictive"))
    numbers: Pairs = [(kind, formats.siret(value) if kind == "SIRET" else value) for kind, value in c["numbers"]]
    identity: Pairs = [
        ("Nom", c["name"]),
        ("Sigle", c["acronym"]),
        ("Forme juridique", c["legal_form"]),
        ("Créée en", str(c["founded_in"] or "")),
    ]
    reach: Pairs = [
        ("Adresse", c["address"]),
        ("Téléphone", c["phone"]),
        ("Courriel", c["email"]),
        ("Site", c["website"]),
        ("Territoire", c["zone"]),
    ]
    blocks += [Heading("Identité"), Facts(filled(identity + numbers)), Heading("Coordonnées"), Facts(filled(reach))]
    if c["agreements"]:
        blocks += [Heading("Conventionnements"), Table(["Type", "Référence", "Depuis le"], c["agreements"], caption="En vigueur ce jour")]
    for title, items in (("Rôles", c["roles"]), ("Réseaux", c["networks"]), ("Secteurs", c["sectors"])):
        if items:
            blocks += [Heading(title, 2), Bullets(items)]
    if c["sites"]:
        blocks += [Heading("Lieux", 2), Table(["Nature", "Lieu"], c["sites"])]
    for title, text in (
        ("Vocation", c["vocation"]),
        ("Services proposés", c["services"]),
        ("Effets sur le territoire", c["territorial_impact"]),
    ):
        if text:
            blocks += [Heading(title), *(Paragraph(line) for line in text.splitlines() if line.strip())]
    return blocks


def filled(pairs: Pairs) -> Pairs:
    return [(label, value or "à compléter") for label, value in pairs]


SHEET = DocumentType(
    code="directory.sheet",
    title="Fiche d'identification",
    subject="directory.organisation",
    context=context,
    body=body,
    subtitle=lambda c: c["name"],
    mandatory=(
        Mandatory("l'adresse", lambda c: c["address"]),
        Mandatory("la forme juridique", lambda c: c["legal_form"]),
        Mandatory("un numéro SIRET, SIREN ou RNA", lambda c: c["numbers"]),
    ),
    audience=("operator", "structure", "provider", "network", "funder"),
)


def zip_of_sheets(organisations: list[Any], actor: Actor) -> tuple[str, str, bytes]:
    """The sheets of several organisations, in one archive: what the bulk act of the list gives."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for organisation in organisations:
            for file in produce(SHEET.code, organisation, actor=actor).files.filter(kind="pdf").order_by("id"):
                with open_stored(file.sha256) as stored:
                    archive.writestr(f"{str(organisation.public_id)[:8]} {file.name}", stored.read())
    return "fiches.zip", "application/zip", buffer.getvalue()
