"""What the search hangs on the house. Read by the room's own `room.py`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models import Shortlist
from cordee.actors.providers.policies import SPOTTERS
from cordee.actors.providers.search import lists, policies, shortlist_list, todos
from cordee.actors.providers.search.actions import ADDED, DROPPED, SHARED
from cordee.core import merging
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.journal import renders
from cordee.core.models import Event
from cordee.core.panels import Panel, Reads, Rows, declare
from cordee.core.shell import MenuEntry, menu

#: each declares its part
__all__ = ["lists", "shortlist_list", "todos"]

SHOWN = 5
#: those who read the whole register
READERS = SPOTTERS | {"network"}


def shortlists_read(structure: Organisation, actor: Actor, capacities: frozenset[str]) -> Reads:
    return {"shortlists": Shortlist.objects.visible_to(actor).filter(organisation=structure).order_by("-created_at", "id")[:SHOWN]}


def shortlists_of(structure: Organisation, actor: Actor, capacities: frozenset[str], rows: Rows) -> dict[str, Any] | None:
    """On the sheet of a structure: its shortlists, and where to look for providers."""
    if policies.may_choose_for(actor, structure):
        return None
    return {"shortlists": rows["shortlists"], "search_url": reverse("providers:for_structure", args=[structure.public_id])}


declare(
    Panel(
        "providers.shortlists",
        "directory.organisation",
        "Prestataires pour cette structure",
        "providers/search/panel.html",
        shortlists_of,
        shortlists_read,
        order=60,
    )
)
api_routers.add("provider_search", "cordee.actors.providers.search.api.router")
merging.move(Shortlist, "organisation", "présélection de prestataires", "présélections de prestataires")
merging.move(Shortlist, "thread", "présélection à suivre", "présélections à suivre", with_it=merging.zone_with_thread)
menu.add(
    "providers",
    MenuEntry("providers", "Prestataires", "Registre", "providers:providers", "handshake", order=40, profiles=READERS, mobile=False),
)
menu.add(
    "shortlists",
    MenuEntry("shortlists", "Prestataires", "Présélections", "providers:shortlists", "list-checks", order=41, profiles=policies.CHOOSERS),
)


# -- sentences: between operators -----------------------------------------------------------------------------------------
@renders(SHARED)
def shared(event: Event) -> tuple[str, str]:
    return "Présélection de prestataires partagée", ", ".join(event.data["names"])


@renders(ADDED)
def added(event: Event) -> tuple[str, str]:
    return "Présélection complétée", ", ".join(event.data["names"])


@renders(DROPPED)
def dropped(event: Event) -> tuple[str, str]:
    return "Prestataire retiré de la présélection", ", ".join(event.data["names"])
