"""What the calendar does: campaigns open and close on their day, letters and reminders leave. Ids are read, then each is done alone."""

from __future__ import annotations

from django.utils import timezone

from cordee.core.access import Actor, Refused
from cordee.core.lifecycle import advance
from cordee.core.models.bases import TODAY
from cordee.core.models.journal import CordeeNow
from cordee.tools.surveys.actions.inviting import send_link, to_remind, unsent
from cordee.tools.surveys.models import Campaign

SYSTEM = Actor.system("le calendrier des campagnes")


def _of_state(state: str, **more: object) -> list[Campaign]:
    return list(Campaign.objects.for_system("the calendar").filter(state=state, **more).order_by("pk"))


def open_due() -> int:
    """On their day, those that have someone to ask and an end to come; the others wait, and are told to who prepares them."""
    return sum(_try(one, "open") for one in _of_state(Campaign.State.PREPARED, opens_on__lte=TODAY))


def close_due() -> int:
    return sum(_try(one, "close") for one in _of_state(Campaign.State.OPEN, closes_at__lte=CordeeNow()))


def _try(campaign: Campaign, name: str) -> bool:
    try:
        advance(campaign, name, actor=SYSTEM)
    except Refused:
        return False
    return True


def send_unsent() -> int:
    return sum(send_link(one) for campaign in _of_state(Campaign.State.OPEN) for one in unsent(campaign))


def send_reminders() -> int:
    now = timezone.now()
    due = [one for campaign in _of_state(Campaign.State.OPEN) for one in to_remind(campaign, now=now)]
    return sum(send_link(one, reminder=True) for one in due)
