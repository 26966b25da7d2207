"""What the pages of campaigns show."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cordee.actors.territory.queries import zone_name
from cordee.core.access import Actor
from cordee.core.formats import counted, date_short
from cordee.core.journal import events_of, tell
from cordee.core.lifecycle import offers
from cordee.core.views.acts import offer_links
from cordee.tools.surveys import links, policies, queries
from cordee.tools.surveys.actions.inviting import to_remind
from cordee.tools.surveys.campaign_lists import STATE_TONES
from cordee.tools.surveys.models import Campaign, Invitation, Response
from cordee.tools.surveys.reading.policies import reads_synthesis

SHOWN, NAMED = 50, 30


def page(campaign: Campaign, actor: Actor, *, after: int, waiting: bool) -> dict[str, Any]:
    runs = policies.may_run(actor, campaign) is None
    people, following = _people(campaign, after=after, waiting=waiting) if runs else ([], None)
    rate = queries.rate_of(campaign)
    return {
        "campaign": campaign,
        "nav_current": "campaigns",
        "tone": STATE_TONES[campaign.state],
        "place": zone_name(campaign.zone),
        "runs": runs,
        "rate": rate,
        "said": rate_sentence(campaign, rate),
        "live": campaign.state == Campaign.State.OPEN,
        "anyone": campaign.target == Campaign.Target.ANYONE,
        "people": people,
        "following": following,
        "waiting": waiting,
        "offers": offer_links(campaign, offers(campaign, actor)) if runs else [],
        "lines": [tell(event) for event in events_of(campaign, actor)[:20]],
        "synthesis": reads_synthesis(actor, campaign) and rate.received > 0,
    }


def prepared_sentence(target: str) -> str:
    following = "l'ouvrir, puis donner son lien." if target == Campaign.Target.ANYONE else "inviter à y répondre."
    return f"C'est fait : la campagne est préparée. Prochaine étape : {following}"


def rate_sentence(campaign: Campaign, rate: queries.Rate) -> str:
    if not rate.invited:
        return counted(rate.received, "réponse reçue", "réponses reçues")
    share = f"{rate.answered * 100 / rate.invited:.1f}".replace(".", ",").removesuffix(",0")
    return f"{share}\u00a0% ({rate.answered} sur {rate.invited})"


def _people(campaign: Campaign, *, after: int, waiting: bool) -> tuple[list[SimpleNamespace], int | None]:
    rows = Invitation.objects.for_system("of a campaign that the actor runs").filter(campaign=campaign, pk__gt=after)
    if waiting and not campaign.anonymous:
        rows = rows.filter(answered=False, withdrawn_at=None)
    found = list(rows.select_related("organisation", "person").order_by("pk")[: SHOWN + 1])
    responses = {} if campaign.anonymous else _responses([one.pk for one in found])
    people = [_person(one, campaign, responses.get(one.pk)) for one in found[:SHOWN]]
    return people, (found[SHOWN - 1].pk if len(found) > SHOWN else None)


def _responses(ids: list[int]) -> dict[int | None, Response]:
    rows = Response.objects.for_system("of a campaign that the actor runs").filter(
        Q(voice=Response.Voice.RESPONDENT), invitation__in=ids, latest=True
    )
    return {one.invitation_id: one for one in rows.order_by("pk").defer("answers", "marks", "result")}


def _person(invitation: Invitation, campaign: Campaign, response: Response | None) -> SimpleNamespace:
    open_ = campaign.state == Campaign.State.OPEN and not invitation.withdrawn_at
    settled = invitation.answered and not campaign.anonymous
    return SimpleNamespace(
        invitation=invitation,
        name=str(invitation),
        of=str(invitation.organisation) if invitation.person and invitation.organisation else "",
        said=_stands(invitation, campaign, response),
        tone="ok" if settled else "plain" if invitation.withdrawn_at else "",
        address=f"/reponses/{response.public_id}/" if response else "",
        acts=open_ and not settled,
        may_withdraw=not invitation.withdrawn_at and not settled and _may_still_withdraw(campaign),
    )


def _may_still_withdraw(campaign: Campaign) -> bool:
    """Of an anonymous campaign that is open, a refusal would say who answered: nobody is withdrawn any more."""
    return campaign.state == Campaign.State.PREPARED or (campaign.state == Campaign.State.OPEN and not campaign.anonymous)


def _stands(invitation: Invitation, campaign: Campaign, response: Response | None) -> str:
    """Of an anonymous campaign, nothing says who answered: it is counted, never named."""
    if invitation.withdrawn_at:
        return "retirée"
    if response and response.submitted_at:
        by = "" if response.channel in ("mail", "link") else f" ({response.get_channel_display().lower()})"
        return f"a répondu le {date_short(response.submitted_at)}{by}"
    if invitation.channel != Invitation.Channel.MAIL:
        return str(invitation.get_channel_display()).lower()
    if invitation.sent_at is None:
        if campaign.state == Campaign.State.OPEN:
            return "courriel en attente, ou sans adresse"
        return "courriel à l'ouverture"
    if invitation.reminded_at and not campaign.anonymous:  # who is reminded has not answered
        return f"relancée le {date_short(invitation.reminded_at)}"
    return f"invitée le {date_short(invitation.sent_at)}"


# -- inviting ---------------------------------------------------------------------------------------------------------------------
TO_HAND: dict[str, str] = {
    Invitation.Channel.LINK: "remettre le lien",
    Invitation.Channel.PAPER: "saisir la réponse reçue",
}


def invite_page(campaign: Campaign, form: Any, criteria: Any, chosen: Any) -> dict[str, Any]:
    named, count = [], 0
    if chosen is not None:
        known = Invitation.objects.for_system("of a campaign that the actor runs").filter(campaign=campaign, withdrawn_at=None)
        new = chosen.exclude(pk__in=known.filter(organisation__isnull=False, person=None).order_by().values("organisation"))
        named, count = list(new.order_by("sort_key", "id")[:NAMED]), new.count()
    return {
        "campaign": campaign, "form": form, "criteria": criteria, "asked": chosen is not None, "named": named, "count": count,
        "more": max(count - len(named), 0), "persons": campaign.target == Campaign.Target.PERSONS, "nav_current": "campaigns",
        "open": campaign.state == Campaign.State.OPEN,
    }  # fmt: skip


def invited_sentence(count: int, campaign: Campaign, channel: str = Invitation.Channel.MAIL) -> str:
    if not count:
        return "Rien ne change : cette invitation existait déjà."
    if channel != Invitation.Channel.MAIL:
        later = "" if campaign.state == Campaign.State.OPEN else ", une fois la campagne ouverte"
        return f"C'est fait : {counted(count, 'invitation ajoutée', 'invitations ajoutées')}. Prochaine étape : {TO_HAND[channel]}{later}."
    leaves = "les courriels partent." if campaign.state == Campaign.State.OPEN else "les courriels partiront à l'ouverture."
    return f"C'est fait : {counted(count, 'invitation ajoutée', 'invitations ajoutées')}, {leaves}"


def remind_page(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign": campaign, "count": len(to_remind(campaign, now=timezone.now(), by_hand=True)), "rate": queries.rate_of(campaign),
        "open": campaign.state == Campaign.State.OPEN, "nav_current": "campaigns",
    }  # fmt: skip


def reminded_sentence(count: int) -> str:
    return f"C'est fait : {counted(count, 'courriel de relance part', 'courriels de relance partent')}."


# -- links ------------------------------------------------------------------------------------------------------------------------
def link_page(subject: Invitation | Campaign, kept: str, *, back: str, **shown: Any) -> dict[str, Any]:
    """The address to hand over; none while nobody asked for it."""
    token = links.token_of(subject)
    address = f"{settings.PUBLIC_URL}{links.path_of(token)}" if token and links.hashed(token) == kept else ""
    return {"address": address, "back": back, "nav_current": "campaigns", **shown}


def answer_page(invitation: Invitation) -> dict[str, Any]:
    opened = queries.opened(invitation)
    definition = queries.definition_of(invitation.asked_id)
    return {
        "invitation": invitation, "opened": opened, "definition": definition, "campaign": invitation.campaign,
        "title": invitation.campaign.name if invitation.campaign else definition.title, "home": reverse("core:home"),
        "asker": invitation.campaign.asker.name if invitation.campaign else "",
    }  # fmt: skip
