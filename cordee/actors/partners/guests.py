"""Members without an account: the link that lets them read an agenda, and what they read there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.urls import reverse

from cordee.actors.partners import queries
from cordee.actors.partners.actions.links import hashed
from cordee.actors.partners.models import AgendaItem, AgendaLink, Interest, Meeting, Member, Opinion
from cordee.actors.partners.subjects import summaries_of
from cordee.core.access import Actor
from cordee.core.clock import now
from cordee.core.formats import counted
from cordee.core.models import ReadLog


def link_of(secret: str) -> AgendaLink | None:
    """None when it was never given, when it was closed, when its day has passed, when its seat is no longer held."""
    rows = AgendaLink.objects.for_system("the secret is the credential").filter(secret=hashed(secret))
    link = rows.select_related("meeting__committee__organisation", "meeting__thread", "member__organisation", "member__person").first()
    if link is None or not link.is_open(now()):
        return None
    return link if queries.seats(link.meeting.committee).filter(pk=link.member_id).exists() else None


def actor_of(link: AgendaLink) -> Actor:
    """It speaks for its seat, and reaches nothing else."""
    return Actor(
        user_id=None, membership_id=None, organisation_id=link.member.organisation_id, profile="guest", capacity="partner",
        zones=frozenset(),
        party_only=True, label=f"{link.member}, par son lien",
    )  # fmt: skip


def items_of(link: AgendaLink, *, opened: bool) -> list[AgendaItem]:
    rows = AgendaItem.objects.for_system("the points of this link's meeting").filter(meeting=link.meeting_id)
    if opened:
        rows = rows.exclude(queries.interested(link.member.organisation_id))
    return list(rows.select_related("meeting__committee__organisation", "meeting__thread", "organisation").order_by("rank"))


def last_opinion(link: AgendaLink, item: AgendaItem) -> Opinion | None:
    rows = Opinion.objects.for_system("its own opinion").filter(item=item, member=link.member_id)
    found: Opinion | None = rows.order_by("-revision").first()
    return found


def page(link: AgendaLink, token: str) -> dict[str, Any]:
    items = items_of(link, opened=False)
    opened = {item.pk for item in items_of(link, opened=True)}
    summaries = summaries_of([item.dossier_id for item in items if item.pk in opened and item.dossier_id], None)
    mine = {o.item_id: o for o in queries.latest_opinions(opened).filter(member=link.member_id)}
    own = Interest.objects.for_system("its own links of interest").filter(item__in=items, member=link.member_id)
    declared = set(own.order_by("pk").values_list("item_id", flat=True))
    points = [
        SimpleNamespace(
            item=item, open=item.pk in opened, declared=item.pk in declared, mine=mine.get(item.pk),
            facts=summaries[item.dossier_id].facts if item.dossier_id in summaries else (),
            opinion=reverse("committees:guest_opinion", args=[token, item.public_id]),
            interest=reverse("committees:guest_interest", args=[token, item.public_id]),
        )
        for item in items
    ]  # fmt: skip
    shown = {"link": link, "meeting": link.meeting, "committee": link.meeting.committee, "points": points}
    return shown | owed_opinions(points, lambda item: reverse("committees:guest_opinion", args=[token, item.public_id]))


def owed_opinions(points: Sequence[SimpleNamespace], address: Callable[[AgendaItem], str]) -> dict[str, str]:
    """The one thing that a member has to do: the first point open to it that awaits its opinion, and how many do."""
    owed = [one.item for one in points if one.open and one.item.asks_opinion and not one.mine]
    said = f"{counted(len(owed), 'point attend', 'points attendent')} votre avis. Il peut être corrigé jusqu'au compte rendu."
    return {"owed": said, "owed_url": address(owed[0])} if owed else {"owed": ""}


# -- for who animates -----------------------------------------------------------------------------------------------------------
def without_account(meeting: Meeting) -> list[Member]:
    return queries.seats_without_account(meeting.committee)


def links_of(meeting: Meeting) -> list[SimpleNamespace]:
    """Each seat without an account, its open link, and whether it was read."""
    reads = ReadLog.objects.for_system("who read this agenda").filter(subject_kind=AgendaLink._meta.label_lower, subject_id=OuterRef("pk"))
    rows = AgendaLink.objects.for_system("of a meeting that the actor animates").filter(meeting=meeting, revoked_at=None)
    by_link = reads.order_by().values("subject_id")
    rows = rows.annotate(
        reads=Subquery(by_link.annotate(n=Count("pk")).values("n")), last_read=Subquery(by_link.annotate(m=Max("at")).values("m"))
    )
    known = {link.member_id: link for link in rows.order_by("id")}
    return [SimpleNamespace(member=seat, link=known.get(seat.pk)) for seat in without_account(meeting)]
