"""Succession: A and B end on a day, C holds what they held from that day on. Nobody's past is rewritten."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q
from django.utils import timezone

from cordee.actors.directory import policies
from cordee.actors.directory.actions import OPERATOR_AND_SELF, create_organisation
from cordee.actors.directory.models import Agreement, Organisation, Succession
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.core.registry import Registry

FIRST, AHEAD = date(1900, 1, 1), timedelta(days=5 * 366)
CODE = "directory.succession.recorded"
#: what higher rooms do when a succession is recorded, in the same transaction: function(succession, actor)
consequences: Registry[Callable[[Succession, Actor], None]] = Registry("suite d'une succession")


def succeed(
    *,
    actor: Actor,
    predecessors: Sequence[Organisation],
    successor: Organisation | None,
    new: dict[str, Any] | None = None,
    on: date,
    kind: str,
    ends: bool = True,
    agreements: Sequence[Agreement] = (),
    note: str = "",
    operation: uuid.UUID | None = None,
) -> Organisation:
    """The successor, which exists or is created with `new`. The agreements named pass to it: the former rows end the day before."""
    with transaction.atomic(), history(actor, act="directory.succession.record"):
        if operation and (first := _already(predecessors[0], operation)):
            return first
        born = successor or create_organisation(actor=actor, values=dict(new or {}), roles=_roles(predecessors, on), known_since=on)
        sheets = _lock([*predecessors, born])
        before, after = [sheets[one.pk] for one in predecessors], sheets[born.pk]
        agreements = _held(before, agreements)
        if refusal := _refusal(actor, before, after, on, agreements):
            raise Refused(refusal)
        made = [_link(one, after, on, kind, note) for one in before]
        for agreement in agreements:
            _hand_over(agreement, after, on)
        if ends:
            for one in before:
                _end(one, on)
        _tell(before, after, made, agreements, actor, operation)
        for consequence in consequences:
            for succession in made:
                consequence(succession, actor)
    return after


def _already(predecessor: Organisation, operation: uuid.UUID) -> Organisation | None:
    """A double click: the first act answers."""
    told = Event.objects.for_system("same operation").filter(
        subject_kind="directory.organisation", subject_id=predecessor.pk, operation=operation
    )  # fmt: skip
    event = told.first()
    return Organisation.objects.for_system("same operation").get(public_id=event.data["key"]) if event else None


def _roles(predecessors: Sequence[Organisation], on: date) -> tuple[str, ...]:
    """What they were in the scheme on that day, the new one is."""
    kinds = {kind for one in predecessors for kind in one.roles.filter(period__contains=on).order_by().values_list("kind", flat=True)}
    return tuple(sorted(kinds)) or ("beneficiary",)


def _lock(sheets: Sequence[Organisation]) -> dict[int, Organisation]:
    rows = Organisation.objects.for_system("locked, then judged").select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=[one.pk for one in sheets]).order_by("pk")}


def _held(before: Sequence[Organisation], agreements: Sequence[Agreement]) -> list[Agreement]:
    """The agreements as they stand under the lock, those of the predecessors alone."""
    rows = Agreement.objects.for_system("of locked sheets").select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=[agreement.pk for agreement in agreements], organisation__in=before).order_by("pk"))


def _refusal(
    actor: Actor, before: Sequence[Organisation], after: Organisation, on: date, agreements: Sequence[Agreement]
) -> Refusal | None:
    if not FIRST <= on <= timezone.localdate() + AHEAD:
        return Refusal("on", "Indiquez une date entre 1900 et dans cinq ans : celle du premier jour de la structure qui suit.")
    for sheet in (*before, after):
        if refusal := policies.may_edit(actor, sheet):
            return refusal
    if after in before:
        return Refusal("self", "Une structure ne peut pas se succéder à elle-même : choisissez une autre fiche.")
    if any(after in ancestors_of(one) for one in [*before]) or any(one in successors_of(after) for one in before):
        return Refusal("loop", f"« {after} » précède déjà cette structure : une succession ne revient pas sur ses pas.")
    for one in before:
        if one.ended_on and one.ended_on < on - timedelta(days=1):
            return Refusal("ended", f"« {one} » a pris fin le {one.ended_on:%d/%m/%Y}, avant cette date : corrigez l'une des deux dates.")
    for agreement in agreements:
        lower, upper = agreement.period.lower, agreement.period.upper
        if (lower and lower >= on) or (upper and upper <= on):
            return Refusal("period", f"Le conventionnement {agreement} n'est pas en vigueur la veille du {on:%d/%m/%Y} : il ne passe pas.")
    return None


def _link(predecessor: Organisation, successor: Organisation, on: date, kind: str, note: str) -> Succession:
    made = Succession(predecessor=predecessor, successor=successor, on=on, kind=kind, note=note)
    try:
        made.full_clean()
    except ValidationError as trouble:
        raise Refused(Refusal("succession", trouble.messages[0])) from None
    made.save(force_insert=True)
    return made


def _hand_over(agreement: Agreement, successor: Organisation, on: date) -> None:
    """The former row keeps its past and ends; the new one carries on from the day, under the same terms."""
    kept = agreement.period
    values = {name: getattr(agreement, name) for name in ("type", "reference", "insertion_project", "exit_objective", "reconventioning")}
    agreement.period, agreement.version = DateRange(kept.lower, on), agreement.version + 1
    agreement.save()
    taken = Agreement(organisation=successor, period=DateRange(on, kept.upper), **values)
    try:
        taken.full_clean()
    except ValidationError:
        sentence = f"« {successor} » tiendrait deux conventionnements {agreement} aux mêmes dates : n'en faites passer qu'un."
        raise Refused(Refusal("agreement", sentence)) from None
    taken.save(force_insert=True)


def _end(predecessor: Organisation, on: date) -> None:
    """Its last day is the day before, unless an end was already written."""
    if predecessor.ended_on is None:
        rows = Organisation.objects.for_system("locked, then judged").filter(pk=predecessor.pk)
        rows.update(ended_on=on - timedelta(days=1), version=F("version") + 1)


def _tell(
    before: Sequence[Organisation],
    after: Organisation,
    made: Sequence[Succession],
    agreements: Sequence[Agreement],
    actor: Actor,
    operation: uuid.UUID | None,
) -> None:
    """On each thread, as it is seen from there."""
    common = {"on": made[0].on.isoformat(), "kind": made[0].get_kind_display(), "key": str(after.public_id)}
    for one in before:
        own = [str(a) for a in agreements if a.organisation_id == one.pk]
        data = {**common, "side": "predecessor", "others": [after.name], "agreements": own}
        record(one, CODE, actor=actor, audience=OPERATOR_AND_SELF, data=data, fact_on=made[0].on, operation=operation)
    data = {**common, "side": "successor", "others": [one.name for one in before], "agreements": [str(a) for a in agreements]}
    record(after, CODE, actor=actor, audience=OPERATOR_AND_SELF, data=data, fact_on=made[0].on, operation=operation)


# -- reading ----------------------------------------------------------------------------------------------------------------
def of_sheet(organisation: Organisation) -> Any:
    """What it comes from and what it gave."""
    rows = Succession.objects.for_system("the sheet was fetched through visible_to")
    both = rows.filter(Q(predecessor=organisation) | Q(successor=organisation))
    return both.select_related("predecessor", "successor").order_by("on", "id")


def ancestors_of(organisation: Organisation) -> set[Organisation]:
    return _walk(organisation, "successor", "predecessor")


def successors_of(organisation: Organisation) -> set[Organisation]:
    return _walk(organisation, "predecessor", "successor")


def _walk(organisation: Organisation, near: str, far: str) -> set[Organisation]:
    """All those before, or after, through any number of steps."""
    found: set[Organisation] = set()
    steps = {organisation}
    while steps:
        rows = Succession.objects.for_system("a succession never loops").filter(**{f"{near}__in": steps}).select_related(far).order_by("id")
        steps = {getattr(row, far) for row in rows} - found
        found |= steps
    return found
