"""What a provider's sheet must say, declared once: the percentage, what is missing, what a payment waits for.

Each item is a condition in SQL on the sheet (`p`) and its organisation (`o`): one sheet and the whole register are read alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField

from cordee.actors.providers.models import Provider
from cordee.core.formats import NBSP, joined


@dataclass(frozen=True, slots=True)
class Item:
    """`said` is how a sentence names it; `section` where it is written; `listed` and `paid`: what it is needed for."""

    code: str
    said: str
    section: str
    there: str
    listed: bool = False
    paid: bool = False


def _today(table: str) -> str:
    return f"EXISTS (SELECT FROM providers_{table} c WHERE c.provider_id = p.id AND c.period @> cordee_today())"


SIRET = "EXISTS (SELECT FROM directory_identifier c WHERE c.organisation_id = o.id AND c.kind = 'siret' AND c.period @> cordee_today())"
INSURED = "EXISTS (SELECT FROM providers_paper c WHERE c.provider_id = p.id AND c.kind = 'insurance' AND c.ends_on >= cordee_today())"
ITEMS = (
    Item("address", "l'adresse", "identity", "o.address <> '' AND o.postcode <> '' AND o.city <> ''", listed=True, paid=True),
    Item("siret", "le SIRET", "identity", SIRET, listed=True, paid=True),
    Item("kind", "la nature du prestataire", "identity", "p.kind <> ''", listed=True, paid=True),
    Item("vat", "la situation de TVA", "identity", "p.vat <> ''", listed=True, paid=True),
    Item("reach", "un courriel ou un téléphone", "identity", "o.email <> '' OR o.phone <> ''", listed=True),
    Item("competence", "une compétence", "offer", _today("providercompetence"), listed=True),
    Item("sector", "un secteur", "offer", _today("providersector")),
    Item("area", "un territoire d'intervention", "areas", _today("providerarea"), listed=True),
    Item("consultant", "un profil d'intervention", "people", _today("consultant")),
    Item("reference", "une référence", "references", "EXISTS (SELECT FROM providers_reference c WHERE c.provider_id = p.id)"),
    Item("rate", "un tarif", "rates", _today("rate")),
    Item("insurance", "l'attestation d'assurance", "papers", INSURED),
    Item("iban", "l'IBAN", "bank", _today("bankdetails"), paid=True),
)
BY_CODE = {item.code: item for item in ITEMS}
_GAPS = ", ".join(f"CASE WHEN NOT ({item.there}) THEN '{item.code}' END" for item in ITEMS)
_SQL = """(SELECT array_remove(ARRAY[{}]::text[], NULL)
FROM providers_provider p JOIN directory_organisation o ON o.id = p.organisation_id WHERE p.id = %(expressions)s)"""


def missing_codes() -> Func:
    """`annotate(missing=missing_codes())`: the codes of what each sheet lacks today."""
    return Func(F("pk"), template=_SQL.format(_GAPS), output_field=ArrayField(TextField()))


def missing(provider: Provider) -> list[Item]:
    """What this sheet lacks today, in the order in which one asks for it."""
    codes: Any = (
        Provider.objects.for_system("one sheet's own gaps").filter(pk=provider.pk).annotate(missing=missing_codes()).values_list("missing")
    )
    return [BY_CODE[code] for code in codes.get()[0]]


def can_be_paid(provider: Provider) -> list[str]:
    """What a payment still waits for, in words: none, and the provider can be paid."""
    return [item.said for item in missing(provider) if item.paid]


def payable(rows: Any) -> Any:
    """Those whose sheet lets them be paid: what the rooms of missions and payments ask."""
    return rows.alias(missing=missing_codes()).exclude(missing__overlap=[item.code for item in ITEMS if item.paid])


@dataclass(frozen=True, slots=True)
class Completeness:
    missing: list[Item]

    @property
    def percent(self) -> int:
        return round(100 * (len(ITEMS) - len(self.missing)) / len(ITEMS))

    @property
    def done(self) -> int:
        return len(ITEMS) - len(self.missing)

    @property
    def total(self) -> int:
        return len(ITEMS)

    @property
    def sentence(self) -> str:
        """« 80 % : il manque le SIRET et l'attestation d'assurance »."""
        rest = f"il manque {joined([item.said for item in self.missing])}" if self.missing else "rien ne manque"
        return f"{self.percent}{NBSP}%{NBSP}: {rest}"

    @property
    def unpaid(self) -> str:
        """What the provider reads when it could be chosen and not paid; nothing when it can be."""
        waited = [item.said for item in self.missing if item.paid]
        return f"Vous pouvez être retenu, pas encore payé : il manque {joined(waited)}." if waited else ""
