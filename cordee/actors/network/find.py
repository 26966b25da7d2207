"""What the box finds in the network: the reference data, and who carries the DLA of a place."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, F, Q, Value, When

from cordee.actors.directory.models import Mandate
from cordee.actors.network.kinds import BY_CODE
from cordee.actors.network.levels import LEVELS
from cordee.actors.network.models import Edition
from cordee.actors.network.queries.references import on_day
from cordee.actors.territory.models import Zone
from cordee.actors.territory.queries import zone_name
from cordee.core import find, formats
from cordee.core.access import Actor
from cordee.core.find.sought import LINKING
from cordee.core.models import HouseQuerySet, Spelled
from cordee.core.models.bases import period_contains_today
from cordee.core.text import FrNormalize, fr_normalize

# -- reference data ---------------------------------------------------------------------------------------------------------------


def editions_seen(actor: Actor) -> HouseQuerySet:
    rows: HouseQuerySet = on_day(Edition.objects.visible_to(actor))
    return rows


def edition_keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    rows = editions_seen(actor).filter(search=sought.query).annotate(rank=SearchRank(F("search"), sought.query))
    return list(rows.order_by("-rank", "id").values_list("pk", flat=True)[:limit])


def show_editions(actor: Actor, keys: list[int], sought: find.Sought) -> list[find.Hit]:
    rows = Edition.objects.for_system("rows whose keys were just read").filter(pk__in=keys).select_related("entry").order_by("pk")
    found = {edition.pk: edition for edition in rows}
    return [_reference(found[key]) for key in keys]


def _reference(edition: Edition) -> find.Hit:
    source = " · ".join(filter(None, [edition.figure, edition.source, str(edition.year or "")]))
    return find.Hit(
        edition.title, edition.entry.get_absolute_url(), what=BY_CODE[edition.entry.kind].title, why=source or edition.text[:120]
    )


# -- who carries the DLA ----------------------------------------------------------------------------------------------------------
CARRYING = [level.code for level in LEVELS]


def mandates_seen(actor: Actor) -> HouseQuerySet:
    """Who carries the DLA is read by everybody signed in, like the page of the territory."""
    rows: HouseQuerySet = Mandate.objects.for_system("the network is reference data: whoever is signed in reads it").filter(
        period_contains_today(), level__in=CARRYING, organisation__merged_into=None
    )
    return rows


def place_words(sought: find.Sought) -> list[str]:
    """What may name a territory; « DLA » and the linking words name none."""
    return [word for word in sought.words if word not in LINKING | {"dla", "operateur", "territoire"}]


def zones_called(sought: find.Sought) -> Any:
    """The territories whose name bears every word typed, whole or begun, or whose code begins so: read in the query that uses them."""
    zones = Zone.objects.exclude(kind=Zone.Kind.NATIONAL).annotate(called=FrNormalize("name"))
    typed = place_words(sought)
    for word in typed:
        zones = zones.filter(Q(called__regex=rf"\m{word}") | Q(code__istartswith=word))
    return zones.order_by().values("pk") if typed else zones.none().values("pk")


def mandate_keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    """The DLA of a place before what stands above it."""
    rows = mandates_seen(actor).filter(Q(zones__in=zones_called(sought)) | Q(organisation__search=sought.query))
    nearest = Case(When(level=Mandate.Level.DEPARTMENTAL, then=Value(0)), default=Value(1))
    ordered = rows.order_by(nearest, "organisation__sort_key", "id").values_list("pk", flat=True)
    return list(dict.fromkeys(ordered[: limit * 2]))[:limit]


def show_mandates(actor: Actor, keys: list[int], sought: find.Sought) -> list[find.Hit]:
    rows: Any = Mandate.objects.for_system("rows whose keys were just read").filter(pk__in=keys).order_by("pk")
    found = {mandate.pk: mandate for mandate in rows.select_related("organisation").prefetch_related("zones")}
    return [_carrier(found[key], place_words(sought)) for key in keys]


def _carrier(mandate: Any, typed: list[str]) -> find.Hit:
    """It leads to the territory that was typed, among those that it carries."""
    zones = sorted(mandate.zones.all(), key=lambda zone: zone.code)
    codes = [zone.code for zone in zones]
    called = [zone.code for zone in zones if typed and all(word in fr_normalize(f"{zone.name} {zone.code}") for word in typed)]
    place = next(iter(called or codes), "00")
    url = "/reseau/" if place == "00" else f"/reseau/territoires/{place}/"
    since = f"depuis le {formats.date_short(mandate.period.lower)}" if mandate.period.lower else ""
    names = formats.joined([zone_name(code) for code in codes])
    return find.Hit(mandate.organisation.name, url, what=mandate.get_level_display(), why=" · ".join(filter(None, [names, since])))


find.declare(
    find.FindSource(
        "reseau",
        "Réseau du DLA",
        "network",
        mandates_seen,
        mandate_keys,
        show_mandates,
        spelled=Spelled("organisation__name"),
        search="organisation__search",
        more="/reseau/",
        order=25,
    )
)
find.declare(
    find.FindSource(
        "reperes",
        "Repères du dispositif",
        "bookmark",
        editions_seen,
        edition_keys,
        show_editions,
        spelled=Spelled("title", "text", "carrier", "source"),
        more="/reseau/reperes/",
        order=40,
    )
)
