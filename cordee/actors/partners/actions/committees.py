"""Opening a committee, keeping it, giving its seats. A seat opens the committee's thread to its organisation, for its days."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts.models import Participation
from cordee.actors.directory.children.actions import write_new
from cordee.actors.directory.models import Organisation
from cordee.actors.partners import policies
from cordee.actors.partners.models import MEMBERS, Committee, Member, Work
from cordee.actors.territory.models import NATIONAL
from cordee.actors.territory.queries import zones_of_region
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import save_edit
from cordee.core.journal import record
from cordee.core.threads import open_thread
from cordee.core.verbs import allow, locked, writing

ANIMATES, SITS = "operator", "partner"
OWN_SEAT = Refusal("own", "L'organisation qui anime le comité n'y prend pas de siège : elle en tient déjà toutes les pièces.")


def create_committee(
    *, actor: Actor, organisation: Organisation, zone: str, values: dict[str, Any], operation: uuid.UUID | None = None
) -> Committee:
    """A committee and its thread. One of a region is on a national thread, which its animator takes part in."""
    region = values.get("region")
    place = NATIONAL if region else zone
    allow(policies.may_create_in(actor, place, zones_of_region(region.code) if region else None))
    with writing(actor, "partners.committee.create", Committee):
        thread, new = open_thread(kind="committee", zone=place, operation=operation)
        if not new:
            first: Committee = Committee.objects.for_system("the same operation").get(thread=thread)
            return first
        committee = Committee(thread=thread, zone=place, organisation=organisation, **values)
        committee.full_clean()
        committee.save()
        _part(committee, organisation, ANIMATES, committee.period)
        record(
            committee, "partners.committee.created", actor=actor, audience=MEMBERS, data={"name": committee.name, "kind": committee.kind}
        )
    return committee


def edit_committee(*, actor: Actor, committee: Committee, values: dict[str, Any], version: int) -> Committee:
    allow(policies.may_animate(actor, committee))
    with writing(actor, "partners.committee.edit", Committee):
        changed = [name for name, value in values.items() if getattr(committee, name) != value]
        save_edit(committee, values, version=version, actor=actor)
        if changed:
            record(committee, "partners.committee.edited", actor=actor, audience=MEMBERS, data={"fields": changed})
    return committee


def keep_member(*, actor: Actor, committee: Committee, values: dict[str, Any], member: Member | None = None, version: int = 0) -> Member:
    """A new seat, or another holder, name or period of it. Its organisation reads the committee during these days, and no other."""
    allow(policies.may_animate(actor, committee))
    with writing(actor, "partners.member.keep", Member):
        locked(committee)
        if values["organisation"].pk == committee.organisation_id:
            raise Refused(OWN_SEAT)
        write_new(values)
        if member is None:
            kept, act = Member(committee=committee, **values), "added"
            kept.full_clean()
            kept.save()
        else:
            former = member.organisation
            judged = copy.copy(member)
            for name, value in values.items():
                setattr(judged, name, value)
            judged.full_clean()
            kept, act = save_edit(member, values, version=version, actor=actor), "changed"
            if former.pk != kept.organisation_id:
                open_to_seats(committee, former)
        open_to_seats(committee, kept.organisation)
        data = {"organisation": kept.organisation.name, "seat": kept.seat, "until": kept.last_day.isoformat() if kept.last_day else ""}
        record(committee, f"partners.member.{act}", actor=actor, audience=MEMBERS, data=data)
    result: Member = kept
    return result


def open_to_seats(committee: Committee, organisation: Organisation) -> None:
    """The participation of an organisation is that of its seats: those in force or to come, else the last ones, which are over."""
    periods = [
        m.period for m in Member.objects.for_system("its seats").filter(committee=committee, organisation=organisation).order_by("id")
    ]
    today = timezone.localdate()
    lasting = [p for p in periods if p.upper is None or p.upper > today] or periods
    if not lasting:
        _part(committee, organisation, SITS, DateRange(empty=True))
        return
    lower = min((p.lower for p in lasting if p.lower), default=None) if all(p.lower for p in lasting) else None
    upper = max(p.upper for p in lasting) if all(p.upper for p in lasting) else None
    _part(committee, organisation, SITS, DateRange(lower, upper))


def _part(committee: Committee, organisation: Organisation, capacity: str, period: DateRange) -> None:
    """One row for an organisation in a committee: its period follows the seats, it is never doubled."""
    rows = Participation.objects.for_system("the committee was checked").filter(
        thread_id=committee.thread_id, organisation=organisation, capacity=capacity, user=None
    )
    part = rows.order_by("id").first() or Participation(thread_id=committee.thread_id, organisation=organisation, capacity=capacity)
    part.period = period
    part.save()


def add_work(*, actor: Actor, committee: Committee, values: dict[str, Any]) -> Work:
    """A guide or a document that the committee started."""
    allow(policies.may_animate(actor, committee))
    with writing(actor, "partners.work.add", Work):
        work = Work(committee=committee, **values)
        work.full_clean()
        work.save()
        record(committee, "partners.work.added", actor=actor, audience=MEMBERS, data={"title": work.title, "kind": work.kind})
    return work
