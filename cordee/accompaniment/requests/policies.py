"""Who files a request, who receives it."""

from __future__ import annotations

from cordee.accompaniment.cases.policies import CONDUCT
from cordee.accompaniment.requests.models import Request
from cordee.core.access import Actor, Refusal, in_person

ASKERS = frozenset({"structure", "network"})
NOT_THEIRS = Refusal("hidden", "Cette demande est reçue par le DLA de son territoire : lui seul peut le faire.")
PROFILE = Refusal("profile", "Une demande est reçue par un·e chargé·e de mission du DLA : demandez-lui de le faire.")
ZONE = Refusal("zone", "Cette commune n'est pas sur votre territoire : le DLA voisin peut enregistrer la demande.")
ASKER = Refusal("profile", "Une demande est déposée par une structure ou un réseau, ou enregistrée par le DLA qui l'a entendue.")


@in_person
def may_deposit(actor: Actor, demand: Request) -> Refusal | None:
    """Anyone, by the public form; a structure or a network with its account; the DLA, for who telephoned or wrote."""
    if actor.is_system or actor.profile in ASKERS:
        return None
    if actor.profile in CONDUCT:
        return None if actor.covers(demand.zone) else ZONE
    return ASKER


@in_person
def may_receive(actor: Actor, demand: Request) -> Refusal | None:
    """The DLA of the territory; the regional DLA too, where nobody holds it."""
    if actor.profile in CONDUCT and actor.covers(demand.zone):
        return None
    return PROFILE if actor.capacity == "operator" and actor.covers(demand.zone) else NOT_THEIRS


def may_record(actor: Actor) -> bool:
    return actor.profile in CONDUCT
