"""The network as it is, or was, on a day: who carries the DLA where, from which places, with which funders. Read from the directory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from cordee.actors.directory.models import Alias, Mandate, Organisation, Role, Site, Tie
from cordee.actors.network.levels import LEVELS
from cordee.actors.territory.models import Zone
from cordee.actors.territory.queries import zone_name, zones_of_region
from cordee.core.access import Actor

OPEN = "the network is reference data: whoever is signed in reads it"
FUNDING = Mandate.Level.FUNDING


@dataclass(frozen=True, slots=True)
class Place:
    """Where one may be received: a site of the operator, or an antenna that has its own sheet."""

    name: str
    city: str
    phone: str


@dataclass(slots=True)
class Holder:
    """One mandate as the network shows it on a day. `url` is empty when the reader may not open the sheet."""

    mandate: Mandate
    name: str
    zones: list[Zone]
    url: str = ""
    host: str = ""
    part_of: str = ""
    members: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def organisation(self) -> Organisation:
        return self.mandate.organisation

    @property
    def since(self) -> date | None:
        lower: date | None = self.mandate.period.lower
        return lower

    @property
    def last_day(self) -> date | None:
        return self.mandate.last_day

    @property
    def territories(self) -> list[tuple[str, str]]:
        """(code, name) of what it carries."""
        return [(zone.code, zone_name(zone.code)) for zone in self.zones]

    def level_named(self, on: date) -> str:
        found = next((level for level in LEVELS if level.code == self.mandate.level), None)
        return found.named(on) if found else self.mandate.get_level_display()


def _mandates() -> Any:
    zones = Zone.objects.select_related("department").order_by("code")
    rows = Mandate.objects.for_system(OPEN).select_related("organisation", "organisation__commune")
    return rows.prefetch_related(Prefetch("zones", zones)).filter(organisation__merged_into=None)


def mandates_on(day: date, *, region: str = "", level: str = "") -> list[Mandate]:
    """Those in force on a day; `region` keeps what acts inside it."""
    rows = _mandates().filter(period__contains=day)
    if level:
        rows = rows.filter(level=level)
    if region:
        rows = rows.filter(pk__in=Mandate.objects.for_system(OPEN).filter(zones__code__in=zones_of_region(region)).order_by().values("pk"))
    return list(rows.order_by("organisation__sort_key", "id"))


def holders_on(actor: Actor, mandates: Sequence[Mandate], day: date) -> list[Holder]:
    """The same mandates with their operators' name of that day, host and places: a few queries, whatever their number."""
    ids = {mandate.organisation_id for mandate in mandates}
    ties = list(
        Tie.objects.for_system(OPEN).filter(Q(source__in=ids) | Q(target__in=ids), period__contains=day)
        .select_related("source__commune", "target").order_by("source__sort_key", "id")
    )  # fmt: skip
    known = (
        {tie.source_id: tie.source for tie in ties}
        | {tie.target_id: tie.target for tie in ties}
        | {m.organisation_id: m.organisation for m in mandates}
    )
    names = names_on(known.values(), day)
    seen = set(Organisation.objects.visible_to(actor).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    places = _places(ids, ties, names, day)
    found = []
    for mandate in mandates:
        one = mandate.organisation
        own = [tie for tie in ties if tie.source_id == one.pk]
        found.append(
            Holder(
                mandate,
                names[one.pk],
                list(mandate.zones.all()),
                url=one.get_absolute_url() if one.pk in seen else "",
                host=next((names[tie.target_id] for tie in own if tie.kind == Tie.Kind.HOSTED), ""),
                part_of=next((names[tie.target_id] for tie in own if tie.kind == Tie.Kind.ANTENNA), ""),
                members=[names[tie.source_id] for tie in ties if tie.target_id == one.pk and tie.kind == Tie.Kind.MEMBER],
                places=places.get(one.pk, []),
            )
        )
    return found


def names_on(organisations: Iterable[Organisation], day: date) -> dict[int, str]:
    """How each was called on a day: a former name that covers it, else its name."""
    names = {one.pk: one.name for one in organisations}
    former = Alias.objects.for_system(OPEN).filter(organisation__in=names, period__contains=day, period__upper_inf=False)
    return names | {alias.organisation_id: alias.name for alias in former.order_by("-period", "id")}


def _places(ids: Iterable[int], ties: Sequence[Tie], names: dict[int, str], day: date) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    sites = Site.objects.for_system(OPEN).filter(organisation__in=ids, period__contains=day).select_related("commune")
    for site in sites.order_by("kind", "name", "id"):
        found.setdefault(site.organisation_id, []).append(Place(str(site), site.commune.name if site.commune else "", site.phone))
    for tie in ties:
        if tie.kind == Tie.Kind.ANTENNA and (tie.source.ended_on is None or tie.source.ended_on > day):
            found.setdefault(tie.target_id, []).append(Place(names[tie.source_id], tie.source.city, tie.source.phone))
    return found


def by_level(holders: Sequence[Holder], day: date) -> list[tuple[str, str, list[Holder]]]:
    """(code, name of the level on that day, its holders), from the nation to the basins."""
    return [(one.code, one.named(day), [h for h in holders if h.mandate.level == one.code]) for one in LEVELS]


def national_funders(day: date) -> list[str]:
    """Who funds or supports the scheme everywhere: the funders whose sheet is the nation's, under their names of that day."""
    rows = Organisation.objects.for_system(OPEN).filter(
        zone="00", merged_into=None, roles__kind=Role.Kind.FUNDER, roles__period__contains=day
    )  # fmt: skip
    return sorted(names_on(rows.order_by("sort_key", "id"), day).values())


# -- one territory ------------------------------------------------------------------------------------------------------------
def zone_of_code(code: str) -> Zone | None:
    return Zone.objects.select_related("department__region", "parent").filter(code=code).first()


def carriers_of(zone: Zone) -> list[Mandate]:
    """Every mandate on the DLA of this very zone: past, present, to come."""
    mine = Mandate.objects.for_system(OPEN).filter(zones=zone).order_by().values("pk")
    return list(_mandates().filter(level=Mandate.Level.DEPARTMENTAL, pk__in=mine).order_by("period", "id"))


def from_day(mandates: Sequence[Mandate], on: date) -> list[Mandate]:
    """Those in force on a day, or later."""
    return [mandate for mandate in mandates if mandate.period.upper is None or mandate.period.upper > on]


def mandates_over(zone: Zone) -> list[Mandate]:
    """All that act, acted or will act on a zone: on itself, on what contains it, on its basins."""
    around = Q(zones__code__in=[zone.code, *_above(zone)]) | Q(zones__parent=zone)
    ids = Mandate.objects.for_system(OPEN).filter(around).order_by().values("pk")
    return list(_mandates().filter(pk__in=ids).order_by("-period", "id"))


def _above(zone: Zone) -> list[str]:
    if zone.parent is None or zone.parent.kind == Zone.Kind.NATIONAL:
        return ["00"]
    return [zone.parent.code, "00"]


@dataclass(frozen=True, slots=True)
class Territory:
    """A zone on a day: who carries the DLA, who did, who will; the levels above it and its funders."""

    zone: Zone
    now: list[Holder]
    wider: list[Holder]  # carried for the whole department, seen from a basin
    basins: list[Holder]
    before: list[Holder]  # of the zone, of its basins, of its department
    after: list[Holder]
    regional: list[Holder]
    funders: list[Holder]


def territory_on(actor: Actor, zone: Zone, day: date) -> Territory:
    found = holders_on(actor, mandates_over(zone), day)
    local = [h for h in found if h.mandate.level == Mandate.Level.DEPARTMENTAL]
    own = [h for h in local if any(z.pk == zone.pk for z in h.zones)]
    current = [h for h in found if _covers(h, day)]
    return Territory(
        zone=zone,
        now=[h for h in own if _covers(h, day)],
        wider=[h for h in local if _covers(h, day) and h not in own and any(z.pk == zone.parent_id for z in h.zones)],
        basins=[h for h in local if _covers(h, day) and any(z.parent_id == zone.pk for z in h.zones)],
        before=[h for h in local if h.mandate.period.upper and h.mandate.period.upper <= day],
        after=[h for h in own if h.since and h.since > day],
        regional=[h for h in current if h.mandate.level == Mandate.Level.REGIONAL],
        funders=[h for h in current if h.mandate.level == FUNDING],
    )


def _covers(holder: Holder, day: date) -> bool:
    period = holder.mandate.period
    return (period.lower is None or period.lower <= day) and (period.upper is None or day < period.upper)


def departments_carried(holders: Sequence[Holder]) -> dict[str, int]:
    """Department → how many operators carry its DLA or that of its basins: what the map draws."""
    counts: dict[str, set[int]] = {}
    for holder in holders:
        if holder.mandate.level == Mandate.Level.DEPARTMENTAL:
            for zone in holder.zones:
                if zone.department:
                    counts.setdefault(zone.department.code, set()).add(holder.mandate.organisation_id)
    return {code: len(operators) for code, operators in counts.items()}
