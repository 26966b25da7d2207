"""What the answers of a campaign say together, for the API: the synthesis of the screen, with the same rights and the same masks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from ninja import Schema
from pydantic import Field

from cordee.core.api.auth import ApiRequest
from cordee.core.api.routers import ApiRouter
from cordee.tools.surveys.reading import queries

router = ApiRouter(tags=["Questionnaires"])


class StatsOut(Schema):
    """Une note va de 0 à 1 ; un nombre est dans son unité."""

    mean: float
    median: float
    low: float = Field(description="Premier quartile.")
    high: float = Field(description="Troisième quartile.")
    deviation: float = Field(description="Écart type.")
    least: float
    most: float


class ShareOut(Schema):
    code: str
    label: str
    count: int


class PartOut(Schema):
    code: str
    label: str
    stats: StatsOut | None


class CellOut(Schema):
    """Un groupe. Masqué, il ne porte que son nom."""

    code: str
    label: str
    masked: bool
    n: int | None = None
    stats: StatsOut | None = None
    shares: list[ShareOut] = []


class MeasureOut(Schema):
    code: str
    label: str
    kind: str
    section: str
    unit: str
    n: int
    stats: StatsOut | None = Field(description="Vide sous le nombre de réponses qui permet une moyenne.")
    shares: list[ShareOut]
    parts: list[PartOut]
    top: ShareOut | None = Field(description="Les deux échelons les plus hauts ensemble.")
    special: list[ShareOut]
    groups: dict[str, list[CellOut]]


class SynthesisOut(Schema):
    answers: int
    least: int = Field(description="Nombre de réponses sous lequel un groupe est masqué.")
    out_of: int = Field(description="Sur combien les notes se disent à l'écran.")
    withheld: bool = Field(description="Trop peu de réponses pour en montrer davantage.")
    total: MeasureOut | None
    axes: list[MeasureOut]
    items: list[MeasureOut]
    groups: dict[str, list[CellOut]]


@router.get(
    "/campagnes/{public_id}/synthese",
    response=SynthesisOut,
    operation_id="campaign_synthesis",
    summary="Lire la synthèse d'une campagne",
)
def campaign_synthesis(request: ApiRequest, public_id: UUID) -> SynthesisOut:
    """Comme à l'écran : parties ouvertes à votre qualité, petits groupes masqués."""
    campaign = queries.campaign_for(request.actor, public_id)
    if campaign is None:
        raise Http404
    reading = queries.reading(request.actor, campaign)
    return SynthesisOut.model_validate({**reading.synthesis, "withheld": reading.withheld})
