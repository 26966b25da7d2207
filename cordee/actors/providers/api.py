"""The API's providers: the sheet as the reader's membership opens it, and its own words for whoever keeps it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from cordee.actors.providers import actions, policies, presentation
from cordee.actors.providers.completeness import missing
from cordee.actors.providers.models import Provider
from cordee.core.access import Actor
from cordee.core.api.auth import ApiRequest
from cordee.core.api.lifecycles import lifecycle_routes
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Input, Text
from cordee.core.api.writes import IfMatch, version_in
from cordee.core.models.bases import period_contains_today

router = ApiRouter(tags=["Prestataires"])


class RateOut(Schema):
    label: str
    day_ht: Decimal
    day_ttc: Decimal


class ReferenceOut(Schema):
    client: str
    year: int
    subject: str
    similar: bool


class ProviderOut(Schema):
    id: UUID
    version: int
    organisation: UUID
    name: str
    sections: list[str] = Field(description="Les rubriques qui vous sont ouvertes ; les autres ne sont pas données.")
    kind: str
    zone: str
    known_for: str
    presentation: str
    similar_experience: str
    national_networks: str
    competences: list[str]
    sectors: list[str]
    areas: list[str]
    references: list[ReferenceOut]
    state: str | None = Field(None, description="Rubrique « follow_up ».")
    vat: str | None = None
    missing: list[str] | None = Field(None, description="Ce qui manque à la fiche, en clair.")
    can_be_paid: bool | None = None
    confirmed_on: date | None = None
    rates: list[RateOut] | None = Field(None, description="Rubrique « rates » : jamais celle d'un autre prestataire.")


class ProviderInput(Input):
    kind: Literal["", "firm", "self_employed", "peer", "cooperative", "umbrella", "network", "training", "other"] | None = None
    vat: Literal["", "liable", "franchise", "exempt"] | None = None
    known_for: Text | None = Field(None, max_length=500)
    presentation: Text | None = Field(None, max_length=4000)
    similar_experience: Text | None = Field(None, max_length=2000)
    national_networks: Text | None = Field(None, max_length=1000)


def out(provider: Provider, actor: Actor) -> ProviderOut:
    readable, offer = policies.sections_of(actor, provider), presentation.offer_of(provider)
    references = provider.references.order_by("-year", "-id")
    told: dict[str, Any] = followed(provider) if "follow_up" in readable else {}
    if "rates" in readable:
        told["rates"] = rates_of(provider)
    return ProviderOut(
        id=provider.public_id,
        version=provider.version,
        organisation=provider.organisation.public_id,
        sections=sorted(readable),
        competences=[label for _, labels in offer["themes"] for label in labels],
        sectors=offer["sectors"],
        areas=offer["areas"],
        references=[ReferenceOut(client=r.client, year=r.year, subject=r.subject, similar=r.similar) for r in references],
        **{name: getattr(provider, name) for name in CARD},
        **told,
    )


def followed(provider: Provider) -> dict[str, Any]:
    lacking = missing(provider)
    return {
        "state": provider.state,
        "vat": provider.vat,
        "confirmed_on": provider.confirmed_on,
        "missing": [item.said for item in lacking],
        "can_be_paid": not any(item.paid for item in lacking),
    }


def rates_of(provider: Provider) -> list[RateOut]:
    current = provider.rates.filter(period_contains_today()).order_by("label")
    return [RateOut(label=r.label, day_ht=r.day_ht, day_ttc=r.day_ttc) for r in current]


CARD = ("name", "kind", "zone", "known_for", "presentation", "similar_experience", "national_networks")


@router.get("/prestataires/{public_id}", response=ProviderOut, operation_id="provider", summary="Lire la fiche d'un prestataire")
def provider(request: ApiRequest, public_id: UUID, response: HttpResponse) -> ProviderOut:
    """Les coordonnées bancaires et l'âge des personnes ne sortent jamais par ici."""
    found = visible_or_404(Provider, request.actor, public_id, "organisation")
    response["ETag"] = f'"{found.version}"'
    return out(found, request.actor)


@router.patch("/prestataires/{public_id}", response=ProviderOut, operation_id="edit_provider", summary="Modifier sa fiche de prestataire")
def edit(request: ApiRequest, public_id: UUID, payload: ProviderInput, if_match: IfMatch) -> ProviderOut:
    """Les seuls champs donnés changent, si personne n'a enregistré depuis la version lue."""
    found = visible_or_404(Provider, request.actor, public_id, "organisation")
    values = {name: value or "" for name, value in payload.model_dump(exclude_unset=True).items()}
    section = "identity" if {"kind", "vat"} & values.keys() else "presentation"
    actions.edit_section(actor=request.actor, provider=found, section=section, values=values, version=version_in(if_match))
    return out(visible_or_404(Provider, request.actor, public_id, "organisation"), request.actor)


lifecycle_routes(router, "/prestataires", Provider)
