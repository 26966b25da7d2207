"""What the flat file may say of a provider: read by the list, its exports and the copy sheet alike. Neither bank details nor age."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DecimalField, F, Func, TextField

from cordee.actors.providers.models import Provider
from cordee.actors.providers.search.words import Words, area_said
from cordee.core.lists.declare import Rows

PARTED = " ; "  # several words in one cell, as the import parts them again


@dataclass(frozen=True, slots=True)
class EneeField:
    """`part`: the section of the sheet that says it, whose readers are its readers. `read`: the columns; `said`: their plain value."""

    code: str
    title: str
    part: str
    read: tuple[str, ...]
    said: Callable[..., Any] | None = None


def worded(words: Words) -> tuple[EneeField, ...]:
    """Every field, in the order of a file that nobody rearranged."""
    return (
        EneeField("siret", "SIRET", "follow_up", ("n_siret",)),
        EneeField("name", "Nom", "card", ("name",)),
        EneeField("kind", "Nature", "card", ("kind",), _label(Provider.Kind)),
        EneeField("address", "Adresse", "card", ("organisation__address",)),
        EneeField("postcode", "Code postal", "card", ("organisation__postcode",)),
        EneeField("city", "Ville", "card", ("organisation__city",)),
        EneeField("email", "Courriel", "card", ("organisation__email",)),
        EneeField("phone", "Téléphone", "card", ("organisation__phone",)),
        EneeField("website", "Site internet", "card", ("organisation__website",)),
        EneeField("known_for", "Ce qu'il fait bien", "card", ("known_for",)),
        EneeField("competences", "Compétences", "card", ("competence_ids",), lambda ids: PARTED.join(words.said(ids))),
        EneeField("sectors", "Secteurs", "card", ("sector_ids",), lambda ids: PARTED.join(words.sectors_said(ids))),
        EneeField("departments", "Départements d'intervention", "card", ("everywhere", "departments"), _departments),
        EneeField("area", "Territoires en clair", "card", ("everywhere", "departments"), area_said),
        EneeField("presentation", "Présentation", "card", ("presentation",)),
        EneeField("vat", "Situation de TVA", "follow_up", ("vat",), _label(Provider.Vat)),
        EneeField("state", "État au registre", "follow_up", ("state",), _label(Provider.State)),
        EneeField("spotted_on", "Repéré le", "follow_up", ("spotted_on",)),
        EneeField("verified_on", "Vérifié le", "follow_up", ("verified_on",)),
        EneeField("day_ht", "Journée HT, au moins (€)", "rates", ("n_day_ht",)),
        EneeField("day_ttc", "Journée TTC, au moins (€)", "rates", ("n_day_ttc",)),
    )


def _label(choices: Any) -> Callable[[str], str]:
    return lambda code: str(choices(code).label) if code else ""


def _departments(everywhere: bool, codes: Sequence[str] | None) -> str:
    return "France entière" if everywhere else PARTED.join(sorted(codes or ()))


def with_values(rows: Rows) -> Rows:
    """What lies in other tables: the SIRET of the day, the lowest price of a day."""
    siret = Func(
        F("organisation_id"),
        template="(SELECT i.value FROM directory_identifier i WHERE i.organisation_id = %(expressions)s AND i.kind = 'siret' "
        "AND i.period @> cordee_today() ORDER BY i.id DESC LIMIT 1)",
        output_field=TextField(),
    )
    valued: Rows = rows.annotate(n_siret=siret, n_day_ht=_lowest("day_ht"), n_day_ttc=_lowest("day_ttc"))
    return valued


def _lowest(column: str) -> Func:
    sql = f"(SELECT min(r.{column}) FROM providers_rate r WHERE r.provider_id = %(expressions)s AND r.period @> cordee_today())"  # noqa: S608
    return Func(F("pk"), template=sql, output_field=DecimalField())
