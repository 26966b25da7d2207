"""Requests, for the API: read as on the screen; received, precised or set aside by the same transitions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cordee.accompaniment.requests import presentation, queries
from cordee.accompaniment.requests.lifecycle import REQUEST
from cordee.accompaniment.requests.lists import RequestList
from cordee.accompaniment.requests.models import Request
from cordee.core.api.auth import ApiRequest
from cordee.core.api.lifecycles import lifecycle_routes
from cordee.core.api.paging import Page, page_of_list
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Cursor, Limit

router = ApiRouter(tags=["Demandes d'accompagnement"])

StateFilter = Literal["", "deposited", "asked", "accepted", "set_aside", "withdrawn"]
FIELDS = ("public_id", "label", "state", "asker", "origin", "zone", "channel", "deposited_at")


class RequestLine(Schema):
    id: UUID
    label: str = Field(description="La structure, ou le réseau qui demande.")
    state: str | None = Field(description="Nom interne, pour le DLA seul.")
    public_state: str
    asker: str
    origin: str
    zone: str
    deposited_at: datetime


class PartyOut(Schema):
    part: str
    name: str
    siret: str
    organisation: UUID | None


class PrecisionOut(Schema):
    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class RequestOut(RequestLine):
    origin_body: str
    need: str
    motives: list[str]
    elsewhere: str
    channel: str
    function: str
    contact: str = Field(description="Nom de la personne qui demande.")
    email: str
    phone: str
    parties: list[PartyOut]
    precisions: list[PrecisionOut]
    case: UUID | None = Field(description="Le dossier ouvert, une fois la demande reçue.")
    reason: str = Field(description="Pourquoi elle est écartée.")
    referred_to: str


@router.get("/demandes", response=Page[RequestLine], operation_id="requests", summary="Lister les demandes d'accompagnement")
def requests(request: ApiRequest, etat: StateFilter = "", limit: Limit = 50, cursor: Cursor = "") -> Page[RequestLine]:
    """Celles de votre territoire, ou celles que votre organisation a déposées. De la plus récente à la plus ancienne."""
    params = {"etat": etat}
    rows, following = page_of_list(RequestList(), request.actor, params=params, fields=FIELDS, limit=limit, cursor=cursor)
    inside = request.actor.capacity == "operator"
    return Page(items=[_line(row, inside) for row in rows], next=following)


def _line(row: dict[str, Any], inside: bool) -> RequestLine:
    named = {name: row[name] for name in ("label", "asker", "origin", "zone", "deposited_at")}
    return RequestLine(id=row["public_id"], state=row["state"] if inside else None, public_state=REQUEST.public[row["state"]], **named)


@router.get("/demandes/{public_id}", response=RequestOut, operation_id="request", summary="Lire une demande d'accompagnement")
def request_(request: ApiRequest, public_id: UUID) -> RequestOut:
    found: Request = visible_or_404(Request, request.actor, public_id, "thread", "contact", "case")
    told = ("label", "asker", "origin", "zone", "deposited_at", "origin_body", "need", "elsewhere", "channel", "function", "reason")
    parties = [
        PartyOut(part=p.part, name=p.name, siret=p.siret, organisation=p.organisation.public_id if p.organisation else None)
        for p in queries.parties_of(found)
    ]
    return RequestOut(
        id=found.public_id, state=found.state if presentation.is_inside(found, request.actor) else None,
        public_state=presentation.public_state(found).name, motives=queries.motives_of(found), contact=str(found.contact),
        email=found.contact.email, phone=found.contact.phone, parties=parties, referred_to=found.referred_to,
        precisions=[PrecisionOut.from_orm(p) for p in found.precisions.order_by("id")],
        case=found.case.public_id if found.case else None, **{name: getattr(found, name) for name in told},
    )  # fmt: skip


lifecycle_routes(router, "/demandes", Request)
