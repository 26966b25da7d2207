"""What an address under `/q/` opens: a token given to one person, the open link of a campaign, or the six letters of who comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from cordee.core.asked import uuid_of
from cordee.core.formats import date_fr, date_long
from cordee.tools.surveys import queries
from cordee.tools.surveys.actions.submitting import CLOSED
from cordee.tools.surveys.definition.schema import Definition
from cordee.tools.surveys.links import CODE_LENGTH, code_sha256
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response

ANSWERING = "answering: the key of the address is what opens"
ANONYMOUS = "Personne ne pourra savoir que ces réponses sont les vôtres : ni votre nom, ni l'heure ne sont gardés."


@dataclass(frozen=True)
class Door:
    """Somebody at the door: who asks what of them, and what is known of their answers."""

    key: str
    opened: queries.Opened
    by_code: Progress | None = None

    @cached_property
    def definition(self) -> Definition:
        return queries.definition_of(self.opened.subject.asked_id)

    @cached_property
    def url(self) -> str:
        return reverse("surveys:q", args=[self.key])

    @property
    def invitation(self) -> Invitation | None:
        return self.opened.invitation

    @property
    def campaign(self) -> Campaign | None:
        return self.opened.campaign

    @property
    def thread(self) -> Any:
        return self.opened.subject.thread

    @property
    def anonymous(self) -> bool:
        return self.opened.anonymous

    @property
    def anyone(self) -> bool:
        """The same link for everybody: a phone may serve several people."""
        return self.invitation is None and self.by_code is None

    @property
    def takes_code(self) -> bool:
        """Anonymous, with a link of one's own: six letters typed behind the link find the answers, and the base joins nothing."""
        return self.invitation is not None and self.anonymous

    @property
    def remembers(self) -> bool:
        """The server keeps each answer by itself: never for who is anonymous, unless they asked for a code."""
        return self.by_code is not None or (self.invitation is not None and not self.anonymous)

    @property
    def for_whom(self) -> str:
        """Whose answer is entered by somebody who has an account; empty for who answers for themselves."""
        actor, invitation = self.opened.actor, self.invitation
        if actor is None or (invitation and invitation.organisation_id == actor.organisation_id and invitation.person_id is None):
            return ""
        return str(invitation or self.campaign)

    @property
    def officer(self) -> bool:
        return self.opened.actor is not None and self.opened.actor.capacity == "operator"

    @property
    def back(self) -> str:
        """Where who has an account goes back to."""
        return self.campaign.get_absolute_url() if self.opened.actor and self.campaign else "/" if self.opened.actor else ""

    @property
    def mailed(self) -> bool:
        return self.invitation is not None and self.invitation.channel == Invitation.Channel.MAIL

    @cached_property
    def progress(self) -> Progress | None:
        if self.by_code or not self.remembers:
            return self.by_code
        return Progress.objects.filter(invitation=self.invitation, voice=Response.Voice.RESPONDENT).first()

    @cached_property
    def sent(self) -> Response | None:
        """The answer that this invitation already gave; nobody can say it of an anonymous one."""
        named = self.invitation if self.invitation and not self.anonymous else None
        return queries.current_response(named) if named and named.answered else None

    # -- the first screen ----------------------------------------------------------------------------------------------------
    @property
    def asker(self) -> str:
        if self.campaign:
            return str(self.campaign.asker)
        return str(self.opened.subject.asked.questionnaire.organisation or "Votre DLA")

    @property
    def why(self) -> str:
        return (self.campaign.why if self.campaign else "") or self.definition.why or self.opened.subject.asked.questionnaire.purpose

    @property
    def readers(self) -> str:
        return " ".join(filter(None, [self.definition.readers or f"{self.asker}.", ANONYMOUS if self.anonymous else ""]))

    @property
    def kept(self) -> str:
        return self.definition.kept or "Vos réponses, le temps de l'accompagnement."

    @property
    def closes(self) -> datetime | None:
        return self.campaign.closes_at if self.campaign else None

    @property
    def closed(self) -> str:
        """Why nothing can be sent, in a sentence; empty when it is open."""
        code, campaign = self.opened.closed, self.campaign
        if code == "not_yet" and campaign:
            return f"Ce questionnaire ouvre le {date_long(campaign.opens_on)}. Revenez à cette date, avec la même adresse."
        if code == "closed" and campaign:
            return f"Ce questionnaire est clos depuis le {date_fr(campaign.closed_at or campaign.closes_at)}."
        return CLOSED[code] if code else ""


def door_of(key: str, *, told: bool = True) -> Door | None:
    """By its hash alone: the base does not know the keys that it opens to. `told`: for a page, which says who asks."""
    if len(key) != CODE_LENGTH:
        opened = queries.opened_by(key, told=told)
        return Door(key, opened) if opened else None
    kept = Progress.objects.filter(code_sha256=code_sha256(key)).select_related("invitation", "campaign").first()
    opened = _opened_again(kept) if kept else None
    return Door(key.upper(), opened, kept) if opened else None


def _opened_again(kept: Progress) -> queries.Opened | None:
    subject = kept.invitation or (None if kept.behind_a_link else kept.campaign)
    return queries.opened(subject) if subject else None


def begun_as(door: Door, submission: str | None) -> Progress | None:
    """The answers already kept for this filling: those of the invitation, or those that the address names."""
    wanted = uuid_of(submission)
    if door.remembers or wanted is None or door.campaign is None:
        return door.progress
    return Progress.objects.filter(submission=wanted, campaign=door.campaign, invitation=None).first()
