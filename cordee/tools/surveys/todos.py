"""What questionnaires put on people's day: one to fill, a campaign that waits for its opening, one that ends soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Coalesce

from cordee.core.access import Actor
from cordee.core.models.bases import TODAY
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import param
from cordee.core.todo import NO_DATE, TodoSource, declare, evening, line, words
from cordee.tools.surveys.models import Campaign, Invitation
from cordee.tools.surveys.parameters import SOON_DAYS

MINE = frozenset({"officer", "head", "regional", "national"})


def to_answer(actor: Actor) -> Any:
    """Asked of one's organisation, not of someone in it: in an open campaign, or alone."""
    rows = Invitation.objects.for_system("what one's own organisation is asked").filter(
        Q(campaign=None) | Q(campaign__state=Campaign.State.OPEN, campaign__closes_at__gt=CordeeNow()),
        organisation_id=actor.organisation_id, person=None, answered=False, withdrawn_at=None, organisation__isnull=False,
    ).exclude(campaign=None, channel=Invitation.Channel.MEETING)  # fmt: skip
    return line(
        rows,
        due=Coalesce(F("campaign__closes_at"), NO_DATE),
        since=Coalesce(F("sent_at"), CordeeNow()),
        title=words("Répondre au questionnaire : ", Coalesce(F("campaign__name"), F("asked__questionnaire__title"))),
        detail=Coalesce(F("campaign__asker__name"), Value("", TextField())),
        key=F("public_id"),
    )


def _mine(actor: Actor) -> Any:
    return Campaign.objects.for_system("one's own campaigns").filter(asker_id=actor.organisation_id)


def to_open(actor: Actor) -> Any:
    """Its day has come and it could not open by itself: nobody invited, or an end that has passed."""
    rows = _mine(actor).filter(state=Campaign.State.PREPARED, opens_on__lte=TODAY)
    return line(
        rows,
        due=evening("opens_on"),
        since=F("opens_on"),
        title=words("Ouvrir la campagne : ", F("name")),
        detail=words("elle attend ses invités, ou une nouvelle clôture"),
        key=F("public_id"),
    )


def ending(actor: Actor) -> Any:
    rows = _mine(actor).filter(state=Campaign.State.OPEN, closes_at__lte=CordeeNow() + timedelta(days=param(SOON_DAYS)))
    waiting = Count("invitations", filter=Q(invitations__answered=False, invitations__withdrawn_at=None))
    rows = rows.annotate(_waiting=waiting).filter(_waiting__gt=0)
    return line(
        rows,
        due=F("closes_at"),
        since=F("opens_on"),
        title=words("Relancer avant la clôture : ", F("name")),
        detail=words(F("_waiting"), " sans réponse"),
        key=F("public_id"),
    )


declare(TodoSource("surveys.answer", "Répondre", "/campagnes/invitations/{key}/repondre/", to_answer))
declare(TodoSource("surveys.open", "Ouvrir", "/campagnes/{key}/", to_open, profiles=MINE))
declare(TodoSource("surveys.ending", "Relancer", "/campagnes/{key}/", ending, profiles=MINE))
