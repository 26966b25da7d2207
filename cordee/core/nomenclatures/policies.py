"""Who keeps nomenclatures: the administration for the nation; a regional DLA and the head of an operator name items at home."""

from __future__ import annotations

from cordee.core.access import Actor, Refusal
from cordee.core.parameters import place_name, places_within
from cordee.core.settings.policies import READERS

NATIONAL = Refusal(
    "national", "Cette liste est la même partout : l'administration de la plateforme la change. Vous pouvez donner un libellé local."
)


def may_keep(actor: Actor) -> Refusal | None:
    return None if actor.is_system or actor.profile == "admin" else NATIONAL


def places_of(actor: Actor) -> list[tuple[str, str]]:
    """The places where this actor may name an item otherwise."""
    if actor.is_system or actor.profile == "admin":
        return list(places_within(None))
    return list(places_within(actor.zones or frozenset())) if actor.profile in READERS else []


def may_name(actor: Actor, place: str) -> Refusal | None:
    if place in dict(places_of(actor)):
        return None
    return Refusal("place", f"{place_name(place)} n'est pas dans vos réglages : demandez à l'administration de la plateforme.")
