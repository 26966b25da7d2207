"""Reads of a portfolio: who follows what, stage by stage. Counts in one query, cards in one more, whatever the number of dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q
from django.urls import reverse

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.lifecycle import CASE
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.parameters import delays
from cordee.accompaniment.cases.todos import dated, unheld
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Mandate, Organisation
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.models.bases import TODAY, period_contains_today

State = Case.State
#: columns of a board: the states in which something happens, each with the transition that leads straight on
STAGES: dict[str, str] = {
    State.REQUESTED: "receive",
    State.RECEIVED: "diagnose",
    State.DIAGNOSING: "share",
    State.SHARED: "plan",
    State.PLANNED: "launch",
    State.UNDER_WAY: "follow",
    State.FOLLOW_UP: "review",
    State.REVIEWED: "close",
}
SHOWN = 12  # cards of a column; the others are in the list
NOBODY = "personne"


@dataclass(frozen=True, slots=True)
class Card:
    public_id: UUID
    title: str
    structures: str
    since: date
    due: date
    late: bool
    step: str  # what leads on
    step_url: str

    @property
    def url(self) -> str:
        return reverse("cases:case", args=[self.public_id])


@dataclass(slots=True)
class Column:
    state: str
    label: str
    count: int = 0
    late: int = 0
    cards: list[Card] = field(default_factory=list)
    more_url: str = ""


@dataclass(slots=True)
class Load:
    """A line of a table of loads: how many at each stage, how many late."""

    name: str
    url: str = ""
    cells: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    late: int = 0

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    @property
    def figures(self) -> list[tuple[str, int]]:
        return [(str(State(state).label), number) for state, number in self.cells.items()]

    def add(self, state: str, number: int, late: int) -> None:
        self.cells[state] += number
        self.late += late


def late_on(day: date) -> Q:
    """Dossiers that have stood at their stage for longer than is usual."""
    late = Q()
    for state, days in delays().items():
        late |= Q(state=state, stage_since__lt=day - timedelta(days=days))
    return late


def open_cases(actor: Actor) -> Any:
    return Case.objects.visible_to(actor).filter(state__in=list(STAGES))


# -- whose portfolio ------------------------------------------------------------------------------------------------------------
def held_by(actor: Actor, membership_id: int) -> Any:
    """Those that someone follows today, or where they stand in, among those that the reader may see."""
    return open_cases(actor).filter(
        pk__in=Case.objects.for_system("narrowed to what the reader sees")
        .filter(period_contains_today("assignments__period"), assignments__membership=membership_id)
        .order_by()
        .values("pk")
    )


def of_nobody(actor: Actor) -> Any:
    return unheld(actor).filter(state__in=list(STAGES))


def colleague(actor: Actor, public_id: UUID | None) -> Membership | None:
    """Someone of the actor's own DLA, whose board one may read."""
    rows = Membership.objects.for_system("colleagues of one's own DLA").filter(organisation_id=actor.organisation_id, public_id=public_id)
    found: Membership | None = rows.select_related("user__person", "organisation").first()
    return found


def operator_in_reach(actor: Actor, public_id: UUID | None) -> Organisation | None:
    """A DLA of the region."""
    rows = Organisation.objects.for_system("DLA of one's region").filter(public_id=public_id, mandates__in=_mandates(actor)).distinct()
    found: Organisation | None = rows.order_by("id").first()
    return found


# -- boards -------------------------------------------------------------------------------------------------------------------------
def board(rows: Any, *, query: str | None, moves: bool) -> list[Column]:
    """Two queries. `query` is what the list asks to show the same dossiers, None when it cannot."""
    day = today()
    columns = {state: Column(state, str(State(state).label)) for state in STAGES}
    counted = rows.order_by().values("state").annotate(n=Count("pk"), late=Count("pk", filter=late_on(day)))
    for state, number, late in counted.order_by("state").values_list("state", "n", "late"):
        columns[state].count, columns[state].late = number, late
        if number > SHOWN and query is not None:
            columns[state].more_url = f"{reverse('cases:cases')}?etat={state}&{query}".rstrip("&")
    for card, state in _cards(rows, [c.state for c in columns.values() if c.count], day, moves):
        columns[state].cards.append(card)
    return list(columns.values())


def _cards(rows: Any, states: list[str], day: date, moves: bool) -> Iterable[tuple[Card, str]]:
    """The first of each column, who has stood there longest first: one branch a column, read by its index."""
    fields = ("stage_since", "id", "public_id", "title", "_names", "_usual", "state")
    parts = [dated(rows.filter(state=state)).order_by("stage_since", "id").values_list(*fields)[:SHOWN] for state in states]
    if not parts:
        return
    cards = parts[0].union(*parts[1:], all=True).order_by("stage_since", "id") if len(parts) > 1 else parts[0]
    for since, _, public_id, title, names, due, state in cards:
        transition = CASE[STAGES[state]]
        step_url = reverse("core:act", args=[CASE.code, public_id, transition.name]) if moves else ""
        yield Card(public_id, title, names or "", since, due, due < day, transition.label, step_url), state


# -- tables ---------------------------------------------------------------------------------------------------------------------------
def by_officer(rows: Any) -> list[Load]:
    """Each person's load, then what nobody follows: one query for the figures, one for the names."""
    held = FilteredRelation("assignments", condition=Q(assignments__role="holder", assignments__period__contains=TODAY))
    told = rows.annotate(held=held).order_by().values("held__membership", "state")
    figures = list(_figures(told, "held__membership"))
    people = Membership.objects.for_system("who follows the dossiers that the actor sees").filter(
        pk__in={who for who, *_ in figures if who}
    )
    loads: dict[int | None, Load] = {
        one.pk: Load(_named(one), f"?qui={one.public_id}")
        for one in people.select_related("user__person", "organisation").order_by("user__person__last_name", "id")
    }
    loads[None] = Load("Suivis par personne", f"?qui={NOBODY}")
    for who, state, number, late in figures:
        loads[who].add(state, number, late)
    return list(loads.values())


def by_operator(actor: Actor, rows: Any) -> list[Load]:
    """Each DLA of the region: one query for the figures, one for who holds which zone."""
    holders: dict[str, Organisation] = {}
    loads: dict[int | None, Load] = {}
    zones = (
        _mandates(actor).select_related("organisation").prefetch_related("zones__parts").order_by("organisation__sort_key", "period", "id")
    )
    for mandate in zones:
        loads.setdefault(mandate.organisation_id, Load(mandate.organisation.name, f"?dla={mandate.organisation.public_id}"))
        for zone in mandate.zones.all():
            for code in (zone.code, *(part.code for part in zone.parts.all())):
                holders.setdefault(code, mandate.organisation)
    loads[None] = Load("Aucun DLA aujourd'hui")
    for zone, state, number, late in _figures(rows.order_by().values("zone", "state"), "zone"):
        loads[holders[zone].pk if zone in holders else None].add(state, number, late)
    if not loads[None].total:
        del loads[None]
    return list(loads.values())


def zones_of(operator: Organisation) -> Q:
    held = Mandate.objects.for_system("the zones of a DLA").filter(
        period_contains_today(), organisation=operator, level=Mandate.Level.DEPARTMENTAL
    )
    whole = held.order_by().values("zones__code")
    return Q(zone__in=whole) | Q(zone__in=held.filter(zones__parts__isnull=False).order_by().values("zones__parts__code"))


def _mandates(actor: Actor) -> Any:
    rows = Mandate.objects.for_system("DLA of one's region").filter(period_contains_today(), level=Mandate.Level.DEPARTMENTAL)
    if actor.zones is None:
        return rows
    reach = sorted(actor.zones)
    return rows.filter(pk__in=rows.filter(Q(zones__code__in=reach) | Q(zones__parts__code__in=reach)).order_by().values("pk"))


def _figures(grouped: Any, by: str) -> Any:
    told = grouped.annotate(n=Count("pk"), late=Count("pk", filter=late_on(today())))
    return told.order_by(F(by).asc(nulls_last=True), "state").values_list(by, "state", "n", "late")


def _named(membership: Membership) -> str:
    person = membership.user.person
    return str(person) if person else str(membership)


def moves(actor: Actor) -> bool:
    return actor.profile in policies.CONDUCT
