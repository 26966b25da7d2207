"""What questionnaires hang on the house."""

from __future__ import annotations

from django.db.models import Q

from cordee.core import merging
from cordee.core.api import api_routers
from cordee.core.shell import MenuEntry, menu
from cordee.tools.surveys import campaign_lists, lifecycle, telling, todos
from cordee.tools.surveys.editing import hangs
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire, Response
from cordee.tools.surveys.paper import PAPER
from cordee.tools.surveys.policies import KEEPERS
from cordee.tools.surveys.reading import room as reading
from cordee.tools.surveys.structures import panel

#: each declares its part
__all__ = ["campaign_lists", "hangs", "lifecycle", "panel", "reading", "telling", "todos"]

api_routers.add("surveys", "cordee.tools.surveys.api.router")
menu.add(
    "campaigns",
    MenuEntry("campaigns", "Réseau", "Campagnes", "surveys:campaigns", "send", order=42, profiles=KEEPERS),
)

PAPER.declare()

# -- what a merge does ------------------------------------------------------------------------------------------------------
merging.move(Questionnaire, "organisation", "questionnaire", "questionnaires")
merging.move(Questionnaire, "thread", "questionnaire de son fil", "questionnaires de son fil", with_it=merging.zone_with_thread)
merging.move(Campaign, "asker", "campagne", "campagnes")
merging.move(Campaign, "thread", "campagne de son fil", "campagnes de son fil", with_it=merging.zone_with_thread)
merging.absorb(
    Invitation, "organisation", "invitation à répondre", "invitations à répondre", same=("campaign", "person"),
    only=Q(campaign__isnull=False),
)  # fmt: skip
merging.move(Invitation, "thread", "invitation de son fil", "invitations de son fil", with_it=merging.zone_with_thread)
merging.move(Response, "organisation", "réponse", "réponses")
merging.move(Response, "thread", "réponse de son fil", "réponses de son fil", with_it=merging.zone_with_thread)
