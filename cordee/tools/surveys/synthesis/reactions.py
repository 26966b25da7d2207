"""What closing a campaign brings. Reopened, its kept synthesis is not read any more: it is made again at the next closing."""

from __future__ import annotations

from cordee.core.access import Actor
from cordee.core.lifecycle import consequence_on
from cordee.core.models import Event
from cordee.tools.surveys.models import Campaign
from cordee.tools.surveys.synthesis.jobs import keep_synthesis


@consequence_on("surveys.campaign", "close")
def keep_once_closed(campaign: Campaign, event: Event, actor: Actor) -> None:
    keep_synthesis.defer(campaign_id=campaign.pk)
