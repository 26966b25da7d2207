"""*Géocodage*: where an address is. The service gives numbers, longitude first; a doubtful answer is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cordee.core.connectors import Connector, ask, declare, list_at, number_at, text_at
from cordee.core.connectors.declare import switch

TITLE = "Géocodage"
ADDRESSES = declare(
    Connector(
        code="geocodage",
        title=TITLE,
        what="Placer sur la carte l'adresse d'un siège, d'une antenne ou d'une permanence.",
        url="https://data.geopf.fr/geocodage",
        switch=switch("geocodage", TITLE),
        kept_hours=24 * 30,
        pause=0.1,
    )
)
SURE = 0.6  # under this score the service guesses
NOWHERE = "Géocodage ne reconnaît pas cette adresse. Corrigez-la, ou indiquez la latitude et la longitude à la main."


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float
    label: str


def point_of(address: str, commune: str = "") -> Point | None:
    """None when the service does not know the address, or is not sure. `commune` is an INSEE code: a street has namesakes."""
    query = {"q": " ".join(address.split())[:200], "limit": "1"} | ({"citycode": commune} if commune else {})
    for feature in list_at(ask(ADDRESSES, "/search", query), "features"):
        if point := _read(feature):
            return point
    return None


def _read(feature: Any) -> Point | None:
    score = number_at(feature, "properties.score")
    pair = list_at(feature, "geometry.coordinates")
    if score is None or score < SURE or len(pair) < 2:
        return None
    longitude, latitude = number_at({"n": pair[0]}, "n"), number_at({"n": pair[1]}, "n")
    if longitude is None or latitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Point(latitude, longitude, text_at(feature, "properties.label"))
