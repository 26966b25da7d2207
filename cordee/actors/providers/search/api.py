"""The search, for the API: the list and the proposals of the screens, with the same rights."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from cordee.actors.directory.queries import sheet_of
from cordee.actors.providers.policies import may_search
from cordee.actors.providers.search import policies
from cordee.actors.providers.search.lists import ProviderList, is_operator
from cordee.actors.providers.search.proposals import Proposal, need_of, proposals
from cordee.actors.providers.search.words import read_words
from cordee.core.access import Refused
from cordee.core.api.auth import ApiRequest
from cordee.core.api.paging import Page, page_of_list
from cordee.core.api.routers import ApiRouter
from cordee.core.api.schemas import NO_NUL, Code, Cursor, Limit

router = ApiRouter(tags=["Prestataires"])
TERM = r"^[0-9A-Za-z_-]*$"
CARD = ("public_id", "name", "kind", "competence_ids", "sector_ids", "everywhere", "departments", "spotted_on", "organisation__city")
FOLLOWED = ("state", "lowest_rate", "highest_rate")


class Filters(Schema):
    q: str = Field("", max_length=200, pattern=NO_NUL, description="Nom, compétence, secteur, ville.")
    competence: str = Field("", max_length=30, pattern=TERM, description="Code de la compétence.")
    theme: str = Field("", max_length=30, pattern=TERM, description="Code du thème.")
    secteur: str = Field("", max_length=30, pattern=TERM, description="Code du secteur.")
    departement: Code = Field("", description="Code INSEE du département d'intervention.")
    nouveaux: str = Field("", pattern="^(oui)?$", description="« oui » : repérés depuis moins d'un an, sauf autre réglage.")


class Need(Schema):
    q: str = Field("", max_length=200, pattern=NO_NUL)
    competence: str = Field("", max_length=30, pattern=TERM)
    theme: str = Field("", max_length=30, pattern=TERM)
    departement: Code = Field("", description="Par défaut, celui de la structure.")


class ProviderLine(Schema):
    """Une ligne du registre, comme à l'écran."""

    id: UUID
    name: str
    kind: str
    competences: list[str]
    sectors: list[str]
    everywhere: bool = Field(description="Intervient partout en France.")
    departments: list[str] = Field(description="Codes INSEE.")
    city: str
    spotted_on: date
    state: str | None = Field(None, description="Pour les opérateurs du dispositif.")
    lowest_day_ttc: Decimal | None = Field(None, description="Pour les opérateurs du dispositif.")
    highest_day_ttc: Decimal | None = Field(None, description="Pour les opérateurs du dispositif.")


class ProposalOut(Schema):
    id: UUID
    name: str
    new: bool
    reasons: list[str] = Field(description="Pourquoi ce prestataire, en clair, puis ce que Cordée sait de son travail.")


class AsideOut(Schema):
    name: str
    reason: str


class ProposalsOut(Schema):
    """Au plus cinquante, dans l'ordre de l'écran."""

    items: list[ProposalOut]
    aside: list[AsideOut] = Field(description="Écartés pour un lien avec la structure.")


@router.get("/prestataires", response=Page[ProviderLine], operation_id="providers", summary="Chercher des prestataires")
def providers(request: ApiRequest, filters: Query[Filters], limit: Limit = 50, cursor: Cursor = "") -> Page[ProviderLine]:
    """Le registre tel que votre appartenance le lit, par nom. Ni coordonnées bancaires, ni âge."""
    actor = request.actor
    if not may_search(actor):
        raise Http404
    words, fields = read_words(actor), CARD + FOLLOWED if is_operator(actor) else CARD
    rows, following = page_of_list(ProviderList(), actor, params=filters.model_dump(), fields=fields, limit=limit, cursor=cursor)

    def line(row: dict[str, Any]) -> ProviderLine:
        return ProviderLine(
            id=row["public_id"],
            city=row["organisation__city"],
            competences=words.said(row["competence_ids"]),
            sectors=words.sectors_said(row["sector_ids"]),
            state=row.get("state"),
            lowest_day_ttc=row.get("lowest_rate"),
            highest_day_ttc=row.get("highest_rate"),
            **{name: row[name] for name in ("name", "kind", "everywhere", "departments", "spotted_on")},
        )

    return Page(items=[line(row) for row in rows], next=following)


@router.get(
    "/organisations/{public_id}/prestataires",
    response=ProposalsOut,
    operation_id="proposals_for",
    summary="Proposer des prestataires à une structure",
)
def proposals_for(request: ApiRequest, public_id: UUID, need: Query[Need]) -> ProposalsOut:
    """Pour le DLA du territoire de la structure ; les conflits d'intérêts sont écartés et dits."""
    structure = sheet_of(request.actor, public_id)
    if structure is None:
        raise Http404
    if refusal := policies.may_choose_for(request.actor, structure):
        raise Refused(refusal)
    words = read_words(request.actor)
    asked = need_of(structure, words, theme=need.theme, competence=need.competence, text=need.q, department=need.departement)
    found = proposals(request.actor, structure, asked, words)
    aside = [AsideOut(name=name, reason=reason) for name, reason in found.aside]
    return ProposalsOut(items=[_proposal(one) for one in found.shown], aside=aside)


def _proposal(one: Proposal) -> ProposalOut:
    return ProposalOut(id=one.public_id, name=one.name, new=one.is_new, reasons=list(one.reasons))
