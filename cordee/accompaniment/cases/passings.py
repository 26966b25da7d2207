"""Reads of dossiers that change hands: who may receive them, what passes, which lists one reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.models import Assignment, Beneficiary, Case, Handover, HandoverLine
from cordee.actors.accounts.models import Membership
from cordee.actors.accounts.queries import user_by_email
from cordee.actors.directory.models import Mandate
from cordee.actors.territory.models import Zone
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet
from cordee.core.models.bases import period_contains_today

Rows = TypeVar("Rows", bound=HouseQuerySet)
HOLDER = Assignment.Role.HOLDER
#: mandates that ended longer ago were followed long since
FOLLOWED_FOR = timedelta(days=60)


def handovers_seen(rows: Rows, actor: Actor) -> Rows:
    """The two DLA of a passing, the person who receives it, the region that has both; nobody else."""
    if actor.is_system or actor.zones is None:
        return rows
    if actor.capacity != "operator":
        return rows.none()
    own = Q(giver_id=actor.organisation_id) | Q(taker_id=actor.organisation_id) | Q(to_id=actor.membership_id)
    if actor.profile == "regional":
        own |= Q(giver__zone__in=sorted(actor.zones)) | Q(taker__zone__in=sorted(actor.zones))
    return rows.filter(own)


def handovers_of(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Handover.objects.visible_to(actor).select_related("giver", "taker", "to__user__person", "to__organisation")
    return rows.order_by("-on", "-id")


def lines_of(handover: Handover) -> QuerySet[Any]:
    """What was late first, as it stood that day."""
    rows = handover.lines.select_related("handover", "case", "former__user__person", "former__organisation")
    return rows.order_by(F("due_on").asc(nulls_last=True), "stage_since", "id")


class Passed(NamedTuple):
    """A line as its reader meets it: the address only where the dossier is open to them."""

    line: HandoverLine
    structures: str
    url: str

    @property
    def was_late(self) -> bool:
        return bool(self.line.due_on and self.line.due_on < self.line.handover.on)


def passed(handover: Handover, actor: Actor) -> list[Passed]:
    lines = list(lines_of(handover))
    keys = [line.case_id for line in lines]
    rows = Beneficiary.objects.for_system("of a list that the actor reads").filter(case__in=keys)
    named = rows.values("case").annotate(names=StringAgg("organisation__name", ", ", order_by="organisation__sort_key"))
    names = dict(named.order_by("case").values_list("case", "names"))
    seen = set(Case.objects.visible_to(actor).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    return [Passed(line, names.get(line.case_id, ""), line.case.get_absolute_url() if line.case_id in seen else "") for line in lines]


def colleagues_in(zones: Iterable[str]) -> QuerySet[Any]:
    """Those who may follow dossiers of these zones: the officers of the DLA that hold one of them today."""
    named = sorted(set(zones))
    covering = Q(organisation__mandates__zones__code__in=named) | Q(organisation__mandates__zones__parts__code__in=named)
    rows = Membership.objects.for_system("colleagues of who conducts the dossiers").filter(
        covering,
        period_contains_today(),
        period_contains_today("organisation__mandates__period"),
        organisation__mandates__level=Mandate.Level.DEPARTMENTAL,
        profile__in=["officer", "head"],
    )
    return rows.select_related("user__person", "organisation").order_by("id").distinct()


def team_of(actor: Actor) -> QuerySet[Any]:
    """The people of one's own DLA who follow dossiers today."""
    rows = Membership.objects.for_system("one's own team").filter(
        period_contains_today(), organisation_id=actor.organisation_id, profile__in=["officer", "head"]
    )
    return rows.select_related("user__person").order_by("user__person__last_name", "user__person__first_name", "id")


def officer_at(address: str) -> Membership | None:
    """Someone of another DLA, named by their address: they stand in for a time."""
    user = user_by_email(address)
    rows = Membership.objects.for_system("who stands in").filter(period_contains_today(), user=user, profile__in=sorted(policies.CONDUCT))
    found: Membership | None = rows.select_related("user__person", "organisation").order_by("id").first() if user else None
    return found


# -- a mandate that ends --------------------------------------------------------------------------------------------------------
def ended_mandates(by: date) -> QuerySet[Any]:
    """Mandates of territory whose last day is past, or is today or tomorrow: what is closed already may be kept open beforehand."""
    rows = Mandate.objects.for_system("dossiers follow the territory").filter(
        level=Mandate.Level.DEPARTMENTAL, period__endswith__lte=by, period__endswith__gt=by - FOLLOWED_FOR
    )
    return rows.select_related("organisation").order_by("period", "id")


def zones_lost(mandate: Mandate) -> list[str]:
    """The zones of a mandate that no other mandate of the same DLA holds on the day after."""
    covered = Q(mandates=mandate) | Q(parent__mandates=mandate)
    zones = set(Zone.objects.filter(covered).values_list("code", flat=True))
    after = Mandate.objects.for_system("renewed?").filter(
        organisation_id=mandate.organisation_id, level=Mandate.Level.DEPARTMENTAL, period__contains=mandate.period.upper
    )
    kept = Zone.objects.filter(Q(mandates__in=after) | Q(parent__mandates__in=after)).values_list("code", flat=True)
    return sorted(zones - set(kept))


def open_in(zones: Iterable[str], former: int) -> QuerySet[Any]:
    """Open dossiers of these zones, but for those that another DLA follows already."""
    others = Assignment.objects.for_system("followed by another DLA").filter(period_contains_today(), case=OuterRef("pk"), role=HOLDER)
    rows = Case.objects.for_system("they follow the territory").filter(~Exists(others.exclude(operator_id=former)), zone__in=list(zones))
    return rows.exclude(state__in=Case.OVER).select_related("thread").order_by("id")


def holders_on(cases: Iterable[Case], day: date) -> dict[int, Assignment]:
    """Dossier → who held it on a day, in one query."""
    rows = Assignment.objects.for_system("of dossiers already held").filter(case__in=list(cases), role=HOLDER, period__contains=day)
    return {row.case_id: row for row in rows.select_related("membership").order_by("id")}


def closed_by(mandate: Mandate, zones: Iterable[str]) -> QuerySet[Any]:
    """Dossiers of a DLA that were over while it held the territory: it opened or followed them, it goes on reading them."""
    followed = Assignment.objects.for_system("followed by this DLA").filter(case=OuterRef("pk"), operator_id=mandate.organisation_id)
    rows = Case.objects.for_system("they stay readable").filter(
        Q(opened_by_id=mandate.organisation_id) | Exists(followed.order_by()),
        zone__in=list(zones),
        state__in=Case.OVER,
        stage_since__lt=mandate.period.upper,
    )
    return rows.order_by("id")
