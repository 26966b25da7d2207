"""The network and its reference data, for the API: read by every token, written on the screens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from cordee.actors.network.levels import BY_CODE as LEVELS
from cordee.actors.network.models import Declination, Edition
from cordee.actors.network.queries import declinations as local
from cordee.actors.network.queries import picture
from cordee.actors.network.queries.references import entry_page, in_force
from cordee.core.api.auth import ApiRequest
from cordee.core.api.lifecycles import lifecycle_routes
from cordee.core.api.paging import Page
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Code
from cordee.core.clock import today

router = ApiRouter(tags=["Réseau du DLA"])
Day = Annotated[date | None, Query(description="Le réseau tel qu'il était ce jour-là ; aujourd'hui par défaut.")]


class PlaceOut(Schema):
    name: str
    city: str
    phone: str


class HolderOut(Schema):
    organisation: UUID
    name: str = Field(description="Sous son nom de ce jour-là.")
    level: str
    level_name: str
    territories: list[str] = Field(description="Codes des territoires.")
    since: date | None
    until: date | None = Field(description="Dernier jour compris ; null s'il n'est pas fixé.")
    host: str
    members: list[str]
    places: list[PlaceOut]


class TerritoryOut(Schema):
    code: str
    operators: list[HolderOut]
    before: list[HolderOut]
    after: list[HolderOut]
    regional: list[HolderOut]
    funders: list[HolderOut]


class EditionOut(Schema):
    number: int
    since: date
    until: date | None = Field(description="Premier jour où cette édition ne vaut plus.")
    title: str
    text: str
    value: Decimal | None = Field(description="null quand la lecture est incertaine : elle ne se calcule pas.")
    unit: str
    said: str
    source: str
    year: int | None
    certainty: str
    carrier: str
    link: str
    purposes: list[str]
    reason: str


class EntryOut(Schema):
    id: UUID
    kind: str
    code: str
    edition: EditionOut


class EntryDetail(EntryOut):
    editions: list[EditionOut] = Field(description="Toutes, la dernière d'abord.")
    carriers: list[str]
    supporters: list[str]


class DeclinationOut(Schema):
    id: UUID
    territory: str
    number: int
    state: str
    version: int
    published_on: date | None
    intro: str
    texts: dict[str, str] = Field(description="Code de l'objectif → texte local.")
    consulted: list[str]


def holder_out(holder: picture.Holder, day: date) -> HolderOut:
    return HolderOut(
        organisation=holder.organisation.public_id,
        name=holder.name,
        level=holder.mandate.level,
        level_name=holder.level_named(day),
        territories=[zone.code for zone in holder.zones],
        since=holder.since,
        until=holder.last_day,
        host=holder.host,
        members=holder.members,
        places=[PlaceOut(name=place.name, city=place.city, phone=place.phone) for place in holder.places],
    )


def edition_out(edition: Edition) -> EditionOut:
    return EditionOut(**{name: getattr(edition, name) for name in EditionOut.model_fields})


@router.get("/reseau/operateurs", response=Page[HolderOut], operation_id="network_operators", summary="Lister les opérateurs du DLA")
def operators(request: ApiRequest, au: Day = None, niveau: Code = "", region: Code = "") -> Page[HolderOut]:
    """Qui porte le dispositif, où et depuis quand."""
    day = au or today()
    mandates = [m for m in picture.mandates_on(day, region=region, level=niveau) if m.level in LEVELS]
    return Page(items=[holder_out(holder, day) for holder in picture.holders_on(request.actor, mandates, day)], next=None)


@router.get("/reseau/territoires/{code}", response=TerritoryOut, operation_id="network_territory", summary="Lire un territoire")
def territory(request: ApiRequest, code: str, au: Day = None) -> TerritoryOut:
    """Qui porte le DLA de ce territoire, qui le portait, qui le finance."""
    zone = picture.zone_of_code(code) if "\x00" not in code else None
    if zone is None or zone.kind == zone.Kind.NATIONAL:
        raise Http404
    day = au or today()
    found = picture.territory_on(request.actor, zone, day)
    parts = {name: [holder_out(h, day) for h in getattr(found, name)] for name in ("before", "after", "regional", "funders")}
    return TerritoryOut(code=code, operators=[holder_out(h, day) for h in (*found.now, *found.wider)], **parts)


@router.get("/reseau/reperes", response=Page[EntryOut], operation_id="references", summary="Lister les repères")
def references(request: ApiRequest, nature: Code = "", au: Day = None) -> Page[EntryOut]:
    """Finalité, objectifs, principes, chiffres, programmes : ceux qui sont en vigueur ce jour-là."""
    items = [
        EntryOut(id=e.entry.public_id, kind=e.entry.kind, code=e.entry.code, edition=edition_out(e))
        for e in in_force(nature, au or today())
    ]
    return Page(items=items, next=None)


@router.get("/reseau/reperes/{public_id}", response=EntryDetail, operation_id="reference", summary="Lire un repère et ses éditions")
def reference(request: ApiRequest, public_id: UUID) -> EntryDetail:
    found = entry_page(public_id)
    if found is None:
        raise Http404
    entry, editions = found
    bodies = list(entry.bodies.all())
    return EntryDetail(
        id=entry.public_id,
        kind=entry.kind,
        code=entry.code,
        edition=edition_out(editions[0]),
        editions=[edition_out(edition) for edition in editions],
        carriers=[body.organisation.name for body in bodies if body.part == "carrier"],
        supporters=[body.organisation.name for body in bodies if body.part == "supporter"],
    )


@router.get(
    "/reseau/territoires/{code}/declinaisons",
    response=Page[DeclinationOut],
    operation_id="declinations",
    summary="Lire les objectifs d'un territoire",
)
def declinations(request: ApiRequest, code: str) -> Page[DeclinationOut]:
    """Les versions que votre appartenance lit, la dernière d'abord."""
    rows = local.of_zone(request.actor, code) if "\x00" not in code else []
    return Page(items=[declination_out(row) for row in rows], next=None)


@router.get("/declinaisons/{public_id}", response=DeclinationOut, operation_id="declination", summary="Lire une déclinaison locale")
def declination(request: ApiRequest, public_id: UUID) -> DeclinationOut:
    return declination_out(visible_or_404(Declination, request.actor, public_id))


def declination_out(row: Declination) -> DeclinationOut:
    return DeclinationOut(
        id=row.public_id,
        territory=row.zone,
        number=row.number,
        state=row.state,
        version=row.version,
        published_on=row.published_on,
        intro=row.intro,
        texts=row.texts,
        consulted=[str(one) for one in row.consulted.select_related("organisation").order_by("on", "id")],
    )


lifecycle_routes(router, "/declinaisons", Declination)
