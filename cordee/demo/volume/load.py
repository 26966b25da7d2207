"""Writes a crowd with COPY: id blocks from the sequences, threads first, history triggers off for this load alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

import pgtrigger
from django.db import connection, transaction
from django.utils import timezone

from cordee.actors.directory.models import Agreement, Identifier, Organisation, Role, Sector, YearFigures
from cordee.actors.territory.models import Zone
from cordee.demo.volume.invent import KINDS, SOURCE, Crowd, Kind, Place, Sheet

BATCH = 4_000
MODELS = (Organisation, Role, Identifier, Agreement, YearFigures)
Row = tuple[Any, ...]

PLACES = """
SELECT c.id, c.name, c.postcodes[1], coalesce(b.code, d.code), coalesce(c.population, 0)
FROM territory_commune c
JOIN territory_zone d ON d.department_id = c.department_id AND d.kind = 'department'
LEFT JOIN territory_zonecommune zc ON zc.commune_id = c.id LEFT JOIN territory_zone b ON b.id = zc.zone_id
WHERE c.population > 0 AND cardinality(c.postcodes) > 0 AND (%(zones)s::text[] IS NULL OR d.code = ANY (%(zones)s::text[]))
ORDER BY c.code
"""

ORGANISATION = (
    "id", "public_id", "thread_id", "zone", "version", "name", "acronym", "legal_form", "founded_in", "esus",
    "address", "postcode", "commune_id", "city", "setting", "phone", "email", "website",
    "naf", "naf25", "vocation", "story", "projects", "services", "clients", "digital_level", "analytical_accounting", "territorial_impact",
    "fictitious", "created_at",
)  # fmt: skip
YEARS = (
    "organisation_id", "year", "version", "permanent", "insertion", "fte", "hours_individuals", "hours_companies", "hours_public", "budget",
    "sales_share", "services_share", "grants_share", "source",
)  # fmt: skip


def places_of(departments: Sequence[str] | None = None) -> list[Place]:
    """Where people live, with the zone of each: the crowd settles in proportion."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"zones": list(departments) if departments else None})
        return [Place(*row) for row in cursor.fetchall()]


def generate(
    count: int,
    *,
    seed: int,
    today: date,
    departments: Sequence[str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
    kinds: Sequence[Kind] = KINDS,
) -> int:
    """Writes `count` invented structures in one transaction; answers how many rows that is."""
    places = places_of(departments)
    if not places:
        codes = ", ".join(Zone.objects.filter(kind="department").order_by("code").values_list("code", flat=True)[:3])
        raise ValueError(f"Aucune commune dans ces départements. Donnez des codes comme {codes}.")
    rows = 0
    with transaction.atomic(), without_history():
        first = Organisation.objects.for_system("numbers of the series go on").filter(fictitious=True).count()
        sheets = Crowd(seed, places, today, first, kinds).sheets(count)
        sectors = dict(Sector.objects.order_by("id").values_list("code", "id"))
        done = 0
        while batch := list(islice(sheets, BATCH)):
            rows += write(batch, sectors, timezone.now())
            done += len(batch)
            progress(done)
    analyse()
    return rows


@contextmanager
def without_history(models: Sequence[Any] = MODELS) -> Iterator[None]:
    """The history triggers of these tables, and no other trigger, sleep until the end of the block: other sessions wait, none escapes."""
    pairs = [(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered() if model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a row still to be checked would forbid the next lines
        for table, name in pairs:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
        yield
        for table, name in pairs:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "{name}"')


def write(sheets: Sequence[Sheet], sectors: dict[str, int], now: datetime) -> int:
    threads, ids = reserve("core_thread", len(sheets)), reserve("directory_organisation", len(sheets))
    numbered = list(zip(ids, sheets, strict=True))
    keyed = zip(threads, numbered, strict=True)
    return sum(
        (
            copy("core_thread", ("id", "kind", "zone"), ((t, "organisation", s.place.zone) for t, s in zip(threads, sheets, strict=True))),
            copy("directory_organisation", ORGANISATION, (organisation(t, i, s, now) for t, (i, s) in keyed)),
            copy("directory_role", ("organisation_id", "kind", "period"), ((i, s.role, f"[{s.known_since},)") for i, s in numbered)),
            copy("directory_identifier", ("organisation_id", "kind", "value", "period"), identifiers(numbered)),
            copy(
                "directory_agreement",
                ("organisation_id", "type", "period", "reference", "insertion_project", "exit_objective", "reconventioning"),
                agreements(numbered),
            ),
            copy(
                "directory_organisation_sectors",
                ("organisation_id", "sector_id"),
                ((i, sectors[c]) for i, s in numbered for c in s.sectors),
            ),
            copy("directory_yearfigures", YEARS, years(numbered)),
        )
    )


def reserve(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]


def copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    written, named = 0, ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
            written += 1
    return written


def organisation(thread: int, pk: int, s: Sheet, now: datetime) -> Row:
    place = s.place
    identity = (pk, s.public_id, thread, place.zone, 1, s.name, "", s.legal_form, s.founded_in, s.esus)
    contact = (s.address, place.postcode, place.id, place.name, s.setting, s.phone, s.email, "")
    rest = (s.activity.naf, "", "", "", "", s.activity.services, s.clients, s.digital_level, s.analytical_accounting, "", True, now)
    return identity + contact + rest


def identifiers(numbered: Iterable[tuple[int, Sheet]]) -> Iterator[Row]:
    for pk, s in numbered:
        for kind, value in (("siren", s.siren), ("siret", s.siret)):
            yield pk, kind, value, f"[{s.founded_in}-01-01,)"


def agreements(numbered: Iterable[tuple[int, Sheet]]) -> Iterator[Row]:
    for pk, s in numbered:
        if s.agreement:
            reference = f"{s.agreement.upper()}-{s.place.zone[:3]}-{pk} (fictif)"
            yield pk, s.agreement, f"[{s.agreed_from}-01-01,)", reference, "", s.exit_objective, s.agreed_from % 5 == 0


def years(numbered: Iterable[tuple[int, Sheet]]) -> Iterator[Row]:
    for pk, s in numbered:
        for y in s.years:
            grants = 100 - y.sales - y.services
            yield (
                pk,
                y.year,
                1,
                y.permanent,
                y.insertion,
                y.fte,
                *(y.hours or (None, None, None)),
                y.budget,
                y.sales,
                y.services,
                grants,
                SOURCE,
            )


def analyse() -> None:
    """Fresh statistics, and the full-text index's pending list emptied: the first reader does not pay for the load."""
    tables = ["core_thread", "directory_organisation_sectors", *(model._meta.db_table for model in MODELS)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
        cursor.execute("SELECT gin_clean_pending_list('directory_org_search')")
        if not connection.in_atomic_block:  # lists read the index alone once the server knows that every row is visible
            cursor.execute("VACUUM directory_organisation")
