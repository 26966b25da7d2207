"""The table of correspondence of the flat file of providers: kept by each team, over that of the nation."""

from __future__ import annotations

from cordee.actors.providers import policies
from cordee.actors.providers.models import EneeMapping
from cordee.core.access import Actor, Refusal
from cordee.core.copying import Tables

KEPT, DROPPED = "providers.enee.kept", "providers.enee.dropped"


def may_keep(actor: Actor) -> Refusal | None:
    if actor.profile in policies.KEEPERS:
        return None
    return Refusal("profile", "Les DLA, départementaux, régionaux ou national, tiennent la correspondance de leur équipe.")


TABLES = Tables(EneeMapping, KEPT, DROPPED, may_keep)
