"""Who handles a dossier: assigned, replaced for a time, handed over. Handing over is an act; the structure is told once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases import letters, policies, queries
from cordee.accompaniment.cases.actions.common import allow, on_case, writing
from cordee.accompaniment.cases.models import Assignment, Case
from cordee.actors.accounts.models import Membership, Participation
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.journal import record
from cordee.core.models import Event

HOLDER, SUBSTITUTE = Assignment.Role.HOLDER, Assignment.Role.SUBSTITUTE
WHO = Refusal("profile", "Un dossier est suivi par un·e chargé·e de mission, ou par la direction du DLA : choisissez quelqu'un d'autre.")
GONE = Refusal("member", "Cette personne n'agit plus pour son organisation à cette date : choisissez quelqu'un d'autre.")
AWAY = Refusal("territory", "Son organisation ne couvre pas ce territoire : elle peut remplacer pour un temps, non suivre le dossier.")


def _able(case: Case, membership: Membership, role: str, first: date) -> Refusal | None:
    if membership.profile not in policies.CONDUCT:
        return WHO
    if first not in membership.period:
        return GONE
    return AWAY if role == HOLDER and not queries.covers(membership, case.zone) else None


def assign(*, actor: Actor, case: Case, membership: Membership, role: str, period: DateRange, note: str = "") -> Assignment:
    """From its first day to its last. A substitute from elsewhere reads and writes during these days, and on no other."""
    allow(policies.may_conduct(actor, case))
    with on_case(actor, case, "cases.assignment.assign", Assignment) as held:
        allow(_able(held, membership, role, period.lower))
        assignment = _write(held, membership, role, period, note)
        data = {"role": role, "operator": membership.organisation.name, "until": _last(assignment)}
        record(held, "cases.assignment.assigned", actor=actor, audience=["operator", "structure"], data=data)
    return assignment


def _write(case: Case, membership: Membership, role: str, period: DateRange, note: str) -> Assignment:
    away = not queries.covers(membership, case.zone)
    operator = queries.operator_of(case.zone) if away else membership.organisation
    assignment = Assignment(case=case, operator=operator, membership=membership, role=role, period=period, note=note)
    assignment.full_clean()
    assignment.save(force_insert=True)
    if away:
        Participation(
            thread_id=case.thread_id, organisation=membership.organisation, user=membership.user, capacity="operator", period=period
        ).save(force_insert=True)
    return assignment


def _last(assignment: Assignment) -> str:
    return assignment.last_day.isoformat() if assignment.last_day else ""


def hand_over(*, actor: Actor, cases: Iterable[Case], to: Membership, on: date, notes: dict[int, str] | None = None) -> int:
    """From `on`, these dossiers are handled by someone else, each with its note. Answers how many changed hands: pressed twice, none,
    and nobody is written to again."""
    told: dict[Organisation, tuple[Event, list[Case]]] = {}
    changed = 0
    with writing(actor, "cases.assignment.hand_over", Assignment):
        for case in sorted(cases, key=lambda one: one.pk):
            allow(policies.may_conduct(actor, case))
            event = _pass_on(actor, case, to, on, (notes or {}).get(case.pk, ""))
            if event is None:
                continue
            changed += 1
            for beneficiary in queries.accompanied(case):
                told.setdefault(beneficiary.organisation, (event, []))[1].append(case)
        for structure, (event, handed) in told.items():
            letters.introduce(structure, handed, to, on, event)
    return changed


def _pass_on(actor: Actor, case: Case, to: Membership, on: date, note: str) -> Event | None:
    with on_case(actor, case, "cases.assignment.hand_over", Assignment) as held:
        rows = list(queries.assignments_of(held).filter(role=HOLDER).select_for_update(of=("self",), no_key=True).order_by("period"))
        later = [row for row in rows if row.period.upper is None or row.period.upper > on]
        if later and later[0].membership_id == to.pk and later[0].period.lower <= on:
            return None
        allow(_able(held, to, HOLDER, on))
        for row in later:
            _end(row, on)
        _write(held, to, HOLDER, DateRange(on, None), note)
        data = {"operator": to.organisation.name, "on": on.isoformat()}
        return record(held, "cases.assignment.handed", actor=actor, audience=["operator", "structure"], data=data)


def _end(assignment: Assignment, on: date) -> None:
    """Yesterday was its last day; what had not begun is taken away (its history stays)."""
    if assignment.period.lower >= on:
        assignment.delete()
        return
    assignment.period = DateRange(assignment.period.lower, on)
    assignment.save()
