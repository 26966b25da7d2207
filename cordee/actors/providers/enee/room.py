"""What the exchange with Enée hangs on the house. Read by the room's own `room.py`."""

from __future__ import annotations

from cordee.actors.providers.enee import lists
from cordee.actors.providers.enee.copies import COPIED
from cordee.actors.providers.enee.imports import declaration
from cordee.actors.providers.enee.mapping import DROPPED, KEPT
from cordee.actors.providers.models import EneeMapping
from cordee.core import merging
from cordee.core.formats import counted
from cordee.core.journal import renders
from cordee.core.models import Event

#: each declares its part
__all__ = ["declaration", "lists"]

merging.stay(EneeMapping, "operator", "L'organisation gardée a sa propre correspondance avec Enée, ou celle de départ.")


@renders(KEPT)
def kept(event: Event) -> tuple[str, str]:
    return "Correspondance avec Enée modifiée", counted(len(event.data["titles"]), "colonne")


@renders(COPIED)
def copied(event: Event) -> tuple[str, str]:
    return "Fiche recopiée dans Enée", counted(event.data["count"], "champ")


@renders(DROPPED)
def dropped(event: Event) -> str:
    return "Retour à la correspondance de départ avec Enée"
