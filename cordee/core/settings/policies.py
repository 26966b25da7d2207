"""Who changes which setting: the administration for the nation, a regional DLA and the head of an operator for their places."""

from __future__ import annotations

from cordee.core.access import Actor, Refusal
from cordee.core.parameters import P, place_name, places_within

EVERYWHERE = ("tout", "France entière")
READERS = frozenset({"admin", "head", "regional"})


def places_of(actor: Actor, parameter: P) -> list[tuple[str, str]]:
    """The places for which this actor may set a value of this parameter."""
    if actor.profile == "admin" or actor.is_system:
        return [EVERYWHERE, *(places_within(None) if parameter.local else ())]
    return list(places_within(actor.zones or frozenset())) if actor.profile in READERS and parameter.local else []


def may_set(actor: Actor, parameter: P, place: str | None) -> Refusal | None:
    if (place or EVERYWHERE[0]) in dict(places_of(actor, parameter)):
        return None
    if not parameter.local:
        return Refusal("place", "Cette valeur est la même partout : l'administration de la plateforme la change.")
    return Refusal("place", f"{place_name(place)} n'est pas dans vos réglages : demandez à l'administration de la plateforme.")
