"""The dated link of a member without an account: given, given again, closed. Its secret is in the letter and nowhere else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from cordee.actors.partners import policies, queries
from cordee.actors.partners.models import AgendaLink, Meeting, Member
from cordee.core.access import Actor, Refusal
from cordee.core.clock import now
from cordee.core.journal import record
from cordee.core.verbs import allow, locked, writing

STAYS = timedelta(days=1)  # after the meeting: what was said there can still be noted by its member
HAS_ACCOUNT = Refusal("account", "Cette personne a un compte : la convocation l'y mène, sans lien à part.")
OVER = Refusal("state", "Un lien s'ouvre sur une réunion à venir ou tenue : celle-ci est terminée.")
STRANGER = Refusal("seat", "Ce siège n'est pas, ou n'est plus, de ce comité.")


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def give_link(*, actor: Actor, meeting: Meeting, member: Member) -> str:
    """Answers the secret, once. The one given before no longer opens."""
    allow(policies.may_move(actor, meeting))
    with writing(actor, "partners.link.give", AgendaLink):
        held = locked(meeting)
        allow(None if held.state in policies.LIVE else OVER)
        allow(None if queries.seats(meeting.committee).filter(pk=member.pk).exists() else STRANGER)
        allow(HAS_ACCOUNT if queries.has_account(member) else None)
        secret = make_link(held, member, actor.label)
        data = {"organisation": member.organisation.name}
        record(held, "partners.link.given", actor=actor, audience=["operator"], data=data)
    return secret


def make_link(meeting: Meeting, member: Member, by: str) -> str:
    """In the transaction of whoever writes the letter."""
    _open(meeting).filter(member=member).update(revoked_at=now())
    secret = secrets.token_urlsafe(32)
    expires = max(meeting.starts_at, now()) + STAYS
    AgendaLink(meeting=meeting, member=member, secret=hashed(secret), expires_at=expires, made_by_label=by).save(force_insert=True)
    return secret


def close_link(*, actor: Actor, link: AgendaLink) -> None:
    allow(policies.may_animate(actor, link.meeting))
    with writing(actor, "partners.link.close", AgendaLink):
        held = locked(link.meeting)
        if _open(held).filter(pk=link.pk).update(revoked_at=now()):
            data = {"organisation": link.member.organisation.name}
            record(held, "partners.link.closed", actor=actor, audience=["operator"], data=data)


def _open(meeting: Meeting) -> Any:
    return AgendaLink.objects.for_system("links of a held meeting").filter(meeting=meeting, revoked_at__isnull=True)
