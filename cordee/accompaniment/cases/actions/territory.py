"""A mandate ends: open dossiers follow the territory, those that were over stay readable by whoever conducted them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases import passings, queries
from cordee.accompaniment.cases.actions.common import writing
from cordee.accompaniment.cases.actions.handling import end_on, line_of, save_list
from cordee.accompaniment.cases.models import Case, Handover, HandoverLine
from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Mandate, Organisation
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.journal import record

AHEAD = timedelta(days=2)
ENDED = "Fin d'un mandat de territoire"


def territory_passes() -> int:
    """Hourly, so that midnight in Paris is one of the hours. The reach has changed by itself at that minute; this writes what follows
    from it. What is over already is kept readable beforehand. Answers how many dossiers passed."""
    day, passed = today(), 0
    for mandate in passings.ended_mandates(day + AHEAD):
        zones = passings.zones_lost(mandate)
        _keep_readable(mandate, zones)
        if mandate.period.upper <= day and not mandate.handovers.exists():
            passed += _pass_on(mandate, zones)
    return passed


def _keep_readable(mandate: Mandate, zones: list[str]) -> None:
    """The former DLA takes part in the threads of its finished dossiers: it reads them, and nothing of them changes any more."""
    period = DateRange(mandate.period.upper, None)
    parts = [
        Participation(thread_id=thread, organisation=mandate.organisation, capacity="operator", period=period)
        for thread in passings.closed_by(mandate, zones).values_list("thread_id", flat=True)
    ]
    if parts:
        with writing(Actor.system(ENDED), "cases.territory.keep", Participation):
            Participation.objects.bulk_create(parts, ignore_conflicts=True)


def _pass_on(mandate: Mandate, zones: list[str]) -> int:
    on, actor = mandate.period.upper, Actor.system(ENDED)
    with writing(actor, "cases.territory.pass", Handover):
        cases = list(passings.open_in(zones, mandate.organisation_id).select_for_update(of=("self",), no_key=True))
        holders = passings.holders_on(cases, on - timedelta(days=1))
        lists: dict[Organisation | None, list[HandoverLine]] = {}
        takers = {zone: queries.operator_of(zone) for zone in {case.zone for case in cases}}
        for case in cases:
            holder, taker = holders.get(case.pk), takers[case.zone]
            lists.setdefault(taker, []).append(line_of(case, "", holder.membership if holder else None))
            _leave(case, mandate.organisation_id, on)
            data = {"taker": taker.name if taker else "", "on": on.isoformat()}
            record(case, "cases.assignment.followed", actor=actor, audience=["operator", "structure"], data=data)
        for taker, lines in lists.items():
            save_list(Handover(kind=Handover.Kind.TERRITORY, giver=mandate.organisation, taker=taker, mandate=mandate, on=on), lines)
    return len(cases)


def _leave(case: Case, former: int, on: date) -> None:
    """Its people handled the dossier until the evening before: what they wrote stays theirs."""
    for assignment in queries.assignments_of(case).filter(membership__organisation_id=former):
        if assignment.period.upper is None or assignment.period.upper > on:
            end_on(assignment, on)
