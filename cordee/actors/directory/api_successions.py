"""The API's successions: what a sheet comes from and what it gave, and the act that says so."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.http import Http404
from ninja import Schema
from ninja.responses import Status
from pydantic import Field

from cordee.actors.directory import policies
from cordee.actors.directory.models import Agreement, Organisation, Succession
from cordee.actors.directory.queries import capacities_on, sheet_of
from cordee.actors.directory.successions import of_sheet, succeed
from cordee.core.access import Actor, Refused
from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import field_fault
from cordee.core.api.paging import Page
from cordee.core.api.routers import ApiRouter
from cordee.core.api.schemas import NO_NUL, Input

router = ApiRouter(tags=["Successions"])


class SuccessionOut(Schema):
    id: UUID
    predecessor: UUID
    predecessor_name: str
    successor: UUID
    successor_name: str
    on: date = Field(description="Premier jour de la structure qui suit.")
    kind: str
    kind_label: str
    note: str


class SuccessionInput(Input):
    successor: UUID = Field(description="La fiche qui suit ; créez-la d'abord si elle n'existe pas.")
    others: list[UUID] = Field([], max_length=20, description="Les autres structures d'origine du même jour.")
    on: date = Field(description="Premier jour de la structure qui suit.")
    kind: Literal["merger", "takeover", "split", "change"]
    ends: bool = Field(True, description="Les structures d'origine prennent fin la veille.")
    agreements: list[Literal["ai", "aci", "ei", "etti", "eiti", "geiq"]] = Field(
        [], max_length=6, description="Types de conventionnements en vigueur qui passent à la structure qui suit."
    )
    note: str = Field("", max_length=500, pattern=NO_NUL)


def out(link: Succession) -> SuccessionOut:
    return SuccessionOut(
        id=link.public_id,
        predecessor=link.predecessor.public_id,
        predecessor_name=link.predecessor.name,
        successor=link.successor.public_id,
        successor_name=link.successor.name,
        on=link.on,
        kind=link.kind,
        kind_label=link.get_kind_display(),
        note=link.note,
    )


def sheet_or_404(actor: Actor, public_id: UUID) -> Organisation:
    found = sheet_of(actor, public_id)
    if found is None:
        raise Http404
    return found


def named(actor: Actor, field: str, public_id: UUID) -> Organisation:
    found = sheet_of(actor, public_id)
    if found is None:
        raise field_fault(field, "Aucune fiche que vous pouvez voir ne porte cet identifiant.")
    return found


@router.get(
    "/organisations/{public_id}/successions", response=Page[SuccessionOut], operation_id="successions", summary="Lire les successions"
)
def read(request: ApiRequest, public_id: UUID) -> Page[SuccessionOut]:
    """Ce dont la structure est issue, et ce qu'elle a donné."""
    sheet = sheet_or_404(request.actor, public_id)
    links = of_sheet(sheet) if capacities_on(request.actor, sheet) else []  # an open card gives no more than the card
    return Page(items=[out(link) for link in links], next=None)


@router.post(
    "/organisations/{public_id}/successions",
    response={201: Page[SuccessionOut]},
    operation_id="succeed",
    summary="Enregistrer une succession",
)
def record(request: ApiRequest, public_id: UUID, payload: SuccessionInput) -> Status[Page[SuccessionOut]]:
    """Depuis la fiche de la structure d'origine. Chacune garde son passé."""
    actor = request.actor
    sheet = sheet_or_404(actor, public_id)
    if refusal := policies.may_compare(actor, sheet):
        raise Refused(refusal)
    before = [sheet, *(named(actor, "others", key) for key in payload.others)]
    in_force = Agreement.objects.for_system("of sheets that the actor sees").filter(organisation__in=before, type__in=payload.agreements)
    succeed(
        actor=actor,
        predecessors=before,
        successor=named(actor, "successor", payload.successor),
        on=payload.on,
        kind=payload.kind,
        ends=payload.ends,
        agreements=[agreement for agreement in in_force.order_by("id") if holds(agreement, payload.on)],
        note=payload.note,
    )
    return Status(201, Page(items=[out(link) for link in of_sheet(sheet)], next=None))


def holds(agreement: Agreement, on: date) -> bool:
    """In force the day before, and still on the day."""
    lower, upper = agreement.period.lower, agreement.period.upper
    return (lower is None or lower < on) and (upper is None or upper > on)
