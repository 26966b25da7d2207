"""The people of a sheet as one part of its page: posts and their holders, then whoever signs in without a post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Organisation, Position
from cordee.actors.directory.people import queries, sources
from cordee.actors.directory.people.sources import Access
from cordee.core import formats
from cordee.core.access import Actor


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post, who holds it, and their access if they have one."""

    post: Position
    access: Access | None
    invite_url: str

    @property
    def since(self) -> str:
        return f"depuis le {formats.date_short(self.post.period.lower)}" if self.post.period.lower else ""

    @property
    def vacant_for(self) -> str:
        """« 8 mois »: how long no one has held it."""
        start, today = self.post.period.lower, timezone.localdate()
        if start is None:
            return ""
        months = (today.year - start.year) * 12 + today.month - start.month - (today.day < start.day)
        return f"{months} mois" if months > 0 else formats.counted((today - start).days, "jour")


def people_of(organisation: Organisation, actor: Actor, posts: list[Position]) -> dict[str, Any]:
    """The pair first, the other posts, accesses without a post, then who was there before. The queries are those of accounts."""
    everyone = queries.in_order(posts)
    today = timezone.localdate()
    now = [p for p in everyone if today in p.period]
    standing = sources.accounts().standing(actor, organisation)
    by_person: dict[int | None, Access] = {a.person_id: a for a in standing.accesses if a.person_id}
    lines = [_line(post, by_person, standing.invite_url) for post in now]
    held = {post.person_id for post in now if post.person_id}
    return {
        "pair": [line for line in lines if line.post in queries.pair(now)],
        "others": [line for line in lines if line.post not in queries.pair(now)],
        "to_come": [p for p in everyone if p.period.lower and p.period.lower > today],
        "former": [p for p in everyone if p.period.upper and p.period.upper <= today],
        "without_post": [a for a in standing.accesses if a.person_id is None or a.person_id not in held],
        "invite_url": standing.invite_url,
        "shown": bool(now),
    }


def _line(post: Position, by_person: dict[int | None, Access], invite: str) -> PostLine:
    access = by_person.get(post.person_id) if post.person_id else None
    wanted = invite and post.person and post.person.email and access is None
    return PostLine(post, access, f"{invite}?poste={post.public_id}#inviter" if wanted else "")
