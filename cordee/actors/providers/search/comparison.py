"""Providers side by side: the same lines for each, so that one reads across."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.completeness import BY_CODE, missing_codes
from cordee.actors.providers.models import Consultant, Provider, Rate, Reference
from cordee.actors.providers.policies import sections_of
from cordee.actors.providers.search import facts, queries
from cordee.actors.providers.search.conflicts import conflicts_of
from cordee.actors.providers.search.facts import Question
from cordee.actors.providers.search.words import Words, area_said
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today

MOST = 4
REFERENCES = 3
NOT_YOURS = "réservé aux opérateurs du dispositif"


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: a text, or several lines of it."""

    label: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    provider: Provider
    lines: tuple[Line, ...]
    without: str  # the comparison without this one
    conflict: str = ""


def chosen(texts: Iterable[str]) -> list[uuid.UUID]:
    """The keys of an address, each once, in its order; what is no key is dropped."""
    found: dict[uuid.UUID, None] = {}
    for text in texts:
        try:
            found[uuid.UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def providers_of(actor: Actor, keys: Sequence[uuid.UUID]) -> list[Provider]:
    """Those that this actor may see, in the order in which they were chosen."""
    rows = queries.register(actor).filter(public_id__in=list(keys)).select_related("organisation", "thread")
    found = {one.public_id: one for one in rows.annotate(missing=missing_codes()).order_by("pk")}
    return [found[key] for key in keys if key in found]


def compared(actor: Actor, providers: Sequence[Provider], words: Words, structure: Organisation | None) -> list[Column]:
    """At most `MOST`: five queries and one a source of facts, whatever their number."""
    ids = [one.pk for one in providers]
    question = Question(actor)
    known = facts.known_of(question, ids)
    people, references, rates = _years(ids, question.day.year), _references(ids, structure), _rates(ids)
    conflicts = conflicts_of(structure) if structure else {}
    columns = []
    for one in providers:
        open_to = sections_of(actor, one)
        lines = [
            _line("Compétences", words.said(one.competence_ids)),
            _line("Secteurs", words.sectors_said(one.sector_ids)),
            _line("Intervient", [area_said(one.everywhere, one.departments)]),
            _line("Équipe", people.get(one.pk, []) if "people" in open_to else [NOT_YOURS]),
            _line("Références semblables" if structure else "Dernières références", references.get(one.pk, [])),
            _line("Journée", rates.get(one.pk, []) if "rates" in open_to else [NOT_YOURS]),
            _line("Suivi dans Cordée", facts.sentences(known[one.pk], question) if "follow_up" in open_to else [NOT_YOURS]),
            _line("Pour être payé", [_payment(one)] if "follow_up" in open_to else [NOT_YOURS]),
        ]
        others = [other.public_id for other in providers if other is not one]
        without = "&".join([f"p={key}" for key in others] + ([f"structure={structure.public_id}"] if structure else []))
        columns.append(Column(one, tuple(lines), without, conflicts.get(one.organisation_id, "")))
    return columns


def _line(label: str, said: Sequence[str]) -> Line:
    return Line(label, tuple(text for text in said if text) or ("non renseigné",))


def _years(ids: Sequence[int], year: int) -> dict[int, list[str]]:
    """How many carry out the missions, for how long: no name, no age."""
    rows = Consultant.objects.for_system("teams of providers already seen").filter(period_contains_today(), provider__in=ids)
    found: dict[int, list[int | None]] = {}
    for pk, since in rows.order_by("since_year", "id").values_list("provider_id", "since_year"):
        found.setdefault(pk, []).append(since)
    return {pk: _team(year, years) for pk, years in found.items()}


def _team(year: int, years: Sequence[int | None]) -> list[str]:
    number = f"{len(years)} consultant·e{'s' if len(years) > 1 else ''}"
    experience = sorted((year - since for since in years if since), reverse=True)
    return [number, *(f"{formats.counted(n, 'an')} d'expérience" for n in experience)]


def _references(ids: Sequence[int], structure: Organisation | None) -> dict[int, list[str]]:
    """Alike first: in a sector of the structure, or said to be so by the provider; the latest first."""
    rows = Reference.objects.for_system("references of providers already seen").filter(provider__in=ids)
    sectors = set(structure.sectors.order_by("pk").values_list("pk", flat=True)) if structure else set[int]()
    found: dict[int, list[tuple[bool, str]]] = {}
    for one in rows.order_by("-year", "id"):
        alike = one.similar or one.sector_id in sectors
        found.setdefault(one.provider_id, []).append((alike, f"{one.client}, {one.year} : {one.subject}"))
    kept = {pk: [said for alike, said in told if alike or structure is None] for pk, told in found.items()}
    return {pk: said[:REFERENCES] for pk, said in kept.items()}


def _rates(ids: Sequence[int]) -> dict[int, list[str]]:
    rows = Rate.objects.for_system("rates of providers already seen").filter(period_contains_today(), provider__in=ids)
    found: dict[int, list[str]] = {}
    for one in rows.order_by("day_ttc", "id"):
        said = f"{one.label} : {formats.euros(one.day_ht, 'HT')}, {formats.euros(one.day_ttc)}"
        found.setdefault(one.provider_id, []).append(said)
    return found


def _payment(provider: Any) -> str:
    waited = [BY_CODE[code].said for code in provider.missing if BY_CODE[code].paid]
    return f"il manque {formats.joined(waited)}" if waited else "la fiche permet le paiement"
