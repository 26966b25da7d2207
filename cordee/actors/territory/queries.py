"""Every read of places and zones. Reference data: it speaks of nobody, so there is no `visible_to` here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Sum, Value, When

from cordee.actors.territory.geometry import MapDepartment, drawing
from cordee.actors.territory.models import Commune, Department, Epci, Region, Zone
from cordee.core.formats import NBSP
from cordee.core.text import FrNormalize, fr_normalize, words

SHORT_FORMS = {"st": "saint", "ste": "sainte"}


def _word_query(word: str) -> SearchQuery:
    """Names or postcodes with a word that begins so; « st » also means « saint »."""
    raw = f"{word}:*" if word not in SHORT_FORMS else f"{word}:* | {SHORT_FORMS[word]}:*"
    return SearchQuery(raw, config="simple", search_type="raw")


def _spelled_out(text: str) -> str:
    return " ".join(SHORT_FORMS.get(word, word) for word in words(text))


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """Communes whose name or postcodes hold every word as a prefix: the exact name first, then the most populated."""
    found = words(text)
    if not found:
        return []
    query = _word_query(found[0])
    for word in found[1:]:
        query = query & _word_query(word)
    exact = Case(When(sort_key=_spelled_out(text), then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(
        Commune.objects.filter(search=query)
        .select_related("department")
        .order_by(exact, F("population").desc(nulls_last=True), "sort_key", "code")[:limit]
    )


def communes_named(name: str, postcode: str = "") -> list[Commune]:
    """The communes of exactly this name, whatever its accents and hyphens, narrowed by a postcode when one is given."""
    named = Commune.objects.filter(sort_key=_spelled_out(name))
    if postcode:
        named = named.filter(postcodes__contains=[postcode])
    return list(named.select_related("department").order_by("department__code", "code")[:50])


def commune_by_code(code: str) -> Commune | None:
    return Commune.objects.filter(code=code).first()


def commune_by_id(pk: int) -> Commune | None:
    return Commune.objects.filter(pk=pk).first()


def zone_of(commune: Commune) -> Zone:
    """The basin that holds the commune, else its department."""
    return Zone.objects.filter(
        Q(memberships__commune=commune) | Q(kind=Zone.Kind.DEPARTMENT, department_id=commune.department_id)
    ).order_by("kind")[0]  # « basin » sorts before « department »


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    names = {}
    for zone in Zone.objects.order_by("code"):
        names[zone.code] = zone.name if zone.kind == Zone.Kind.NATIONAL else f"{zone.name}{NBSP}({zone.code.split('-')[0]})"
    return names


def zone_name(code: str) -> str:
    """« Nord (59) ». Read once per process, and again when a zone is met that did not exist then."""
    if code not in _zone_names():
        _zone_names.cache_clear()
    return _zone_names().get(code, code)


def zones_of_region(code: str) -> frozenset[str]:
    """The codes of a region's zones: its departments and their basins."""
    return frozenset(Zone.objects.filter(department__region__code=code).values_list("code", flat=True))


def zones_under(codes: Iterable[str]) -> frozenset[str]:
    """These zones and all that they contain: the nation its departments, a department its basins."""
    wanted = list(codes)
    inside = Q(code__in=wanted) | Q(parent__code__in=wanted) | Q(parent__parent__code__in=wanted)
    return frozenset(Zone.objects.filter(inside).values_list("code", flat=True))


@lru_cache(maxsize=1)
def _regions_of_departments() -> dict[str, str]:
    return dict(Department.objects.order_by("code").values_list("code", "region__code"))


def wider(zone: str) -> list[str]:
    """A zone and what contains it, nearest first: the basin, its department, its region (« R32 »)."""
    department = zone.split("-")[0]
    region = _regions_of_departments().get(department)
    return list(dict.fromkeys([zone, department, *([f"R{region}"] if region else [])]))


def places_within(zones: frozenset[str] | None) -> list[tuple[str, str]]:
    """The regions that lie whole within these zones, then the zones themselves."""
    of = _regions_of_departments()
    regions = [
        (f"R{region.code}", f"{region.name} (région)")
        for region in Region.objects.order_by("name")
        if zones is None or zones.issuperset(code for code, inside in of.items() if inside == region.code)
    ]
    codes = zones if zones is not None else Zone.objects.exclude(kind=Zone.Kind.NATIONAL).values_list("code", flat=True)
    return regions + [(code, zone_name(code)) for code in sorted(codes)]


def place_name(code: str) -> str:
    if not code.startswith("R"):
        return zone_name(code)
    region = Region.objects.filter(code=code.removeprefix("R")).first()
    return region.name if region else code


def map_departments() -> tuple[MapDepartment, ...]:
    """The departments as the map draws them; read once per process, without the database."""
    return drawing().departments


def departments_with_population() -> QuerySet[Department]:
    return Department.objects.annotate(population=Sum("communes__population"), commune_count=Count("communes")).order_by("code")


def regions_matching(text: str) -> list[Region]:
    """Regions with their departments; with a text, those whose name, or a department's name or code, holds it."""
    departments = departments_with_population()
    regions = Region.objects.order_by("collectivity", FrNormalize("name")).prefetch_related(Prefetch("departments", departments))
    wanted = fr_normalize(text).strip()
    if not wanted:
        return list(regions)
    kept = []
    for region in regions:
        shown = list(region.departments.all())
        if wanted not in fr_normalize(region.name):
            shown = [d for d in shown if wanted == d.code.lower() or wanted in fr_normalize(d.name)]
        if shown:
            region._prefetched_objects_cache = {"departments": shown}  # type: ignore[attr-defined]
            kept.append(region)
    return kept


def department_names() -> list[tuple[str, str]]:
    return list(Department.objects.order_by("code").values_list("code", "name"))


def department_page(code: str) -> Department | None:
    return departments_with_population().select_related("region").filter(code=code).first()


def epcis_of(department: Department) -> QuerySet[Epci]:
    """The inter-municipal bodies with at least one commune here; figures count the department's communes only."""
    here = Q(communes__department=department)
    return (
        Epci.objects.filter(here)
        .annotate(commune_count=Count("communes", filter=here), population=Sum("communes__population", filter=here))
        .order_by(F("population").desc(nulls_last=True), "name")
    )


def zones_of(department: Department) -> QuerySet[Zone]:
    """The department's zone, then its basins."""
    return (
        Zone.objects.filter(department=department)
        .annotate(commune_count=Count("memberships"), population=Sum("memberships__commune__population"))
        .order_by("-kind", "name")
    )


def zones_in(code: str = "") -> QuerySet[Zone]:
    """The zones of a department, or all of them, by code."""
    zones = Zone.objects.select_related("department", "parent").order_by("code")
    return zones.filter(department__code=code) if code else zones


def commune_places() -> list[tuple[int, str, str, str, list[str], str]]:
    """(id, code, name, sort key, postcodes, zone) of every commune: what an import needs to place its lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.code, c.name, c.sort_key, c.postcodes, coalesce(b.code, d.code) FROM territory_commune c "
            "JOIN territory_zone d ON d.department_id = c.department_id AND d.kind = 'department' "
            "LEFT JOIN territory_zonecommune zc ON zc.commune_id = c.id LEFT JOIN territory_zone b ON b.id = zc.zone_id"
        )
        return list(cursor.fetchall())
