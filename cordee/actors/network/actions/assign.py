"""A territory passes to another operator: the mandate that ends and the one that begins are one act.

Nothing else moves: files bear their territory, and a team's reach is that of its mandates.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory.children import actions as children
from cordee.actors.directory.children import kinds
from cordee.actors.directory.models import Mandate, Organisation, Role
from cordee.actors.network import policies
from cordee.actors.network.queries.picture import carriers_of, from_day
from cordee.actors.territory.models import Zone
from cordee.actors.territory.queries import zone_name
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.formats import joined
from cordee.core.journal import history, record
from cordee.core.models import Event

ASSIGNED = "network.assigned"
#: the same rows of a sheet, by someone who was given the right to assign this territory
MANDATE = replace(kinds["mandate"], keepers=policies.may_receive)
ROLE = replace(kinds["role"], keepers=policies.may_receive)


def assign(
    *,
    actor: Actor,
    zone: Zone,
    operator: Organisation,
    on: date,
    seen: str,
    reason: str = "",
    operation: uuid.UUID | None = None,
) -> Mandate:
    """From `on`, `operator` carries the DLA of the zone, alone. `seen` says who did when the page was read (`digest`)."""
    if refusal := policies.may_assign(actor, zone.code):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=ASSIGNED):
        Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)  # one assignment of a territory at a time
        if operation and (first := _already(operator, operation)):
            return first
        _lock([operator, *(mandate.organisation for mandate in carriers_of(zone))])
        known = carriers_of(zone)  # as they are once their sheets are held
        held = from_day(known, on)
        if seen != digest(known):
            raise Refused(_stale(zone, held))
        if refusal := _refusal(zone, operator, on, held):
            raise Refused(refusal)
        for mandate in held:
            _release(actor, mandate, zone, on)
        made = _give(actor, operator, [zone], on, None)
        _tell(actor, zone, operator, made, held, on, reason, operation)
    return made


def digest(known: Sequence[Mandate]) -> str:
    """Who carries the DLA of a zone, and did, as the page knew it."""
    return "-".join(f"{mandate.pk}.{mandate.version}" for mandate in sorted(known, key=lambda m: m.pk))


def _stale(zone: Zone, held: Sequence[Mandate]) -> Refusal:
    names = joined([mandate.organisation.name for mandate in held]) or "personne"
    return Refusal(
        "stale",
        f"{zone_name(zone.code)} vient de changer : le DLA y est porté par {names}. Relisez, puis confirmez. Votre saisie est conservée.",
    )


def _already(operator: Organisation, operation: uuid.UUID) -> Mandate | None:
    """A double click: the first act answers."""
    told = Event.objects.for_system("same operation").filter(thread_id=operator.thread_id, code=ASSIGNED, operation=operation).first()
    return Mandate.objects.for_system("same operation").get(public_id=told.data["mandate"]) if told else None


def _lock(sheets: Sequence[Organisation]) -> None:
    """By id, before their rows: two assignments that cross do not wait for each other."""
    rows = Organisation.objects.for_system("locked, then judged").select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=[sheet.pk for sheet in sheets]).order_by("pk"))


def _refusal(zone: Zone, operator: Organisation, on: date, held: Sequence[Mandate]) -> Refusal | None:
    operator.refresh_from_db(fields=["ended_on", "merged_into"])
    place = zone_name(zone.code)
    if refusal := policies.may_receive(Actor.system(ASSIGNED), operator) or policies.standing_on(operator, on):
        return refusal
    if on.year < policies.FIRST_YEAR:
        return Refusal("before", f"Le dispositif existe depuis {policies.FIRST_YEAR} : choisissez une date à partir de cette année-là.")
    for mandate in held:
        name, first = mandate.organisation.name, mandate.period.lower
        if mandate.organisation_id == operator.pk:
            return Refusal("overlap", f"{name} a déjà un mandat sur {place} à cette date : il n'y a rien à attribuer.")
        if first and first > on:
            return Refusal("overlap", f"{name} a déjà un mandat sur {place} à partir du {first:%d/%m/%Y} : les deux se chevaucheraient.")
        if first and first == on:
            return Refusal("before", f"Le mandat de {name} commence le {first:%d/%m/%Y} : choisissez une date après celle-là.")
    return None


def _release(actor: Actor, mandate: Mandate, zone: Zone, on: date) -> None:
    """The mandate ends the day before; what it held elsewhere goes on as another one, to the same end."""
    others = [other for other in mandate.zones.order_by("code") if other.pk != zone.pk]
    end, organisation = mandate.period.upper, mandate.organisation
    children.end(actor=actor, kind=MANDATE, organisation=organisation, child=mandate, on=on - timedelta(days=1))
    if others:
        _give(actor, organisation, others, on, end)


def _give(actor: Actor, organisation: Organisation, zones: list[Zone], on: date, end: date | None) -> Mandate:
    _name_operator(actor, organisation, on)
    values: dict[str, Any] = {"level": Mandate.Level.DEPARTMENTAL, "period": DateRange(on, end), "zones": zones}
    made: Mandate = children.add(actor=actor, kind=MANDATE, organisation=organisation, values=values)
    return made


def _name_operator(actor: Actor, organisation: Organisation, on: date) -> None:
    """Who carries a DLA is an operator: its card says so from that day."""
    if organisation.roles.filter(kind=Role.Kind.OPERATOR, period__overlap=DateRange(on, None)).exists():
        return
    values = {"kind": Role.Kind.OPERATOR, "period": DateRange(on, None)}
    children.add(actor=actor, kind=ROLE, organisation=organisation, values=values)


def _tell(
    actor: Actor,
    zone: Zone,
    operator: Organisation,
    made: Mandate,
    held: Sequence[Mandate],
    on: date,
    reason: str,
    operation: uuid.UUID | None,
) -> None:
    """On the thread of each: who leaves, who arrives."""
    leaving = [mandate.organisation for mandate in held]
    data = {"zone": zone.code, "to": operator.name, "from": [one.name for one in leaving], "mandate": str(made.public_id), "reason": reason}
    for one in (operator, *leaving):
        own = operation if one is operator else None
        record(one, ASSIGNED, actor=actor, audience=["operator", "funder", "network"], data=data, fact_on=on, operation=own)
