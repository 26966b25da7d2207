"""A campaign: what is asked, of whom, from when to when; its opening, its closing, its reopening are in `lifecycle.py`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.core import clock
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import save_edit
from cordee.core.journal import erasing, record
from cordee.core.lifecycle import start
from cordee.core.threads import open_thread
from cordee.core.verbs import allow, locked, writing
from cordee.tools.surveys import links, policies
from cordee.tools.surveys.actions.editing import take_part
from cordee.tools.surveys.actions.shuffling import shuffle
from cordee.tools.surveys.models import Campaign, Version

READERS = ["operator"]
PREPARED_ONLY = Refusal("state", "La campagne est ouverte : son anonymat, ses questions et ceux à qui elle s'adresse ne changent plus.")
ALWAYS = frozenset({"name", "closes_at", "reminders", "reminder_days"})  # what may change while it is open


def create_campaign(
    *, actor: Actor, asker: Organisation, asked: Version, zone: str, values: Mapping[str, Any], operation: uuid.UUID | None = None
) -> Campaign:
    """`values`: name, target, why, opens_on, closes_at, anonymous, reminders, reminder_days."""
    allow(policies.may_ask_in(actor, zone))
    if asked.state != Version.State.PUBLISHED:
        raise Refused(Refusal("draft", "Ce questionnaire n'est pas publié : publiez-le avant de le faire remplir."))
    with writing(actor, "surveys.campaign.create", Campaign):
        thread, new = open_thread(kind="campaign", zone=zone, operation=operation)
        if not new:
            first: Campaign = Campaign.objects.for_system("the same operation").get(thread=thread)
            return first
        made = Campaign(thread=thread, zone=zone, asker=asker, asked=asked, **values)
        made.full_clean(exclude=["state"])
        start(made, actor=actor)
        take_part(thread, asker, "operator")
    return made


def edit_campaign(*, actor: Actor, campaign: Campaign, values: dict[str, Any], version: int) -> Campaign:
    """All of it while it is prepared; its name, its end and its reminders while it is open."""
    allow(policies.may_run(actor, campaign))
    changed = [name for name, value in values.items() if getattr(campaign, name) != value]
    if campaign.state == Campaign.State.CLOSED:
        raise Refused(Refusal("state", "La campagne est close : rouvrez-la pour changer ses dates."))
    if campaign.state == Campaign.State.OPEN and set(changed) - ALWAYS:
        raise Refused(PREPARED_ONLY)
    with writing(actor, "surveys.campaign.edit", Campaign):
        save_edit(campaign, values, version=version, actor=actor)
        if changed:
            record(campaign, "surveys.campaign.edited", actor=actor, audience=READERS, data={"fields": changed})
    return campaign


def give_open_link(*, actor: Actor, campaign: Campaign, renew: bool = False) -> str:
    """The token of the link that anyone may use: on a poster, in a newsletter. A new one closes the former."""
    allow(policies.may_run(actor, campaign))
    if campaign.target != Campaign.Target.ANYONE:
        raise Refused(Refusal("target", "Cette campagne s'adresse à des invités : chacun a son propre lien."))
    with writing(actor, "surveys.campaign.link", Campaign):
        held: Campaign = locked(campaign)
        if held.links == 0 or renew or held.open_link_sha256 != links.hashed(links.token_of(held)):
            held.links += 1
            held.open_link_sha256 = links.hashed(links.token_of(held))
            held.save(update_fields=["links", "open_link_sha256"])
            record(held, "surveys.campaign.linked", actor=actor, audience=READERS, data={"renewed": held.links > 1})
    campaign.links, campaign.open_link_sha256 = held.links, held.open_link_sha256
    return links.token_of(held)


# -- effects of its transitions ----------------------------------------------------------------------------------------------
def do_close(campaign: Campaign, *, actor: Actor, **asked: Any) -> None:
    """Its last answers are in: sendings in progress were waited for. An anonymous one is shuffled at once."""
    campaign.closed_at, campaign.reason = clock.now(), asked.get("reason", "")
    if campaign.anonymous:
        with erasing(actor, f"Réponses anonymes mêlées à la clôture de la campagne {campaign.public_id}"):
            shuffle(campaign)


def do_reopen(campaign: Campaign, *, actor: Actor, reason: str, closes_at: datetime) -> None:
    campaign.closed_at, campaign.reason, campaign.closes_at = None, reason, closes_at


def do_open(campaign: Campaign, *, actor: Actor) -> None:
    """Opened before its day, it opens today."""
    campaign.opens_on = min(campaign.opens_on, timezone.localdate())
