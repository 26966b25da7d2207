"""Reads of dossiers: who sees what, who handles it on a day, what each step still lacks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import RawSQL

from cordee.accompaniment.cases.models import Adhesion, Assignment, Beneficiary, Case, Criterion, Eligibility, Step, Validation
from cordee.actors.accounts.models import Membership, Participation
from cordee.actors.directory.models import Mandate, Organisation
from cordee.actors.directory.queries import with_role
from cordee.actors.network.queries.references import in_force
from cordee.actors.partners.queries import by_operator_or_part
from cordee.core.access import Actor, threads_of
from cordee.core.clock import today
from cordee.core.models import Event, HouseQuerySet, ReadLog
from cordee.core.models.bases import period_contains_today
from cordee.core.once import once

Rows = TypeVar("Rows", bound=HouseQuerySet)

#: who opens the accounts of a dossier: a network takes part in the rest, never in them
ACCOUNTS_FOR = frozenset({"operator", "structure"})

OPEN = tuple(state for state in Case.State if state not in Case.OVER)
#: state → the step that leaving it would close
STEP_OF = {
    Case.State.RECEIVED: Step.RECEPTION,
    Case.State.DIAGNOSING: Step.DIAGNOSIS,
    Case.State.SHARED: Step.PLAN,
    Case.State.PLANNED: Step.PLAN,
    Case.State.UNDER_WAY: Step.WORK,
    Case.State.FOLLOW_UP: Step.FOLLOW_UP,
    Case.State.REVIEWED: Step.FOLLOW_UP,
}


def cases_seen(rows: Rows, actor: Actor) -> Rows:
    """The DLA by its territory, and whoever takes part in the dossier: its structures, a network, a substitute for a time."""
    return by_operator_or_part(rows, actor, lambda: Q(thread_id__in=threads_of(actor)))


def accounts_seen(rows: Rows, actor: Actor) -> Rows:
    """The same without networks, funders and providers."""
    return by_operator_or_part(rows, actor, lambda: Q(thread_id__in=threads_of(actor, ACCOUNTS_FOR)))


# -- structures and steps -------------------------------------------------------------------------------------------------------
def structures_of(case: Case) -> QuerySet[Any]:
    """Those that the dossier accompanied, in order of entry."""
    rows = Beneficiary.objects.for_system("structures of a dossier that the actor may see").filter(case=case)
    return rows.select_related("organisation").order_by("since", "organisation__sort_key", "id")


def structures_named(**only: Any) -> Subquery:
    """The names of the structures of a dossier, on one line."""
    named = Beneficiary.objects.for_system("of dossiers already seen").filter(case=OuterRef("pk"), **only).order_by().values("case")
    names = named.annotate(names=StringAgg("organisation__name", ", ", order_by="organisation__sort_key")).values("names")
    return Subquery(names, output_field=TextField())


def accompaniments_of(organisation: Organisation) -> QuerySet[Any]:
    """Every dossier of a structure, oldest first: what its sheet tells, narrowed by its caller to what the reader sees."""
    rows = Beneficiary.objects.for_system("narrowed by the caller").filter(organisation=organisation)
    return rows.select_related("case").order_by("case__requested_on", "case_id")


def structures_key(case: Case) -> Hashable:
    return "structures", case.pk


def accompanied(case: Case) -> list[Beneficiary]:
    """Those that are in it still."""
    everyone = once(structures_key(case), lambda: list(structures_of(case)))
    return [one for one in everyone if one.state == Beneficiary.State.IN]


def adhesions_of(case: Case) -> QuerySet[Any]:
    return Adhesion.objects.for_system("adhesions of a dossier that the actor may see").filter(case=case).order_by("on", "id")


def words_key(case: Case) -> Hashable:
    return "last words", case.pk


def last_words(case: Case) -> dict[tuple[int, int], Adhesion]:
    """(step, structure) → what it last said there."""
    return {(row.step, row.organisation_id): row for row in once(words_key(case), lambda: list(adhesions_of(case)))}


def silent_in(case: Case) -> list[Beneficiary]:
    """Structures that have said nothing yet at the step where their dossier stands."""
    step = STEP_OF.get(Case.State(case.state))
    said = last_words(case) if step else {}
    return [one for one in accompanied(case) if step and (int(step), one.organisation_id) not in said]


def validations_of(case: Case, what: str) -> QuerySet[Any]:
    rows = Validation.objects.for_system("validations of a dossier that the actor may see").filter(case=case, what=what)
    return rows.select_related("organisation").order_by("id")


def eligibilities_of(case: Case) -> QuerySet[Any]:
    """One at most."""
    return Eligibility.objects.for_system("of a dossier that the actor may see").filter(case=case).order_by("id")


def eligibility_of(case: Case) -> Eligibility | None:
    return eligibilities_of(case).first()


def criteria_on(day: date) -> QuerySet[Any]:
    """The criteria that are asked on a day."""
    rows = Criterion.objects.for_system("an open list").filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    )
    return rows.order_by("family", "position", "id")


# -- who handles it -------------------------------------------------------------------------------------------------------------
def assignments_of(case: Case) -> QuerySet[Any]:
    rows = Assignment.objects.for_system("of a dossier that the actor may see").filter(case=case)
    return rows.select_related("membership__user__person", "membership__organisation", "operator").order_by("-period", "-id")


def handled_by(case: Case, day: date | None = None) -> dict[str, Assignment]:
    """The holder and the substitute of a day, today by default: February keeps February's officer."""
    rows = assignments_of(case).filter(period__contains=day or today())
    return {row.role: row for row in rows}


def assigned_today() -> QuerySet[Any]:
    return Assignment.objects.for_system("whose day is it?").filter(period_contains_today()).order_by()


def has_team(actor: Actor) -> bool:
    """Of the dossiers that nobody follows, it is the team of the territory that thinks."""
    return actor.profile in ("officer", "head") and actor.zones is not None


def without_holder() -> Q:
    """Dossiers that nobody follows today."""
    held = Assignment.objects.for_system("followed by someone?").filter(
        period_contains_today(), case=OuterRef("pk"), role=Assignment.Role.HOLDER
    )
    return ~Q(Exists(held.order_by()))


class Day(NamedTuple):
    """Keys of open dossiers: those that someone follows or stands in for, and those of their territory that nobody follows."""

    own: list[int]
    unheld: list[int]


def day_of(actor: Actor) -> Day:
    """Read once and named one by one: whatever the nation holds, a day costs what a person follows."""

    def asked() -> Day:
        keys = assigned_today().filter(membership_id=actor.membership_id, case__state__in=OPEN).values_list("case", Value(True))
        if has_team(actor):
            unheld = Case.objects.for_system("whose day is it?").filter(without_holder(), state__in=OPEN)
            keys = keys.union(unheld.filter(zone__in=sorted(actor.zones or ())).order_by().values_list("pk", Value(False)))
        day = Day([], [])
        for key, mine in keys:
            (day.own if mine else day.unheld).append(key)
        return day

    return once(("day", actor), asked)


def on_the_day_of(actor: Actor, case: str = "case") -> Q:
    """What is on someone's mind."""
    day = day_of(actor)
    return Q(**{f"{case}__in": these([*day.own, *day.unheld])})


def thought_of_by(actor: Actor, rows: Rows) -> Rows:
    """The same for what outlives the dossier's closing: asked of each row by itself, since few rows meet the many dossiers of a career."""
    here = assigned_today().filter(case=OuterRef("case"))
    mine, holder = here.filter(membership_id=actor.membership_id), here.filter(role=Assignment.Role.HOLDER)
    rows = rows.annotate(_mine=Subquery(mine.values("pk")[:1]), _holder=Subquery(holder.values("pk")[:1]))
    unheld = Q(_holder=None, case__zone__in=sorted(actor.zones or ())) if has_team(actor) else Q(pk__in=[])
    return rows.filter(Q(_mine__isnull=False) | unheld)


def these(keys: list[int]) -> RawSQL:
    """One value, however many dossiers: a place for each would cost more to write than to read."""
    return RawSQL("SELECT unnest(%s::bigint[])", [keys])


def operator_of(zone: str) -> Organisation | None:
    """The DLA whose mandate covers a zone today; the oldest mandate where two share it."""
    covering = Q(zones__code=zone) | Q(zones__parts__code=zone)
    mandates = Mandate.objects.for_system("which DLA answers here?").filter(
        covering, period_contains_today(), level=Mandate.Level.DEPARTMENTAL, organisation__merged_into=None
    )
    first = mandates.select_related("organisation").order_by("period", "id").first()
    return first.organisation if first else None


def covers(membership: Membership, zone: str) -> bool:
    """Does the organisation of this membership hold the zone today?"""
    covering = Q(zones__code=zone) | Q(zones__parts__code=zone)
    held = Mandate.objects.for_system("does this colleague's DLA hold the territory?").filter(
        covering, period_contains_today(), organisation_id=membership.organisation_id
    )
    return bool(held.exists())


def case_of_thread(thread: Any) -> Case:
    found: Case = Case.objects.for_system("the dossier that the same operation opened").get(thread=thread)
    return found


def colleagues(case: Case) -> QuerySet[Any]:
    """Those who may follow this dossier: the officers of the DLA that hold its territory today."""
    covering = Q(organisation__mandates__zones__code=case.zone) | Q(organisation__mandates__zones__parts__code=case.zone)
    rows = Membership.objects.for_system("colleagues of who conducts the dossier").filter(
        covering,
        period_contains_today(),
        period_contains_today("organisation__mandates__period"),
        organisation__mandates__level=Mandate.Level.DEPARTMENTAL,
        profile__in=["officer", "head"],
    )
    return rows.select_related("user__person", "organisation").order_by("id").distinct()


#: who acts, by name, and for which organisation
COLLEAGUE = {
    "first": F("membership__user__person__first_name"),
    "last": F("membership__user__person__last_name"),
    "organisation": F("membership__organisation__name"),
}


def colleague(organisation: str, *names: str | None) -> str:
    name = " ".join(filter(None, names))
    return f"{name} ({organisation})" if name else organisation


def colleague_name(membership: Membership) -> str:
    return colleague(membership.organisation.name, str(membership.user.person or ""))


AIMS = ("motives", "objectives")


def aims_of(case: Case, *, inside: bool) -> QuerySet[Any]:
    """Why it asks; and, for the DLA, which objectives of the scheme the dossier serves. As they read today."""
    names = AIMS if inside else AIMS[:1]
    chosen = {name: Exists(getattr(Case, name).through.objects.filter(case=case, entry=OuterRef("entry"))) for name in names}
    rows: QuerySet[Any] = in_force().annotate(**{f"of_{name}": one for name, one in chosen.items()})
    return rows.filter(Q(*chosen.values(), _connector=Q.OR))


def titles_of(aims: Iterable[Any]) -> dict[str, list[str]]:
    rows = list(aims)
    return {name: [edition.title for edition in rows if getattr(edition, f"of_{name}", False)] for name in AIMS}


def linked_to(case: Case, actor: Actor) -> dict[str, QuerySet[Any]]:
    """What it follows and what followed it, among those that the reader may see."""
    seen = Case.objects.visible_to(actor).order_by("requested_on", "id")
    return {"follows": seen.filter(followed_by=case), "followed_by": seen.filter(follows=case)}


def networks_to_open(case: Case) -> QuerySet[Any]:
    """Networks that do not take part in the dossier yet."""
    inside = Participation.objects.for_system("who takes part already").filter(
        period_contains_today(), thread_id=case.thread_id, capacity="network"
    )
    rows = Organisation.objects.for_system("networks are known to every DLA").filter(with_role("network"), merged_into=None)
    found: QuerySet[Any] = rows.exclude(pk__in=inside.order_by().values("organisation")).order_by("sort_key", "id")
    return found


def taking_part(case: Case) -> QuerySet[Any]:
    """Who else reads the dossier today: networks, partners, someone who stands in."""
    rows = Participation.objects.for_system("of a dossier that the actor may see").filter(period_contains_today(), thread_id=case.thread_id)
    return rows.exclude(capacity="structure").select_related("organisation").order_by("capacity", "organisation__sort_key", "id")


def reads_of_accounts(case: Case) -> list[tuple[Any, str]]:
    """The latest looks at the accounts, and for whom each was done: an organisation and a title, not a name."""
    looks = list(
        ReadLog.objects.for_system("told to those that the accounts speak of")
        .filter(subject_kind="cases.case", subject_id=case.pk, what="accounts")
        .order_by("-id")[:200]
    )
    rows = Membership.objects.for_system("who looked").filter(pk__in={look.actor_membership for look in looks}).order_by("id")
    named = {m.pk: f"{m.organisation.name}, {m.title or m.get_profile_display()}" for m in rows.select_related("organisation")}
    return [(look.at, named.get(look.actor_membership, "Équipe de la plateforme")) for look in looks]


def moved_here(to_case: str = "") -> Q:
    """Born here, or taken over and moved a step since. The others are there to be read: nothing is asked of hundreds of them at once.
    `to_case`: the way to the dossier, « case__ »."""
    steps = Event.objects.for_system("steps of dossiers already seen").filter(
        thread=OuterRef(f"{to_case}thread"), subject_kind="cases.case"
    )
    here = steps.exclude(to_state="").exclude(data__has_key="taken_over")
    return Q(**{f"{to_case}taken_over": False}) | Q(Exists(here.order_by()))
