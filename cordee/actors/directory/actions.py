"""Verbs of the directory: keyword-only, the actor explicit, one transaction each."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory import policies
from cordee.actors.directory.changes import start_change
from cordee.actors.directory.children import proposals
from cordee.actors.directory.fields import APPRAISED, LISTS
from cordee.actors.directory.holding import holding
from cordee.actors.directory.models import ChangeRequest, Identifier, Organisation, Role, YearFigures
from cordee.actors.directory.workshops import Line, keep_workshops, workshops_differ
from cordee.actors.territory.models import Commune
from cordee.actors.territory.queries import zone_of
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.channels import Receipt
from cordee.core.edits import forget_draft, save_edit
from cordee.core.journal import history, record
from cordee.core.models import Thread
from cordee.core.models.journal import Event
from cordee.core.threads import open_thread

OPERATOR_AND_SELF = ["operator", "structure"]


def since(day: date | None = None) -> DateRange:
    """An open period from a day (today by default)."""
    return DateRange(day or timezone.localdate(), None)


def _allow(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


def create_organisation(
    *,
    actor: Actor,
    values: dict[str, Any],
    zone: str | None = None,
    roles: tuple[str, ...] = ("beneficiary",),
    siret: str = "",
    known_since: date | None = None,
    operation: uuid.UUID | None = None,
) -> Organisation:
    """A new sheet with its thread. The zone comes from the commune unless it is given (operators, networks)."""
    _allow(policies.may_create(actor))
    commune: Commune | None = values.get("commune")
    place = zone or (zone_of(commune).code if commune else "")
    _allow(policies.may_create_in(actor, place))
    lists = {name: values.pop(name) for name in LISTS if name in values}
    with transaction.atomic(), history(actor, act="directory.organisation.create"):
        thread, new = open_thread(kind="organisation", zone=place, operation=operation)
        if not new:
            first: Organisation = Organisation.objects.visible_to(actor).get(thread=thread)
            return first
        organisation = Organisation(thread=thread, zone=place, **appraised(values))
        organisation.save()
        for name, chosen in lists.items():
            getattr(organisation, name).set(chosen)
        for kind in roles:
            Role(organisation=organisation, kind=kind, period=since(known_since)).save()
        if siret:
            set_identifier(organisation, kind="siret", value=siret, actor=actor, day=known_since)
        record(organisation, "directory.organisation.created", actor=actor, audience=OPERATOR_AND_SELF, data={"name": organisation.name})
        if actor.user_id:
            forget_draft(user_id=actor.user_id, form="directory.organisation")
    return organisation


def edit_organisation(*, actor: Actor, organisation: Organisation, values: dict[str, Any], version: int) -> Organisation:
    """Saves what changed, or raises `Stale` with the three values. The event names the fields, the history holds the values."""
    _allow(policies.may_edit(actor, organisation))
    siret = values.pop("siret", None)
    with transaction.atomic(), history(actor, act="directory.organisation.edit"):
        changed = write(organisation, values, version=version, actor=actor, form="directory.organisation")
        if siret is not None and set_identifier(organisation, kind="siret", value=siret, actor=actor):
            changed.append("siret")
        if "commune" in changed and organisation.commune:
            _move(organisation, organisation.commune, actor)
        if changed:
            record(organisation, "directory.organisation.edited", actor=actor, audience=OPERATOR_AND_SELF, data={"fields": changed})
    return organisation


def write(organisation: Organisation, values: dict[str, Any], *, version: int, actor: Actor, form: str = "") -> list[str]:
    """The fields and the nomenclatures of a sheet, under its one version. Answers the names of what changed."""
    values = appraised(values, organisation)
    before = {name: organisation.said(name) for name in values}
    chosen = {name: values.pop(name) for name in LISTS if name in values}
    moved = {name: rows for name, rows in chosen.items() if codes(rows) != before[name]}
    save_edit(organisation, values, version=version, actor=actor, form=form, touched=bool(moved))
    for name, rows in moved.items():
        nomenclature: Any = Organisation._meta.get_field(name).related_model
        getattr(organisation, name).set(nomenclature.objects.for_system("a nomenclature").filter(code__in=codes(rows)))
    return [name for name, value in values.items() if before[name] != value] + list(moved)


def codes(rows: Iterable[Any]) -> list[str]:
    """Of a nomenclature, chosen as rows (forms) or as codes (proposals, API)."""
    return sorted(row if isinstance(row, str) else row.code for row in rows)


def appraised(values: dict[str, Any], organisation: Organisation | None = None) -> dict[str, Any]:
    """A level is dated: on the day it is given, unless the day is said; and no level, no day."""
    dated = dict(values)
    for level, day in APPRAISED.items():
        if level not in values:
            continue
        known = getattr(organisation, level, None), getattr(organisation, day, None)
        if values[level] is None:
            dated[day] = None
        elif values[level] != known[0] and values.get(day) in (None, known[1]):
            dated[day] = timezone.localdate()
    return dated


def _move(organisation: Organisation, commune: Commune, actor: Actor) -> None:
    """A structure that moves to another DLA's territory changes zone with its whole thread: one UPDATE that cascades."""
    zone = zone_of(commune).code
    if zone == organisation.zone or organisation.mandates.exists():
        return
    _allow(policies.may_move_to(actor, zone))
    Thread.objects.filter(pk=organisation.thread_id).update(zone=zone)
    record(
        organisation, "directory.organisation.moved", actor=actor, audience=OPERATOR_AND_SELF, data={"from": organisation.zone, "to": zone}
    )
    organisation.zone = zone


def set_identifier(organisation: Organisation, *, kind: str, value: str, actor: Actor, day: date | None = None) -> bool:
    """The number in force from a day: the former one ends that day and stays readable. Answers whether something changed."""
    today = day or timezone.localdate()
    current = organisation.identifiers.filter(kind=kind, period__contains=today).order_by("-id").first()
    if (current.value if current else "") == value:
        return False
    with transaction.atomic(), history(actor, act="directory.identifier.set"):
        if current:
            if current.period.lower == today:
                current.delete()
            else:
                current.period = DateRange(current.period.lower, today)
                current.save()
        if value:
            Identifier(organisation=organisation, kind=kind, value=value, period=DateRange(today, None)).save()
    return True


def record_identifier(*, actor: Actor, organisation: Organisation, kind: str, value: str) -> bool:
    """A number declared by itself: from today, the former one stays readable. An empty value ends the current one."""
    with holding(actor, organisation, rule=policies.may_edit, act="directory.organisation.edit"):
        changed = set_identifier(organisation, kind=kind, value=value, actor=actor)
        if changed:
            record(organisation, "directory.organisation.edited", actor=actor, audience=OPERATOR_AND_SELF, data={"fields": [kind]})
    return changed


def save_year(
    *,
    actor: Actor,
    organisation: Organisation,
    year: int,
    values: dict[str, Any],
    workshops: Sequence[Line] | None = None,
    version: int | None = None,
) -> YearFigures:
    """The figures of one year and its workshops (None: left as they are), under one version. No year overwrites another."""
    with holding(actor, organisation, rule=policies.may_edit, act="directory.years.save"):
        figures = YearFigures.objects.for_system("the sheet was checked").filter(organisation=organisation, year=year).first()
        if figures is None or version is None:
            figures = YearFigures(organisation=organisation, year=year, **values)
            figures.full_clean()
            figures.save()
        else:
            touched = workshops is not None and workshops_differ(figures, workshops)
            save_edit(figures, values, version=version, actor=actor, touched=touched)
        if workshops is not None:
            keep_workshops(figures, workshops)
        record(organisation, "directory.years.saved", actor=actor, audience=["operator", "structure", "funder"], data={"year": year})
    return figures


# -- proposals of the structure ---------------------------------------------------------------------------------------------
def propose_change(
    *,
    actor: Actor,
    organisation: Organisation,
    values: dict[str, Any],
    note: str = "",
    receipt: Receipt | None = None,
    operation: uuid.UUID | None = None,
) -> ChangeRequest:
    """The structure proposes new values for its sheet; nothing changes until its DLA accepts.

    With a `receipt`, the DLA records what the structure asked by post, by telephone or in person: no account is its author.
    """
    values = {name: codes(value) if name in LISTS else value for name, value in values.items()}
    changes = {name: [organisation.said(name), value] for name, value in values.items() if organisation.said(name) != value}
    if not changes:
        raise Refused(Refusal("same", "Rien ne change par rapport à la fiche : modifiez au moins une ligne avant de proposer."))
    return start_change(
        actor=actor,
        organisation=organisation,
        changes=changes,
        note=note,
        receipt=receipt,
        operation=operation,
        draft=("directory.proposal", organisation.public_id),
    )


def apply_change(change: ChangeRequest, *, actor: Actor) -> None:
    """Accepting writes the proposed values, if they still apply: another proposal may have been accepted at the same second."""
    organisation = (
        Organisation.objects.for_system("locked through its proposal").select_for_update(no_key=True).get(pk=change.organisation_id)
    )
    _allow(proposals.may_apply(change, organisation))
    if change.part:
        return proposals.apply(change, organisation, actor=actor)
    write(organisation, {name: pair[1] for name, pair in change.changes.items()}, version=organisation.version, actor=actor)


def undo_change(change: ChangeRequest, *, actor: Actor, event: Event) -> None:
    """Correcting an acceptance puts the former values back, where they are still those of the proposal."""
    organisation = (
        Organisation.objects.for_system("locked through its proposal").select_for_update(no_key=True).get(pk=change.organisation_id)
    )
    if change.part:
        return proposals.undo(change, organisation, actor=actor)
    back = {name: pair[0] for name, pair in change.changes.items() if organisation.said(name) == pair[1]}
    write(organisation, back, version=organisation.version, actor=actor)


def note_refusal(change: ChangeRequest, *, actor: Actor, reason: str) -> None:
    change.reason = reason
