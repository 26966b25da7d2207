"""The API itself: its title, its rooms' routers, who I am."""

from __future__ import annotations

from datetime import datetime

from django.utils.module_loading import import_string
from ninja import NinjaAPI, Schema
from pydantic import Field

from cordee.core.api import faults, search
from cordee.core.api.auth import ApiRequest
from cordee.core.api.registry import api_routers
from cordee.core.api.routers import ApiRouter
from cordee.core.api.schemas import StrictJson

DESCRIPTION = (
    "Les mêmes recherches, les mêmes droits et les mêmes actes que les écrans. Un jeton agit au nom d'une appartenance : "
    "il ne peut rien de plus qu'elle."
)

router = ApiRouter(tags=["Moi"])


class Me(Schema):
    """Qui agit, au nom de qui, jusqu'où."""

    name: str
    organisation: str
    membership: str = Field(description="Identifiant public de l'appartenance.")
    profile: str
    capacity: str
    everything: bool = Field(description="Portée nationale.")
    zones: list[str] = Field(description="Territoires des mandats en cours.")
    takes_part_only: bool = Field(description="Ne voit que ce à quoi son organisation prend part.")
    token: str
    scopes: list[str]
    expires_at: datetime


@router.get("/moi", response=Me, operation_id="me", summary="Savoir qui je suis")
def me(request: ApiRequest) -> Me:
    """Le jeton, la personne, l'appartenance au nom de laquelle elle agit, et sa portée."""
    actor, grant = request.actor, request.grant
    return Me(
        name=actor.label,
        organisation=actor.organisation,
        membership=str(actor.membership_public_id),
        profile=actor.profile,
        capacity=actor.capacity,
        everything=actor.zones is None,
        zones=sorted(actor.zones or ()),
        takes_part_only=actor.party_only,
        token=grant.name,
        scopes=sorted(grant.scopes),
        expires_at=grant.expires_at,
    )


def build() -> NinjaAPI:
    """The API with every room's router, in the order of the rooms."""
    api = NinjaAPI(title="Cordée", version="1", description=DESCRIPTION, urls_namespace="api", docs_url=None, parser=StrictJson())
    faults.install(api)
    api.add_router("", router)
    api.add_router("", search.router)
    for path in api_routers:
        api.add_router("", import_string(path))
    return api


api = build()
