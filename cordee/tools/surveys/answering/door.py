"""What an address under `/q/` opens: a token given to one person, the open link of a campaign, or the six letters of who comes back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cordee.core.formats import date_fr, date_long
from cordee.tools.surveys import queries
from cordee.tools.surveys.definition.schema import Definition
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response, Version

ANSWERING = "answering: the key of the address is what opens"
CODE_LENGTH = 6
ANONYMOUS = "Personne ne pourra savoir que ces réponses sont les vôtres : ni votre nom, ni l'heure ne sont gardés."


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Door:
    """Somebody at the door: who asks what of them, and what is known of their answers."""

    key: str
    asked: Version
    invitation: Invitation | None = None
    campaign: Campaign | None = None
    progress: Progress | None = None
    by_code: bool = False

    @cached_property
    def definition(self) -> Definition:
        return queries.definition_of(self.asked.pk)

    @cached_property
    def url(self) -> str:
        return reverse("surveys:q", args=[self.key])

    @property
    def thread_id(self) -> int:
        held = self.invitation or self.campaign
        assert held is not None  # noqa: S101 - a door is opened by one of them
        return int(held.thread_id)

    @property
    def anonymous(self) -> bool:
        return bool(self.campaign and self.campaign.anonymous)

    @property
    def anyone(self) -> bool:
        """The same link for everybody: a phone may serve several people."""
        return self.invitation is None and not self.by_code

    @property
    def remembers(self) -> bool:
        """The server keeps each answer by itself: never for who is anonymous, unless they asked for a code."""
        return self.by_code or (self.invitation is not None and not self.anonymous)

    @property
    def mailed(self) -> bool:
        return self.invitation is not None and self.invitation.channel == Invitation.Channel.MAIL

    # -- the first screen ----------------------------------------------------------------------------------------------------
    @property
    def asker(self) -> str:
        if self.campaign:
            return str(self.campaign.asker)
        return str(self.asked.questionnaire.organisation or "Votre DLA")

    @property
    def why(self) -> str:
        return (self.campaign.why if self.campaign else "") or self.definition.why or self.asked.questionnaire.purpose or self.definition.title

    @property
    def readers(self) -> str:
        return " ".join(filter(None, [self.definition.readers or f"{self.asker}.", ANONYMOUS if self.anonymous else ""]))

    @property
    def kept(self) -> str:
        return self.definition.kept or "Vos réponses, le temps de l'accompagnement."

    @property
    def closes(self) -> datetime | None:
        return self.campaign.closes_at if self.campaign else None

    # -- is it open --------------------------------------------------------------------------------------------------------------
    @property
    def answered(self) -> bool:
        return self.invitation is not None and self.invitation.answered

    @property
    def closed(self) -> str:
        """Why nothing can be sent any more, or not yet; empty when it is open."""
        campaign = self.campaign
        if self.invitation and self.invitation.withdrawn_at:
            return "Cette invitation a été retirée : vous n'avez rien à faire."
        if campaign is None:
            return ""
        if campaign.state == Campaign.State.PREPARED:
            return f"Ce questionnaire ouvre le {date_long(campaign.opens_on)}. Revenez à cette date, avec la même adresse."
        if campaign.state == Campaign.State.CLOSED or campaign.closes_at <= timezone.now():
            return f"Ce questionnaire est clos depuis le {date_fr(campaign.closed_at or campaign.closes_at)}."
        return ""


def door_of(key: str) -> Door | None:
    """By its hash alone: the base does not know the keys that it opens to."""
    if len(key) == CODE_LENGTH and key.isascii() and key.isalpha():
        return _by_code(key.upper())
    invitation = Invitation.objects.for_system(ANSWERING).filter(token_sha256=sha256(key)).select_related(*_ASKED, "campaign__asker").first()
    if invitation:
        return Door(key, invitation.asked, invitation, invitation.campaign, _begun(invitation))
    campaign = Campaign.objects.for_system(ANSWERING).filter(open_link_sha256=sha256(key)).select_related(*_ASKED, "asker").first()
    return Door(key, campaign.asked, None, campaign) if campaign else None


_ASKED = ("asked__questionnaire__organisation",)


def _begun(invitation: Invitation) -> Progress | None:
    if invitation.campaign and invitation.campaign.anonymous:
        return None
    return Progress.objects.filter(invitation=invitation, voice=Response.Voice.RESPONDENT).first()


def _by_code(code: str) -> Door | None:
    found = Progress.objects.filter(code_sha256=sha256(code)).filter(Q(invitation__isnull=False) | Q(campaign__isnull=False))
    progress = found.select_related("invitation", "campaign").first()
    if progress is None:
        return None
    held = progress.invitation or progress.campaign
    assert held is not None  # noqa: S101 - the query says so
    campaign = progress.campaign or (progress.invitation.campaign if progress.invitation else None)
    return Door(code, held.asked, progress.invitation, campaign, progress, by_code=True)


def begun_as(door: Door, submission: str | None) -> Progress | None:
    """The answers already kept for this filling: those of the invitation, or those that the address names."""
    from cordee.core.asked import uuid_of

    wanted = uuid_of(submission)
    if door.progress or wanted is None or door.campaign is None:
        return door.progress
    return Progress.objects.filter(submission=wanted, campaign=door.campaign, invitation=None).first()
