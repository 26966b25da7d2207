"""Committees, meetings and contributions, for the API: read as on the screen; a member gives its opinion."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Schema
from ninja.responses import Status
from pydantic import Field

from cordee.actors.partners import actions, presentation, queries
from cordee.actors.partners.forms import OpinionForm
from cordee.actors.partners.lists import CommitteeList, ContributionList, MeetingList
from cordee.actors.partners.models import AgendaItem, Committee, Meeting
from cordee.actors.partners.policies import NO_SEAT
from cordee.core.access import Refused
from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import Answered, fields_of_form
from cordee.core.api.paging import Page, page_of_list
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Cursor, Input, Limit, Text

router = ApiRouter(tags=["Comités et partenaires"])

KindFilter = Literal["", "support", "steering", "strategic", "technical", "working"]
MeetingFilter = Literal["", "planned", "held", "reported", "cancelled"]
FormFilter = Literal["", "host", "budget", "earmarked", "programme", "expertise", "positioning"]


class CommitteeLine(Schema):
    id: UUID
    kind: str
    name: str
    organisation: str
    zone: str
    region: str | None


class SeatOut(Schema):
    organisation: str
    seat: str
    since: date | None
    until: date | None = Field(description="Premier jour où ce n'est plus vrai ; null tant que c'est en cours.")


class CommitteeOut(CommitteeLine):
    purpose: str
    quorum: int | None
    seats: list[SeatOut]


class MeetingLine(Schema):
    id: UUID
    committee: UUID
    committee_name: str
    state: str
    starts_at: datetime
    place: str


class OpinionOut(Schema):
    organisation: str
    value: str
    text: str
    revision: int
    given_at: datetime


class PointOut(Schema):
    id: UUID
    rank: int
    title: str
    organisation: str | None
    asks_opinion: bool
    closed: bool = Field(description="Lien d'intérêt déclaré : précision, pièces et avis ne sont pas donnés.")
    detail: str
    decision: str
    papers: list[str]
    opinions: list[OpinionOut]


class MeetingOut(MeetingLine):
    note: str
    visio_url: str
    minutes: str = Field(description="Vide tant que le compte rendu n'est pas publié.")
    points: list[PointOut]


class OpinionInput(Input):
    value: Literal["favourable", "reserved", "against", "abstains"]
    text: Text = ""


class ContributionLine(Schema):
    id: UUID
    contributor: str
    operator: str
    form: str
    state: str
    amount: Decimal | None
    earmark: str
    since: date | None
    until: date | None


@router.get("/comites", response=Page[CommitteeLine], operation_id="committees", summary="Lister les comités")
def committees(request: ApiRequest, nature: KindFilter = "", limit: Limit = 50, cursor: Cursor = "") -> Page[CommitteeLine]:
    """Ceux de votre territoire, et ceux dont votre organisation est membre."""
    fields = ("public_id", "kind", "name", "organisation__name", "zone", "region__name")
    rows, following = page_of_list(CommitteeList(), request.actor, params={"nature": nature}, fields=fields, limit=limit, cursor=cursor)
    return Page(items=[committee_line(row) for row in rows], next=following)


def committee_line(row: dict[str, Any]) -> CommitteeLine:
    return CommitteeLine(
        id=row["public_id"], kind=row["kind"], name=row["name"], organisation=row["organisation__name"], zone=row["zone"],
        region=row["region__name"],
    )  # fmt: skip


@router.get("/comites/{public_id}", response=CommitteeOut, operation_id="committee", summary="Lire un comité")
def committee(request: ApiRequest, public_id: UUID) -> CommitteeOut:
    found = visible_or_404(Committee, request.actor, public_id, "organisation", "region")
    held = [
        SeatOut(organisation=m.organisation.name, seat=m.seat, since=m.period.lower, until=m.period.upper) for m in queries.seats(found)
    ]
    return CommitteeOut(
        id=found.public_id, kind=found.kind, name=found.name, organisation=found.organisation.name, zone=found.zone,
        region=found.region.name if found.region else None, purpose=found.purpose, quorum=found.quorum, seats=held,
    )  # fmt: skip


@router.get("/reunions", response=Page[MeetingLine], operation_id="meetings", summary="Lister les réunions de comité")
def meetings(request: ApiRequest, etat: MeetingFilter = "", limit: Limit = 50, cursor: Cursor = "") -> Page[MeetingLine]:
    """De la plus récente à la plus ancienne."""
    fields = ("public_id", "committee__public_id", "committee__name", "state", "starts_at", "place")
    rows, following = page_of_list(MeetingList(), request.actor, params={"etat": etat}, fields=fields, limit=limit, cursor=cursor)
    lines = [
        MeetingLine(
            id=row["public_id"], committee=row["committee__public_id"], committee_name=row["committee__name"],
            **{name: row[name] for name in ("state", "starts_at", "place")},
        )
        for row in rows
    ]  # fmt: skip
    return Page(items=lines, next=following)


@router.get("/reunions/{public_id}", response=MeetingOut, operation_id="meeting", summary="Lire une réunion")
def meeting(request: ApiRequest, public_id: UUID) -> MeetingOut:
    """L'ordre du jour tel que votre appartenance le voit : un point fermé par un lien d'intérêt ne donne que son intitulé."""
    found = visible_or_404(Meeting, request.actor, public_id, "committee__organisation", "committee__region", "thread")
    page = presentation.meeting_page(found, request.actor)
    return MeetingOut(
        id=found.public_id, committee=found.committee.public_id, committee_name=found.committee.name, state=found.state,
        starts_at=found.starts_at, place=found.place, note=found.note, visio_url=found.visio_url,
        minutes=found.minutes if page["reads_minutes"] else "", points=[point_out(point) for point in page["points"]],
    )  # fmt: skip


def point_out(point: Any) -> PointOut:
    item = point.item
    return PointOut(
        id=item.public_id, rank=item.rank, title=item.title, organisation=item.organisation.name if item.organisation else None,
        asks_opinion=item.asks_opinion, closed=not point.open, detail=item.detail if point.open else "", decision=point.decision,
        papers=[str(paper) for paper in point.papers], opinions=[opinion_out(line.opinion) for line in point.opinions],
    )  # fmt: skip


def opinion_out(opinion: Any) -> OpinionOut:
    return OpinionOut(
        organisation=opinion.member.organisation.name, value=opinion.value, text=opinion.text, revision=opinion.revision,
        given_at=opinion.given_at,
    )  # fmt: skip


@router.post("/points/{public_id}/avis", response={201: OpinionOut}, operation_id="give_opinion", summary="Donner l'avis de votre siège")
def give_opinion(request: ApiRequest, public_id: UUID, payload: OpinionInput) -> Status[OpinionOut]:
    """Une correction est une nouvelle révision. Un point fermé par un lien d'intérêt répond comme s'il n'existait pas."""
    rows = AgendaItem.objects.visible_to(request.actor).open_to(request.actor).select_related("meeting__committee__organisation")
    item = rows.filter(public_id=public_id).first()
    if item is None:
        raise Http404
    form = OpinionForm(payload.model_dump())
    if not form.is_valid():
        raise Answered(422, fields=fields_of_form(form))
    seat = queries.seat_of(request.actor, item.meeting.committee)
    if seat is None:
        raise Refused(NO_SEAT)
    made = actions.give_opinion(actor=request.actor, item=item, member=seat, value=payload.value, text=payload.text.strip())
    made.refresh_from_db()
    return Status(201, opinion_out(made))


@router.get(
    "/contributions", response=Page[ContributionLine], operation_id="contributions", summary="Lister les contributions des partenaires"
)
def contributions(request: ApiRequest, forme: FormFilter = "", limit: Limit = 50, cursor: Cursor = "") -> Page[ContributionLine]:
    """Celles que reçoit votre territoire, ou que votre organisation apporte."""
    fields = (
        "public_id", "contributor__name", "operator__name", "form", "state", "amount", "period",
        "sector__label", "epci__name", "department__name", "policy",
    )  # fmt: skip
    rows, following = page_of_list(ContributionList(), request.actor, params={"forme": forme}, fields=fields, limit=limit, cursor=cursor)
    return Page(items=[contribution_line(row) for row in rows], next=following)


def contribution_line(row: dict[str, Any]) -> ContributionLine:
    target = [row[name] for name in ("sector__label", "epci__name", "department__name", "policy")]
    return ContributionLine(
        id=row["public_id"], contributor=row["contributor__name"], operator=row["operator__name"], earmark=" · ".join(filter(None, target)),
        since=row["period"].lower, until=row["period"].upper, **{name: row[name] for name in ("form", "state", "amount")},
    )  # fmt: skip
