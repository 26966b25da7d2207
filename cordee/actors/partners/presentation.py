"""What the pages of committees and partners show, and to whom."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cordee.actors.partners import guests, minutes, policies, queries
from cordee.actors.partners.models import AgendaItem, Committee, Contribution, Gift, Interest, Meeting, Member, Opinion, Paper, Partnership
from cordee.actors.partners.reactions import unreachable
from cordee.actors.partners.subjects import summaries_of
from cordee.actors.territory.queries import zone_name
from cordee.core.access import Actor, capacities_in
from cordee.core.corrections import correction_refusal
from cordee.core.files.policies import may_open
from cordee.core.formats import counted, period
from cordee.core.journal import events_of, tell
from cordee.core.lifecycle import Offer, offers
from cordee.core.models import Document, File
from cordee.core.views.acts import offer_links

SHOWN = 20
#: the seven gifts as the head of a column
SHORT = {
    "information": "Information", "communication": "Communication", "knowledge": "Connaissance", "diagnosis": "Diagnostic",
    "committees": "Comités", "service": "Prestation", "follow_up": "Suivi",
}  # fmt: skip
TONES = {"favourable": "ok", "reserved": "warn", "against": "late", "abstains": "plain"}
STATE_TONES = {"planned": "warn", "held": "warn", "reported": "ok", "cancelled": "plain"}


def place_of(committee: Committee) -> str:
    return str(committee.region) if committee.region else zone_name(committee.zone)


def dates_of(row: Any) -> str:
    return period(row.period.lower, row.last_day)


def committee_page(committee: Committee, actor: Actor) -> dict[str, Any]:
    may = policies.may_animate(actor, committee) is None
    rows = Member.objects.for_system("seats of a committee fetched through visible_to").filter(committee=committee)
    members = list(rows.select_related("organisation", "person").order_by("organisation__sort_key", "seat", "id"))
    today = timezone.localdate()
    current = [m for m in members if (m.period.upper is None or m.period.upper > today)]
    meetings = Meeting.objects.for_system("of a committee fetched through visible_to").filter(committee=committee)
    return {
        "committee": committee,
        "nav_current": "committees",
        "place": place_of(committee),
        "dates": dates_of(committee),
        "may_animate": may,
        "members": [seat_line(m) for m in current],
        "former": [seat_line(m) for m in members if m not in current],
        "meetings": [SimpleNamespace(meeting=m, tone=STATE_TONES[m.state]) for m in meetings.order_by("-starts_at", "-id")[:SHOWN]],
        "works": list(committee.works.order_by("-decided_on", "id")),
    }


def seat_line(member: Member) -> SimpleNamespace:
    return SimpleNamespace(member=member, dates=dates_of(member))


# -- a meeting ------------------------------------------------------------------------------------------------------------
def meeting_page(meeting: Meeting, actor: Actor) -> dict[str, Any]:
    may = policies.may_animate(actor, meeting) is None
    seat = queries.seat_of(actor, meeting.committee)
    events = list(events_of(meeting, actor))
    corrected = {event.corrects_id for event in events}
    published = meeting.state == Meeting.State.REPORTED
    offered = offers(meeting, actor) if may else []
    shown = points(meeting, actor, seat, may)
    return {
        "meeting": meeting,
        "committee": meeting.committee,
        "nav_current": "committees",
        "place": place_of(meeting.committee),
        "tone": STATE_TONES[meeting.state],
        "may_animate": may,
        "seat": seat,
        "is_live": meeting.state in policies.LIVE,
        "guests": guests.links_of(meeting) if may and meeting.state in policies.LIVE else [],
        "points": shown,
        "offers": offer_links(meeting, in_order(meeting, offered)),
        "has_next": next_step(meeting, offered),
        "unreachable": unreachable(meeting.committee) if may and meeting.state == Meeting.State.PLANNED else [],
        "to_renew": meeting.convened_at is None and any(event.code.endswith(".convene") for event in events),
        "attendance": minutes.attendance_of(meeting) if may or published else [],
        "quorum": minutes.quorum_of(meeting) if may or published else "",
        "reads_minutes": published or (may and bool(meeting.minutes)),
        "documents": documents(meeting, actor),
        "correction": correction(meeting, events, actor),
        "lines": [tell(event, corrected=event.pk in corrected) for event in events],
        **(guests.owed_opinions(shown, opinion_url) if seat and meeting.state in policies.LIVE else {}),
    }


def opinion_url(item: AgendaItem) -> str:
    return reverse("committees:opinion", args=[item.public_id])


def in_order(meeting: Meeting, offered: list[Offer]) -> list[Offer]:
    """What comes next first: once the members are convened, to convene them again is a second thought."""
    return sorted(offered, key=lambda offer: offer.name == "convene") if meeting.convened_at else offered


def next_step(meeting: Meeting, offered: list[Offer]) -> bool:
    """Is one of the acts the thing to do now? Between the convocation and the day, nothing is; a refused one waits for another."""
    awaited = "publish" if meeting.state == Meeting.State.HELD else "hold" if meeting.convened_at else "convene"
    return any(offer.name == awaited and offer.refusal is None for offer in offered)


def points(meeting: Meeting, actor: Actor, seat: Member | None, may: bool) -> list[SimpleNamespace]:
    """The agenda as this reader sees it: a point closed by a link of interest keeps its title alone."""
    items = list(meeting.items.select_related("organisation").order_by("rank"))
    opened = set(AgendaItem.objects.open_to(actor).filter(meeting=meeting).order_by().values_list("pk", flat=True))
    papers = grouped(Paper.objects.for_system("of points open to the actor").filter(item__in=opened).select_related("file").order_by("id"))
    interests = grouped(
        Interest.objects.for_system("said to every member").filter(item__in=items).select_related("member__organisation").order_by("id")
    )
    opinions = grouped(queries.latest_opinions(opened))
    shared = may or meeting.state in (Meeting.State.HELD, Meeting.State.REPORTED)
    published = meeting.state == Meeting.State.REPORTED
    summaries = summaries_of([item.dossier_id for item in items if item.dossier_id and item.pk in opened], actor)
    return [
        point(item, item.pk in opened, summaries, papers, interests, opinions, seat, shared, published or (may and item.pk in opened))
        for item in items
    ]


def grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def point(
    item: Any, opened: bool, summaries: Any, papers: Any, interests: Any, opinions: Any, seat: Member | None, shared: bool, followed: bool
) -> SimpleNamespace:  # fmt: skip
    given = opinions.get(item.pk, [])
    mine = next((opinion for opinion in given if seat and opinion.member_id == seat.pk), None)
    return SimpleNamespace(
        item=item,
        open=opened,
        papers=papers.get(item.pk, []),
        summary=summaries.get(item.dossier_id),
        interests=interests.get(item.pk, []),
        mine=mine,
        mine_tone=TONES[mine.value] if mine else "",
        opinions=[SimpleNamespace(opinion=o, tone=TONES[o.value]) for o in given] if shared else [],
        counts=[
            (label, sum(o.value == code for o in given)) for code, label in Opinion.Value.choices if any(o.value == code for o in given)
        ]
        if shared
        else [],
        given=counted(len(given), "avis donné", "avis donnés"),
        decision=item.decision if followed else "",  # a draft, like the minutes, until they are published
    )


def documents(meeting: Meeting, actor: Actor) -> list[SimpleNamespace]:
    """The latest convocation and minutes, these only when they are published; what was joined to the minutes, for those it names."""
    kinds = [minutes.CONVOCATION.code, *([minutes.MINUTES.code] if meeting.state == Meeting.State.REPORTED else [])]
    rows = Document.objects.for_system("of a meeting fetched through visible_to; audience is applied here").filter(
        type__in=kinds, subject_id=meeting.pk, audience__overlap=capacities_in(actor, meeting.thread) or [""]
    )
    latest = {document.type: document for document in rows.prefetch_related("files").order_by("version")}
    made = [file_line(file, file.name, document.version) for document in latest.values() for file in document.files.all()]
    joined = meeting.minutes_file
    return [*made, file_line(joined, joined.label)] if joined and may_open(actor, joined) else made


def file_line(file: File, name: str, version: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        name=name, url=reverse("core:file", args=[file.public_id]), size=file.size, kind=file.kind.upper(), at=file.added_at,
        by=file.added_by_label, version=version, sealed=file.sealed, sha256=file.sha256,
    )  # fmt: skip


def correction(meeting: Meeting, events: list[Any], actor: Actor) -> str:
    """Where the last act is taken back, when it may be."""
    last = next((event for event in events if event.to_state), None)
    if last is None or correction_refusal(meeting, last, actor):
        return ""
    return reverse("core:take_back", args=[meeting.lifecycle.code, meeting.public_id, last.pk])  # type: ignore[attr-defined]


# -- what partners bring ------------------------------------------------------------------------------------------------------
def contribution_page(contribution: Contribution, actor: Actor) -> dict[str, Any]:
    keeps = policies.may_keep(actor, contribution) is None
    return {
        "contribution": contribution,
        "nav_current": "partners",
        "dates": dates_of(contribution),
        "offers": offer_links(contribution, offers(contribution, actor)) if keeps else [],
        "may_edit": policies.may_edit_contribution(actor, contribution) is None,
        "lines": [tell(event) for event in events_of(contribution, actor)],
        "tone": {"proposed": "warn", "active": "ok", "closed": "plain"}[contribution.state],
    }


def current_gifts(known: dict[int, Partnership]) -> dict[int, set[str]]:
    today = timezone.localdate()
    return {network: {gift.kind for gift in partnership.gifts.all() if in_force(gift, today)} for network, partnership in known.items()}


def in_force(gift: Gift, today: Any) -> bool:
    lower, upper = gift.period.lower, gift.period.upper
    return (lower is None or lower <= today) and (upper is None or upper > today)


def networks_page(actor: Actor) -> dict[str, Any]:
    """One table a DLA: its networks, the seven things, those of before in words."""
    rows = Partnership.objects.visible_to(actor).select_related("network", "operator").prefetch_related("gifts")
    today = timezone.localdate()
    tables: dict[Any, list[SimpleNamespace]] = {}
    for partnership in rows.order_by("operator__sort_key", "network__sort_key", "id"):
        tables.setdefault(partnership.operator, []).append(line_of(partnership, today))
    own = policies.may_create(actor) is None and actor.capacity == "operator"
    return {"tables": list(tables.items()), "kinds": list(SHORT.items()), "may_edit": own, "nav_current": "partners"}


def line_of(partnership: Partnership, today: Any) -> SimpleNamespace:
    gifts = sorted(partnership.gifts.all(), key=lambda gift: gift.pk)
    now = {gift.kind: gift for gift in gifts if in_force(gift, today)}
    over = [f"{gift.get_kind_display()} {period(gift.period.lower, gift.period.upper)}" for gift in gifts if gift not in now.values()]
    return SimpleNamespace(
        partnership=partnership,
        network=partnership.network,
        cells=[(label, now.get(code)) for code, label in Gift.Kind.choices],
        note=partnership.note,
        over=over,
    )
