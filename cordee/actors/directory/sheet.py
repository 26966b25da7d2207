"""The identification sheet of an organisation: the first document of the house, and the model of the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from cordee.actors.directory.fields import IMPACTS
from cordee.actors.directory.logos import sender_of
from cordee.actors.directory.models import Coverage, Organisation
from cordee.actors.directory.nomenclatures import offers_of, sectors_of
from cordee.core import formats
from cordee.core.access import Actor, Refused
from cordee.core.documents import DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Bullets, Callout, Facts, Heading, Paragraph, Table
from cordee.core.documents.registry import Context
from cordee.core.files.store import open_stored
from cordee.core.models.bases import period_contains_today
from cordee.core.nomenclatures import Vocabulary, vocabulary
from cordee.core.produce import may_produce, produce

Pairs = list[tuple[str, str]]


def context(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    """What the sheet says, read once and frozen. No personal contact: those stay on the screen, for those who may read them."""
    words = vocabulary()
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
        "sectors": sectors_of(organisation, words),
        "sites": [
            [s.get_kind_display(), s.name or (s.commune.name if s.commune else "")]
            for s in organisation.sites.select_related("commune").order_by("id")
        ],
        "vocation": organisation.vocation,
        "story": organisation.story,
        "projects": organisation.projects,
        **activity_of(organisation, words),
    }


def activity_of(organisation: Organisation, words: Vocabulary) -> dict[str, Any]:
    """What it does, for whom, where, and what this changes around it."""
    return {
        "services": organisation.services,
        "offers": [[family, labels] for family, labels in offers_of(organisation, words)],
        "clients": organisation.get_clients_display(),
        "federated": "" if organisation.federated is None else "oui" if organisation.federated else "non",
        "business_networks": organisation.business_networks,
        "coverage": [
            [department, [str(place) for place in places if place.period.upper is None]] for department, places in coverage_of(organisation)
        ],
        "digital": digital(organisation),
        "impacts": [[label, text] for label, text in impacts(organisation)],
    }


def coverage_of(organisation: Organisation) -> list[tuple[str, list[Coverage]]]:
    """Places served, the former ones last, by department: a border is seen at once."""
    return by_department(coverage_rows(organisation))


def coverage_rows(organisation: Organisation) -> Any:
    return organisation.coverage.select_related("department", "commune").order_by("department__code", "kind", "id")


def by_department(rows: Iterable[Coverage]) -> list[tuple[str, list[Coverage]]]:
    found: dict[str, list[Coverage]] = {}
    for place in sorted(rows, key=lambda place: bool(place.period.upper)):
        found.setdefault(str(place.department), []).append(place)
    return list(found.items())


def digital(organisation: Organisation) -> str:
    """« Faible, apprécié le 12/03/2026 »."""
    if not organisation.digital_level:
        return ""
    level = str(organisation.get_digital_level_display())
    return f"{level}, appréciée le {formats.date_short(organisation.digital_level_on)}" if organisation.digital_level_on else level


def label_of(name: str) -> str:
    """How a field of the sheet is called."""
    return str(getattr(Organisation._meta.get_field(name), "verbose_name", name))


def impacts(organisation: Organisation) -> Pairs:
    """What is answered of the effects on the territory, each under its question."""
    asked = [(label_of(name), getattr(organisation, name)) for name in IMPACTS]
    return [(label[:1].upper() + label[1:], text) for label, text in asked if text]


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
    for title, text in (("Vocation", c["vocation"]), ("Parcours", c.get("story", "")), ("Projets en cours", c.get("projects", ""))):
        blocks += prose(title, text)
    return [*blocks, *activity(c)]


def prose(title: str, text: str, level: int = 1) -> list[Block]:
    return [Heading(title, level), *(Paragraph(line) for line in text.splitlines() if line.strip())] if text else []


def activity(c: Context) -> list[Block]:
    blocks: list[Block] = prose("Services proposés", c["services"])
    for family, labels in c.get("offers", ()):
        blocks += [Heading(family, 2), Bullets(labels)]
    known = [("Clientèle", "clients"), ("Adhère à un réseau", "federated"), ("Réseaux d'entreprises", "business_networks")]
    facts = [(label, c[name]) for label, name in [*known, ("Appropriation du numérique", "digital")] if c.get(name)]
    if facts:
        blocks += [Heading("Activité"), Facts(facts)]
    if c.get("coverage"):
        rows = [[department, ", ".join(places)] for department, places in c["coverage"] if places]
        blocks += [Heading("Territoire couvert"), Table(["Département", "Communes, cantons et périmètres"], rows, widths=(1, 2))]
    if c.get("impacts"):
        blocks.append(Heading("Effets sur le territoire"))
        for label, text in c["impacts"]:
            blocks += prose(label, text, 2)
    return blocks


def filled(pairs: Pairs) -> Pairs:
    return [(label, value or "à compléter") for label, value in pairs]


SHEET = DocumentType(
    code="directory.sheet",
    title="Fiche d'identification",
    subject="directory.organisation",
    context=context,
    body=body,
    sender=sender_of,
    subtitle=lambda c: c["name"],
    mandatory=(
        Mandatory("l'adresse", lambda c: c["address"]),
        Mandatory("la forme juridique", lambda c: c["legal_form"]),
        Mandatory("un numéro SIRET, SIREN ou RNA", lambda c: c["numbers"]),
    ),
    audience=("operator", "structure", "provider", "network", "funder"),
)


def check_reader(organisation: Organisation, *, actor: Actor) -> None:
    """Asked of each chosen line before the archive is made: a refused one is said, the others are given."""
    if refusal := may_produce(SHEET.code, organisation, actor):
        raise Refused(refusal)


def zip_of_sheets(organisations: list[Any], actor: Actor) -> tuple[str, str, bytes]:
    """The sheets of several organisations, in one archive: what the bulk act of the list gives."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for organisation in organisations:
            for file in produce(SHEET.code, organisation, actor=actor).files.filter(kind="pdf").order_by("id"):
                with open_stored(file.sha256) as stored:
                    archive.writestr(f"{str(organisation.public_id)[:8]} {file.name}", stored.read())
    return "fiches.zip", "application/zip", buffer.getvalue()
