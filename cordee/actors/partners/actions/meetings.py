"""A meeting: planned, its agenda kept point by point, its minutes written. Its states are moved by the lifecycle."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files import File as Upload
from django.db.models import F, Max

from cordee.actors.partners import policies, queries
from cordee.actors.partners.models import MEMBERS, AgendaItem, Attendance, Committee, Meeting, Paper
from cordee.actors.partners.subjects import Candidate
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import save_edit, stale
from cordee.core.files.actions import join_file
from cordee.core.journal import record
from cordee.core.lifecycle import start
from cordee.core.models import File
from cordee.core.verbs import allow, locked, writing

FIXED = Refusal("state", "L'ordre du jour est fixé : la réunion a eu lieu, ou elle est annulée.")
JUDGED = Refusal("judged", "Un avis ou un lien d'intérêt porte sur ce point : il reste à l'ordre du jour.")
UNHELD = Refusal("state", "Le compte rendu s'écrit quand la réunion est notée tenue ; une fois publié, il ne change plus.")


def plan_meeting(*, actor: Actor, committee: Committee, values: dict[str, Any], operation: uuid.UUID | None = None) -> Meeting:
    meeting = Meeting(committee=committee, thread_id=committee.thread_id, zone=committee.zone, state=Meeting.State.PLANNED, **values)
    with writing(actor, "partners.meeting.plan", Meeting):
        meeting.full_clean()
        start(meeting, actor=actor, operation=operation)
    return meeting


def edit_meeting(*, actor: Actor, meeting: Meeting, values: dict[str, Any], version: int) -> Meeting:
    """Another day or place after the convocation: the members must be told again."""
    allow(policies.may_animate(actor, meeting))
    if meeting.state != Meeting.State.PLANNED:
        raise Refused(FIXED)
    with writing(actor, "partners.meeting.edit", Meeting):
        moved = [name for name in ("starts_at", "place", "visio_url") if getattr(meeting, name) != values[name]]
        if moved and meeting.convened_at:
            values = values | {"convened_at": None}
        save_edit(meeting, values, version=version, actor=actor)
        if moved:
            record(meeting, "partners.meeting.moved", actor=actor, audience=MEMBERS, data={"at": meeting.starts_at.isoformat()})
    return meeting


# -- agenda ---------------------------------------------------------------------------------------------------------------
@contextmanager
def _agenda(actor: Actor, meeting: Meeting, act: str) -> Iterator[Any]:
    """The meeting is locked before its points: ranks follow each other."""
    allow(policies.may_animate(actor, meeting))
    with writing(actor, f"partners.item.{act}", AgendaItem):
        row = locked(meeting)
        if row.state != Meeting.State.PLANNED:
            raise Refused(FIXED)
        yield AgendaItem.objects.for_system("points of a locked meeting").filter(meeting=meeting)


def keep_item(*, actor: Actor, meeting: Meeting, values: dict[str, Any], item: AgendaItem | None = None, version: int = 0) -> AgendaItem:
    with _agenda(actor, meeting, "keep") as items:
        if item is None:
            last = items.aggregate(last=Max("rank"))["last"] or 0
            kept = AgendaItem(meeting=meeting, rank=last + 1, **values)
            kept.full_clean()
            kept.save()
            record(meeting, "partners.item.added", actor=actor, audience=MEMBERS, data={"title": kept.title})
        else:
            kept = save_edit(item, values, version=version, actor=actor)
    return kept


def add_dossiers(*, actor: Actor, meeting: Meeting, dossiers: Sequence[Candidate], asks_opinion: bool) -> list[AgendaItem]:
    """One point a dossier, after those that are there; a dossier already on the agenda stays where it is."""
    made = []
    with _agenda(actor, meeting, "add_dossiers") as items:
        known = set(items.exclude(dossier=None).values_list("dossier_id", flat=True))
        last = items.aggregate(last=Max("rank"))["last"] or 0
        for one in dossiers:
            if one.thread_id in known:
                continue
            last += 1
            item = AgendaItem(
                meeting=meeting, rank=last, title=one.title, organisation_id=one.organisation_id, dossier_id=one.thread_id,
                asks_opinion=asks_opinion,
            )  # fmt: skip
            item.full_clean()
            item.save()
            record(meeting, "partners.item.added", actor=actor, audience=MEMBERS, data={"title": item.title})
            made.append(item)
    return made


def ask_no_more(*, actor: Actor, dossier: int) -> None:
    """The dossier is over: nobody owes an opinion on it at a meeting whose minutes are not published. Those given stay."""
    rows = AgendaItem.objects.for_system("opinions owed on a dossier that is over").filter(dossier=dossier, asks_opinion=True)
    meetings = Meeting.objects.for_system("where they are owed").filter(state__in=policies.LIVE, items__in=rows)
    with writing(actor, "partners.item.ask_no_more", AgendaItem):
        for meeting in meetings.order_by("pk").distinct():
            if locked(meeting).state in policies.LIVE:
                for item in rows.filter(meeting=meeting).order_by("pk"):
                    AgendaItem.objects.for_system("of a locked meeting").filter(pk=item.pk).update(
                        asks_opinion=False, version=F("version") + 1
                    )
                    record(meeting, "partners.item.over", actor=actor, audience=MEMBERS, data={"title": item.title})


def withdraw_item(*, actor: Actor, item: AgendaItem) -> None:
    """Taken off the agenda, unless someone has already judged it. Its papers stay on the thread, for the animator."""
    with _agenda(actor, item.meeting, "withdraw") as items:
        if item.opinions.exists() or item.interests.exists():
            raise Refused(JUDGED)
        files = File.objects.for_system("nobody is excused from a point that is gone").filter(pk__in=item.papers.order_by().values("file"))
        files.update(audience=["operator"])
        item.papers.all().delete()
        record(item.meeting, "partners.item.withdrawn", actor=actor, audience=MEMBERS, data={"title": item.title})
        items.filter(pk=item.pk).delete()
        items.filter(rank__gt=item.rank).update(rank=F("rank") - 1)


def move_item(*, actor: Actor, item: AgendaItem, up: bool) -> None:
    """Changes places with its neighbour; at the end of the list, nothing."""
    with _agenda(actor, item.meeting, "move") as items:
        row = items.get(pk=item.pk)
        other = items.filter(rank=row.rank + (-1 if up else 1)).first()
        if other:
            items.filter(pk=row.pk).update(rank=other.rank)
            items.filter(pk=other.pk).update(rank=row.rank)


def add_paper(*, actor: Actor, item: AgendaItem, upload: Upload[Any], label: str) -> Paper:
    """A file shown under a point. Its own door opens to nobody: it is read through the point, where links of interest are known."""
    allow(policies.may_animate(actor, item.meeting))
    with writing(actor, "partners.paper.add", Paper):
        if locked(item.meeting).state not in policies.LIVE:
            raise Refused(policies.OVER)
        file = join_file(actor=actor, thread=item.meeting.thread, upload=upload, label=label, audience=[])
        File.objects.for_system("closed to those who read it through the point").filter(pk=file.pk).update(audience=[])
        paper = Paper(item=item, file=file)
        paper.save()
    return paper


# -- minutes ----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Minutes:
    """What one writes after a meeting: the text, what follows each point, who was there (status, represented by)."""

    text: str
    decisions: Mapping[int, str]
    attendance: Mapping[int, tuple[str, int | None]]
    adopted: Mapping[int, bool] = field(default_factory=dict)


def write_minutes(*, actor: Actor, meeting: Meeting, minutes: Minutes, version: int, upload: Upload[Any] | None = None) -> Meeting:
    """A draft that its authors alone read, until it is published. Two people at once: the second sees what the first saved. What follows
    a point is not written by whoever has a link of interest with it."""
    allow(policies.may_animate(actor, meeting))
    with writing(actor, "partners.meeting.minutes", Attendance):
        row = locked(meeting)
        if row.state != Meeting.State.HELD:
            raise Refused(UNHELD)
        if row.version != version:
            raise stale(row, version=version, mine={"minutes": minutes.text})
        values: dict[str, Any] = {"minutes": minutes.text}
        if upload:
            values["minutes_file"] = join_file(
                actor=actor, thread=meeting.thread, upload=upload, label="Pièce du compte rendu", audience=[]
            )
        save_edit(meeting, values, version=version, actor=actor, touched=True)
        for item in AgendaItem.objects.visible_to(actor).open_to(actor).filter(meeting=meeting).order_by("id"):
            save_edit(item, {"decision": minutes.decisions.get(item.pk, item.decision)}, version=item.version, actor=actor)
        for member_id, (status, by) in minutes.attendance.items():
            _attends(meeting, member_id, status, by)
        for former in queries.to_adopt(meeting):
            _adopt(former, meeting, minutes.adopted.get(former.pk, False), actor)
    return meeting


def _adopt(former: Meeting, meeting: Meeting, adopted: bool, actor: Actor) -> None:
    """What is ticked by mistake can be unticked until these minutes are published in their turn."""
    if adopted == bool(former.adopted_in_id):
        return
    former.adopted_in = meeting if adopted else None
    former.save(update_fields=["adopted_in"])
    data = {"adopted": adopted, "on": meeting.starts_at.isoformat()}
    record(former, "partners.meeting.adopted", actor=actor, audience=MEMBERS, data=data)


def _attends(meeting: Meeting, member_id: int, status: str, by: int | None) -> None:
    rows = Attendance.objects.for_system("a locked meeting").filter(meeting=meeting, member_id=member_id)
    if not status:
        rows.delete()
        return
    attendance = rows.first() or Attendance(meeting=meeting, member_id=member_id)
    attendance.status, attendance.by_id = status, by
    attendance.full_clean()
    attendance.save()
