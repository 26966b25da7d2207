"""The synthesis of a campaign, from where it is: kept once the campaign is closed, counted again at most every minute while it is open."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from cordee.actors.directory.models import Agreement
from cordee.actors.territory.queries import department_names
from cordee.core.parameters import param
from cordee.tools.surveys.models import Campaign, Synthesis
from cordee.tools.surveys.queries import definition_of
from cordee.tools.surveys.synthesis import shape
from cordee.tools.surveys.synthesis.build import Builder
from cordee.tools.surveys.synthesis.parameters import LEAST
from cordee.tools.surveys.synthesis.sources import Source

FRESH = 60.0  # seconds
KEPT = 64


@dataclass(frozen=True, slots=True)
class _Live:
    at: float
    data: shape.Synthesis


_live: dict[uuid.UUID, _Live] = {}


def computed(campaign: Campaign) -> shape.Synthesis:
    """Read from the answers, now."""
    names = {"department": dict(department_names()), "kind": dict(Agreement.Type.choices)}
    least = param(LEAST)
    return Builder(Source(campaign.pk), definition_of(campaign.asked_id), names, least).synthesis()


def of_campaign(campaign: Campaign) -> shape.Synthesis:
    kept = Synthesis.objects.for_system("what a campaign says, masked").filter(campaign=campaign).first()
    if kept is not None and campaign.state == Campaign.State.CLOSED:
        return cast("shape.Synthesis", kept.data)
    live = _live.get(campaign.public_id)
    if live is None or time.monotonic() - live.at > FRESH:
        live = _Live(time.monotonic(), computed(campaign))
        _live.pop(campaign.public_id, None)
        while len(_live) >= KEPT:
            _live.pop(next(iter(_live)))
        _live[campaign.public_id] = live
    return live.data


def forget(campaign: Campaign) -> None:
    """What this process counted less than a minute ago is counted again."""
    _live.pop(campaign.public_id, None)


def keep(campaign_id: int) -> None:
    """Once closed. Reopened in between, the campaign goes on being counted."""
    with transaction.atomic():
        campaign = Campaign.objects.for_system("keeping its synthesis").select_for_update(no_key=True).get(pk=campaign_id)
        if campaign.state != Campaign.State.CLOSED:
            return
        data = computed(campaign)
        values: dict[str, Any] = {"computed_at": timezone.now(), "answers": data["answers"], "data": data}
        Synthesis.objects.for_system("keeping it").update_or_create(campaign=campaign, defaults=values)
