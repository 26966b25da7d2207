"""Campaigns, for the API: read as on the screen, their transitions, who is asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from ninja.responses import Status
from pydantic import Field

from cordee.actors.directory.models import Organisation
from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import field_fault
from cordee.core.api.lifecycles import lifecycle_routes
from cordee.core.api.paging import Page, page_of_list
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Cursor, Input, Limit
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.campaign_lists import CampaignList
from cordee.tools.surveys.models import Campaign

router = ApiRouter(tags=["Questionnaires et campagnes"])

StateFilter = Literal["", "prepared", "open", "closed"]


class CampaignLine(Schema):
    id: UUID
    name: str
    state: str
    questionnaire: UUID
    questionnaire_title: str
    anonymous: bool
    closes_at: datetime
    zone: str
    invited: int
    answered: int = Field(description="Invités qui ont répondu ; de qui il s'agit n'est jamais dit d'une campagne anonyme.")
    received: int = Field(description="Réponses reçues, celles d'un lien ouvert comprises.")


class CampaignOut(CampaignLine):
    version: int
    asked_version: int = Field(description="Le numéro de la version du questionnaire.")
    why: str
    target: str
    opens_on: date
    closed_at: datetime | None
    reminders: int
    reminder_days: int


class InviteInput(Input):
    organisations: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    channel: Literal["mail", "link", "paper"] = "mail"


class Invited(Schema):
    added: int = Field(description="Celles qui n'étaient pas encore invitées.")


@router.get("/campagnes", response=Page[CampaignLine], operation_id="campaigns", summary="Lister les campagnes")
def campaigns(request: ApiRequest, etat: StateFilter = "", limit: Limit = 50, cursor: Cursor = "") -> Page[CampaignLine]:
    """Celles de votre territoire, de la clôture la plus lointaine à la plus ancienne."""
    fields = (
        "public_id", "name", "state", "asked__questionnaire__public_id", "asked__questionnaire__title", "anonymous", "closes_at", "zone",
        "invited", "answered", "received",
    )  # fmt: skip
    rows, following = page_of_list(CampaignList(), request.actor, params={"etat": etat}, fields=fields, limit=limit, cursor=cursor)
    return Page(items=[campaign_line(row) for row in rows], next=following)


def campaign_line(row: dict[str, Any]) -> CampaignLine:
    same = ("name", "state", "anonymous", "closes_at", "zone", "invited", "answered", "received")
    return CampaignLine(
        id=row["public_id"], questionnaire=row["asked__questionnaire__public_id"],
        questionnaire_title=row["asked__questionnaire__title"], **{name: row[name] for name in same},
    )  # fmt: skip


@router.get("/campagnes/{public_id}", response=CampaignOut, operation_id="campaign", summary="Lire une campagne")
def campaign(request: ApiRequest, public_id: UUID) -> CampaignOut:
    """Avec le taux de réponse de la minute."""
    found = visible_or_404(Campaign, request.actor, public_id, "asked__questionnaire")
    rate = queries.rate_of(found)
    same = (
        "name", "state", "anonymous", "closes_at", "zone", "version", "why", "target", "opens_on", "closed_at", "reminders",
        "reminder_days",
    )  # fmt: skip
    return CampaignOut(
        id=found.public_id, questionnaire=found.asked.questionnaire.public_id, questionnaire_title=found.asked.questionnaire.title,
        asked_version=found.asked.number, invited=rate.invited, answered=rate.answered, received=rate.received,
        **{name: getattr(found, name) for name in same},
    )  # fmt: skip


@router.post("/campagnes/{public_id}/invitations", response={201: Invited}, operation_id="invite", summary="Inviter des structures")
def invite(request: ApiRequest, public_id: UUID, payload: InviteInput) -> Status[Invited]:
    """Une structure déjà invitée ne l'est pas deux fois. Les courriels partent une fois la campagne ouverte."""
    found = visible_or_404(Campaign, request.actor, public_id, "thread", "asker")
    rows: Any = Organisation.objects.visible_to(request.actor).filter(public_id__in=payload.organisations, merged_into=None)
    chosen = list(rows.select_related("commune__department").order_by("sort_key", "id"))
    if missing := set(payload.organisations) - {one.public_id for one in chosen}:
        raise field_fault("organisations", f"{len(missing)} de ces structures n'existent pas, ou ne vous sont pas ouvertes.")
    count = actions.invite(actor=request.actor, campaign=found, organisations=chosen, channel=payload.channel)
    return Status(201, Invited(added=count))


lifecycle_routes(router, "/campagnes", Campaign)
