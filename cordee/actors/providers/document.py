"""Document D01, the provider's sheet (« fiche type prestataire »): what is written, and what the base of the scheme demands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cordee.actors.directory.logos import sender_of
from cordee.actors.directory.sheet import filled, prose
from cordee.actors.providers.completeness import ITEMS, missing
from cordee.actors.providers.kinds import current_account
from cordee.actors.providers.models import Provider
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.documents import DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Bullets, Callout, Facts, Heading, Table
from cordee.core.documents.registry import Context
from cordee.core.models.bases import period_contains_today


def context(provider: Provider, actor: Actor) -> dict[str, Any]:
    """Read once and frozen. No age, no account number beyond its mask, no address of a person."""
    organisation = provider.organisation
    account = current_account(provider)
    current = period_contains_today()
    people = provider.consultants.filter(current).select_related("person").order_by("person__sort_key")
    return {
        "name": organisation.name,
        "fictitious": organisation.fictitious,
        "state": provider.get_state_display(),
        "kind": provider.get_kind_display(),
        "vat": provider.get_vat_display(),
        "numbers": [[i.get_kind_display(), i.value] for i in organisation.identifiers.filter(current).order_by("kind")],
        "address": ", ".join(filter(None, [organisation.address, f"{organisation.postcode} {organisation.city}".strip()])),
        "phone": organisation.phone,
        "email": organisation.email,
        "website": organisation.website,
        "presentation": provider.presentation,
        "similar": provider.similar_experience,
        "networks": provider.national_networks,
        "competences": [
            str(r.competence) for r in provider.competences.filter(current).select_related("competence").order_by("competence__label")
        ],
        "sectors": [str(r.sector) for r in provider.sectors.filter(current).select_related("sector").order_by("sector__label")],
        "areas": [str(a) for a in provider.areas.filter(current).select_related("region", "department").order_by("kind", "id")],
        "consultants": [[str(c.person), c.get_status_display(), c.training, c.field, str(c.since_year or "")] for c in people],
        "references": [
            [r.client, str(r.year), r.subject, "oui" if r.similar else "non"] for r in provider.references.order_by("-year", "-id")
        ],
        "rates": [
            [r.label, formats.euros(r.day_ht, "HT"), formats.euros(r.day_ttc)] for r in provider.rates.filter(current).order_by("label")
        ],
        "account": f"{account.holder}, {account}" if account else "",
        "missing": [item.code for item in missing(provider)],
    }


def body(c: Context) -> Sequence[Block]:
    blocks: list[Block] = []
    if c["fictitious"]:
        blocks.append(Callout("Ce prestataire est inventé pour la démonstration.", title="Prestataire fictif"))
    numbers = [(kind, formats.siret(value) if kind in ("SIRET", "SIREN") else value) for kind, value in c["numbers"]]
    blocks += [
        Heading("Identification"),
        Facts(filled([("Nom", c["name"]), ("Nature", c["kind"]), ("TVA", c["vat"]), *numbers, ("État au registre", c["state"])])),
        Heading("Coordonnées"),
        Facts(filled([("Adresse", c["address"]), ("Téléphone", c["phone"]), ("Courriel", c["email"])])),
    ]
    blocks += prose("Présentation", c["presentation"])
    for title, items in (("Compétences", c["competences"]), ("Secteurs", c["sectors"]), ("Territoires d'intervention", c["areas"])):
        if items:
            blocks += [Heading(title, 2), Bullets(items)]
    if c["consultants"]:
        head = ["Nom", "Statut", "Formation", "Champ de compétence", "Exerce depuis"]
        blocks += [Heading("Consultants et consultantes"), Table(head, c["consultants"])]
    if c["references"]:
        blocks += [
            Heading("Références"),
            Table(["Pour qui", "Année", "Objet", "Expérience semblable"], c["references"], widths=(2, 1, 3, 1)),
        ]
    blocks += prose("Expériences semblables", c["similar"], 2) + prose("Réseaux nationaux d'échange", c["networks"], 2)
    if c["rates"]:
        blocks += [Heading("Tarifs d'une journée"), Table(["Travail", "HT", "TTC"], c["rates"])]
    return [*blocks, Heading("Paiement"), Facts(filled([("Compte", c["account"])]))]


def _there(code: str) -> Any:
    return lambda c: code not in c["missing"]


D01 = DocumentType(
    code="providers.sheet",
    title="Fiche type prestataire",
    subject="providers.provider",
    context=context,
    body=body,
    sender=lambda provider, actor: sender_of(provider.organisation, actor),
    subtitle=lambda c: c["name"],
    mandatory=tuple(Mandatory(item.said, _there(item.code)) for item in ITEMS if item.listed or item.paid),
    audience=("operator", "provider"),
)
