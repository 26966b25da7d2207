"""Who handles a dossier: assigned, replaced for a time, handed over. Handing over is an act; the structure is told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases import letters, policies, queries
from cordee.accompaniment.cases.actions.common import allow, on_case, writing
from cordee.accompaniment.cases.models import Assignment, Case, Handover, HandoverLine
from cordee.accompaniment.cases.parameters import usual_end
from cordee.actors.accounts.models import Membership, Participation
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.journal import record
from cordee.core.models import Event

HOLDER, SUBSTITUTE = Assignment.Role.HOLDER, Assignment.Role.SUBSTITUTE
WHO = Refusal("profile", "Un dossier est suivi par un·e chargé·e de mission, ou par la direction du DLA : choisissez quelqu'un d'autre.")
GONE = Refusal("member", "Cette personne n'agit plus pour son organisation à cette date : choisissez quelqu'un d'autre.")
AWAY = Refusal("territory", "Son organisation ne couvre pas ce territoire : elle peut remplacer pour un temps, non suivre le dossier.")
TAKEN = Refusal("taken", "Une autre personne tient déjà ce rôle sur une partie de cette période.")
Notes = Mapping[int, str]


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


# -- handing over ---------------------------------------------------------------------------------------------------------------
def hand_over(*, actor: Actor, cases: Iterable[Case], to: Membership, on: date, notes: Notes | None = None) -> int:
    """From `on`, these dossiers are handled by someone else, each with its note. Answers how many changed hands: pressed twice, none,
    and nobody is written to again."""
    told: dict[Organisation, tuple[Event, list[Case]]] = {}
    passed: list[HandoverLine] = []
    with writing(actor, "cases.assignment.hand_over", Assignment):
        for case in sorted(cases, key=lambda one: one.pk):
            allow(policies.may_conduct(actor, case))
            note = (notes or {}).get(case.pk, "")
            event = _pass_on(actor, case, to, on, note, passed)
            if event is None:
                continue
            for beneficiary in queries.accompanied(case):
                told.setdefault(beneficiary.organisation, (event, []))[1].append(case)
        _keep(passed, kind=Handover.Kind.HOLDER, to=to, on=on)
        for structure, (event, handed) in told.items():
            letters.introduce(structure, handed, to, on, event)
    return len(passed)


def _pass_on(actor: Actor, case: Case, to: Membership, on: date, note: str, passed: list[HandoverLine]) -> Event | None:
    with on_case(actor, case, "cases.assignment.hand_over", Assignment) as held:
        rows = list(queries.assignments_of(held).filter(role=HOLDER).select_for_update(of=("self",), no_key=True).order_by("period"))
        later = [row for row in rows if row.period.upper is None or row.period.upper > on]
        if later and later[0].membership_id == to.pk and later[0].period.lower <= on:
            return None
        allow(_able(held, to, HOLDER, on))
        passed.append(line_of(held, note, later[0].membership if later else None))
        for row in later:
            end_on(row, on)
        _write(held, to, HOLDER, DateRange(on, None), note)
        data = {"operator": to.organisation.name, "on": on.isoformat()}
        return record(held, "cases.assignment.handed", actor=actor, audience=["operator", "structure"], data=data)


def end_on(assignment: Assignment, on: date) -> None:
    """Yesterday was its last day; what had not begun is taken away (its history stays)."""
    if assignment.period.lower >= on:
        assignment.delete()
        return
    assignment.period = DateRange(assignment.period.lower, on)
    assignment.save()


def stand_in(*, actor: Actor, cases: Iterable[Case], to: Membership, on: date, until: date, notes: Notes | None = None) -> int:
    """The same for some days, the last one included. Pressed twice, nothing more."""
    passed: list[HandoverLine] = []
    period = DateRange(on, until + timedelta(days=1))
    with writing(actor, "cases.assignment.stand_in", Assignment):
        for case in sorted(cases, key=lambda one: one.pk):
            allow(policies.may_conduct(actor, case))
            _replace(actor, case, to, period, (notes or {}).get(case.pk, ""), passed)
        _keep(passed, kind=Handover.Kind.SUBSTITUTE, to=to, on=on, until=until)
    return len(passed)


def _replace(actor: Actor, case: Case, to: Membership, period: DateRange, note: str, passed: list[HandoverLine]) -> None:
    with on_case(actor, case, "cases.assignment.stand_in", Assignment) as held:
        there = list(queries.assignments_of(held).filter(role=SUBSTITUTE, period__overlap=period))
        if any(row.membership_id == to.pk and row.period == period for row in there):
            return
        allow(TAKEN if there else _able(held, to, SUBSTITUTE, period.lower))
        holder = queries.handled_by(held, period.lower).get("holder")
        passed.append(line_of(held, note, holder.membership if holder else None))
        assignment = _write(held, to, SUBSTITUTE, period, note)
        data = {"role": SUBSTITUTE, "operator": to.organisation.name, "until": _last(assignment)}
        record(held, "cases.assignment.assigned", actor=actor, audience=["operator", "structure"], data=data)


def line_of(case: Case, note: str, former: Membership | None) -> HandoverLine:
    """A dossier as it stands on the day it passes."""
    return HandoverLine(
        case=case, former=former, state=case.state, stage_since=case.stage_since, due_on=usual_end(case.state, case.stage_since), note=note
    )


def _keep(lines: list[HandoverLine], *, kind: str, to: Membership, on: date, until: date | None = None) -> None:
    """The list that both hands read: one for each DLA that gave."""
    by_giver: dict[int, list[HandoverLine]] = {}
    for line in lines:
        by_giver.setdefault(_giver(line), []).append(line)
    for giver, own in sorted(by_giver.items()):
        save_list(Handover(kind=kind, giver_id=giver, taker=to.organisation, to=to, on=on, until=until), own)


def _giver(line: HandoverLine) -> int:
    if line.former:
        return int(line.former.organisation_id)
    operator = queries.operator_of(line.case.zone)
    return int(operator.pk if operator else line.case.opened_by_id)


def save_list(handover: Handover, lines: list[HandoverLine]) -> None:
    handover.save(force_insert=True)
    for line in lines:
        line.handover = handover
    HandoverLine.objects.bulk_create(lines)
