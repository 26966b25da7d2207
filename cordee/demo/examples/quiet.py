"""Writes dossiers that already have a past: rows and events with the story's own dates, in a dozen queries for all of them.

What the personas live through goes by the rooms' own verbs (`dossiers.py`); these are the shelf around them, and the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.accompaniment.cases.lifecycle import CASE, PARTIES
from cordee.accompaniment.cases.models import (
    Adhesion,
    Assignment,
    Beneficiary,
    Case,
    Criterion,
    Eligibility,
    EligibilityLine,
    Reorientation,
    Step,
    Validation,
)
from cordee.accompaniment.cases.queries import STEP_OF
from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Organisation
from cordee.actors.network.models import Entry
from cordee.core.access import Actor
from cordee.core.models import Event, Thread
from cordee.demo.examples.stage import SYSTEM, public_id

#: a transition → the step that it leaves
LEFT = {"diagnose": Step.RECEPTION, "share": Step.DIAGNOSIS, "launch": Step.PLAN, "follow": Step.WORK, "close": Step.FOLLOW_UP}
SIDES = {"share": "diagnosis", "plan": "plan"}


@dataclass(frozen=True, slots=True)
class Past:
    """A dossier by its key, and the day of each transition that it went through, the request first."""

    key: str
    title: str
    need: str
    structures: Sequence[Organisation]
    operator: Organisation
    days: dict[str, date]
    origin: str = "alone"
    requester: Organisation | None = None  # the first structure unless someone else asked
    holder: Actor | None = None
    motives: Sequence[Entry] = ()
    networks: Sequence[Organisation] = ()
    results: str = ""
    sent: dict[str, str] = field(default_factory=dict)  # body, contact and reason of a reorientation
    follows: str = ""  # key of an earlier one of the same writing
    fictitious: bool = True
    taken_over: bool = False
    silent: bool = False  # nothing is said yet at the step that is under way

    @property
    def state(self) -> str:
        return CASE[list(self.days)[-1]].target

    @property
    def kind(self) -> str:
        return "collective" if len(self.structures) > 1 else "individual"

    @property
    def zone(self) -> str:
        return str(self.structures[0].zone)


def write(pasts: Sequence[Past]) -> dict[str, Case]:
    """In order: a dossier follows one that comes before it."""
    threads = Thread.objects.bulk_create(
        [Thread(kind="case", zone=p.zone, parent_id=None if p.kind == "collective" else p.structures[0].thread_id) for p in pasts]
    )
    cases: dict[str, Case] = {p.key: _case(p, thread) for p, thread in zip(pasts, threads, strict=True)}
    Case._base_manager.bulk_create(cases.values())
    for p in pasts:
        cases[p.key].follows = cases.get(p.follows)
    Case._base_manager.bulk_update([cases[p.key] for p in pasts if p.follows], ["follows"])
    told = [(p, cases[p.key]) for p in pasts]
    Case.motives.through._base_manager.bulk_create(
        [Case.motives.through(case_id=case.pk, entry_id=entry.pk) for p, case in told for entry in p.motives]
    )
    for rows in (_structures, _parts, _assignments, _reorientations, _adhesions, _validations, _events):
        made: list[Any] = [row for p, case in told for row in rows(p, case)]
        if made:
            type(made[0])._base_manager.bulk_create(made)
    _eligibility(told)
    return cases


def _case(p: Past, thread: Thread) -> Case:
    asked = p.days["request"]
    return Case(
        public_id=public_id(f"dossier:{p.key}"), thread=thread, zone=p.zone, opened_by=p.operator, year=asked.year, kind=p.kind,
        title=p.title, state=p.state, origin=p.origin, requester=p.requester or p.structures[0], need=p.need, taken_over=p.taken_over,
        requested_on=asked, results=p.results, fictitious=p.fictitious,
    )  # fmt: skip


def _structures(p: Past, case: Case) -> Iterator[Beneficiary]:
    over = p.days.get("close")
    for one in p.structures:
        yield Beneficiary(
            case=case, organisation=one, thread_id=case.thread_id, zone=case.zone, since=case.requested_on, until=over,
            state="done" if over else "in",
        )  # fmt: skip


def _parts(p: Past, case: Case) -> Iterator[Participation]:
    parts: list[tuple[Organisation, str]] = [*((one, "structure") for one in p.structures), *((one, "network") for one in p.networks)]
    for organisation, capacity in parts:
        days = DateRange(case.requested_on, None)
        yield Participation(thread_id=case.thread_id, organisation=organisation, capacity=capacity, period=days)


def _assignments(p: Past, case: Case) -> Iterator[Assignment]:
    if p.holder and p.holder.membership_id:
        received = DateRange(p.days.get("receive", case.requested_on), None)
        yield Assignment(case=case, operator=p.operator, membership_id=p.holder.membership_id, role="holder", period=received)


def _reorientations(p: Past, case: Case) -> Iterator[Reorientation]:
    if p.sent:
        yield Reorientation(case=case, on=p.days["reorient"], **p.sent)


def _adhesions(p: Past, case: Case) -> Iterator[Adhesion]:
    """At each step that was left, and at the one that is under way: of a quiet dossier nothing is awaited, unless it is told silent."""
    said = {step: p.days[name] for name, step in LEFT.items() if name in p.days}
    if (now := STEP_OF.get(Case.State(case.state))) and not p.silent:
        said.setdefault(now, max(p.days.values()))
    for step, on in said.items() if not p.taken_over else ():
        for one in p.structures:
            yield Adhesion(case=case, step=step, organisation=one, who="Direction", on=on, channel="meeting", decision="yes")


def _validations(p: Past, case: Case) -> Iterator[Validation]:
    for name, what in SIDES.items():
        if name in p.days and not p.taken_over:
            yield Validation(case=case, what=what, side="operator", organisation=p.operator, on=p.days[name])
            for one in p.structures:
                yield Validation(
                    case=case, what=what, side="structure", organisation=one, body="Conseil d'administration", on=p.days[name]
                )  # fmt: skip


def _events(p: Past, case: Case) -> Iterator[Event]:
    actor, before = p.holder or SYSTEM, ""
    for name, day in p.days.items():
        t = CASE[name]
        data: dict[str, Any] = {"request": {"origin": p.origin}, "close": {"results": p.results}, "reorient": p.sent}.get(name, {})
        yield Event(
            at=datetime.combine(day, time(10), timezone.get_current_timezone()), fact_on=day if t.dated else None,
            thread_id=case.thread_id, subject_kind="cases.case", subject_id=case.pk, code=f"cases.case.{name}", from_state=before,
            to_state=t.target, audience=PARTIES, actor_user=actor.user_id, actor_membership=actor.membership_id,
            actor_label=actor.label, data=data,
        )  # fmt: skip
        before = t.target


def _eligibility(told: Iterable[tuple[Past, Case]]) -> None:
    """Accepted without reserve, where it was opened here."""
    judged = [
        Eligibility(case=case, proposal="favourable", accepted=True, decided_on=p.days["diagnose"])
        for p, case in told
        if "diagnose" in p.days and not p.taken_over
    ]
    Eligibility._base_manager.bulk_create(judged)
    criteria = list(Criterion._base_manager.order_by("id"))
    lines = [EligibilityLine(eligibility=one, criterion=criterion, judgement="favourable") for one in judged for criterion in criteria]
    EligibilityLine._base_manager.bulk_create(lines)
