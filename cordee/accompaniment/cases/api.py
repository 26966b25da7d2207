"""Dossiers, for the API: the list, one dossier as its reader may know it, its journal and its transitions, by the doors of the screens."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from cordee.accompaniment.cases import presentation, queries
from cordee.accompaniment.cases.lists import CaseList
from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.core.access import capacities_in
from cordee.core.api.auth import ApiRequest
from cordee.core.api.lifecycles import lifecycle_routes
from cordee.core.api.paging import Page, page_of_list
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import NO_NUL, Code, Cursor, Limit

router = ApiRouter(tags=["Dossiers"])
Asked = Annotated[str, Query(max_length=200, pattern=NO_NUL, description="Mots de l'intitulé ou de la demande.")]
EntryCode = Annotated[str, Query(max_length=60, pattern=r"^[0-9A-Za-z_-]*$", description="Code d'un repère du dispositif.")]


class CaseLine(Schema):
    id: UUID
    number: str
    title: str
    state_name: str = Field(description="Le nom de l'état tel que votre appartenance le lit.")
    kind: str
    requested_on: date
    territory: str
    structures: str


class StructureOut(Schema):
    organisation: UUID
    name: str
    state: str
    since: date
    until: date | None


class StepOut(Schema):
    act: str
    detail: str
    yours: bool


class CaseOut(Schema):
    id: UUID
    version: int
    number: str
    own_number: str
    title: str
    need: str
    state_name: str
    kind: str
    origin: str
    requested_on: date
    territory: str
    requester: str
    relayed_from: str | None
    follows: UUID | None = Field(description="Le dossier auquel celui-ci fait suite, s'il vous est ouvert.")
    motives: list[str]
    objectives: list[str]
    structures: list[StructureOut]
    next_steps: list[StepOut]


@router.get("/dossiers", response=Page[CaseLine], operation_id="cases", summary="Lister les dossiers")
def cases(
    request: ApiRequest,
    q: Asked = "",
    etat: Code = "",
    nature: Code = "",
    origine: Code = "",
    motif: EntryCode = "",
    objectif: EntryCode = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[CaseLine]:
    """Ceux de votre territoire, et ceux auxquels votre organisation prend part ; du plus récent au plus ancien."""
    fields = (
        "public_id",
        "year",
        "rank",
        "title",
        "state",
        "stopped_on_request",
        "kind",
        "requested_on",
        "zone",
        "structures",
        "thread_id",
    )
    params = {"q": q, "etat": etat, "nature": nature, "origine": origine, "motif": motif, "objectif": objectif}
    rows, following = page_of_list(CaseList(), request.actor, params=params, fields=fields, limit=limit, cursor=cursor)
    return Page(items=[case_line(row, request.actor.capacity) for row in rows], next=following)


def case_line(row: dict[str, Any], capacity: str) -> CaseLine:
    case = Case(**{name: row[name] for name in ("year", "rank", "state", "stopped_on_request")})
    return CaseLine(
        id=row["public_id"], number=case.number, state_name=presentation.state_said(case, {capacity}), territory=row["zone"],
        structures=row["structures"] or "", **{name: row[name] for name in ("title", "kind", "requested_on")},
    )  # fmt: skip


@router.get("/dossiers/{public_id}", response=CaseOut, operation_id="case", summary="Lire un dossier")
def case(request: ApiRequest, public_id: UUID, response: HttpResponse) -> CaseOut:
    """Sans les comptes : ils ne sortent que par la page du dossier. La version est aussi dans l'en-tête ETag."""
    found = visible_or_404(Case, request.actor, public_id, "thread", "requester", "relayed_from")
    response["ETag"] = f'"{found.version}"'
    capacities = frozenset(capacities_in(request.actor, found.thread))
    inside = "operator" in capacities
    aims = queries.titles_of(queries.aims_of(found, inside=inside))
    before = Case.objects.visible_to(request.actor).filter(pk=found.follows_id).first() if found.follows_id else None
    return CaseOut(
        id=found.public_id, territory=found.zone, requester=found.requester.name, follows=before.public_id if before else None,
        relayed_from=found.relayed_from.name if found.relayed_from else None, state_name=presentation.state_said(found, capacities),
        motives=aims["motives"], objectives=aims["objectives"],
        structures=[structure_out(one) for one in queries.structures_of(found)],
        next_steps=[
            StepOut(act=one.sentence, detail=one.detail, yours=one.mine)
            for one in presentation.next_steps(found, request.actor, capacities)
        ],
        **{name: getattr(found, name) for name in ("version", "number", "title", "need", "kind", "origin", "requested_on")},
        own_number=found.own_number if inside else "",
    )  # fmt: skip


def structure_out(one: Beneficiary) -> StructureOut:
    return StructureOut(
        organisation=one.organisation.public_id, name=one.organisation.name, state=one.state, since=one.since, until=one.until
    )  # fmt: skip


lifecycle_routes(router, "/dossiers", Case)
