"""The search box, for the API: the same sources, the same doors."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import field_fault
from cordee.core.api.routers import ApiRouter
from cordee.core.api.schemas import Line
from cordee.core.find import CAP, SHOWN_ALONE, find

router = ApiRouter(tags=["Recherche"])

Shown = Annotated[int, Query(ge=1, le=SHOWN_ALONE, description=f"Nombre de résultats de chaque genre, au plus {SHOWN_ALONE}.")]


class HitOut(Schema):
    label: str
    url: str = Field(description="Adresse de la page, dans Cordée.")
    what: str = Field(description="Ce que c'est, en un mot.")
    why: str = Field(description="Une ligne qui dit pourquoi ce résultat répond.")


class GroupOut(Schema):
    kind: str
    title: str
    count: int = Field(description=f"Au plus {CAP} ; « more » dit qu'il y en a davantage.")
    more: bool
    items: list[HitOut]


class FoundOut(Schema):
    q: str = Field(description="Le texte cherché, tel qu'il a été compris.")
    meant: str | None = Field(description="Quand rien ne répond : le texte proche auquel répondent ces résultats.")
    groups: list[GroupOut]


@router.get("/search", response=FoundOut, operation_id="search", summary="Chercher partout")
def search(request: ApiRequest, q: Line, limit: Shown = 10) -> FoundOut:
    """Organisations, personnes, documents que votre appartenance voit. Un début de mot suffit, l'ordre et les accents sont libres."""
    found = find(request.actor, q, shown=limit)
    if found.sought.refusal:
        raise field_fault("q", found.sought.refusal)
    groups = [
        GroupOut(
            kind=group.source.code,
            title=group.source.title,
            count=min(group.count, CAP),
            more=group.count > CAP,
            items=[HitOut(label=hit.label, url=hit.url, what=hit.what, why=hit.why) for hit in group.hits],
        )
        for group in found.groups
    ]
    return FoundOut(q=found.sought.text, meant=found.meant.text if found.meant else None, groups=groups)
