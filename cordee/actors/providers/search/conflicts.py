"""Who may not be proposed to a structure, and why. Rooms declare reasons; this one knows those that the directory shows.

declare(ConflictSource("cases.author", lambda structure: {organisation id: "a conseillé la structure"}))

A source answers for one structure: the few organisations tied to it, never the whole register. The reason names no person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Mandate, Organisation, Position, Tie
from cordee.actors.partners.models import Member
from cordee.actors.partners.queries import giving_opinion_on
from cordee.core.models.bases import period_contains_today
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class ConflictSource:
    """`reasons(structure)`: ids of the organisations set aside for it, each with its reason as one reads after « écarté : »."""

    code: str
    reasons: Callable[[Organisation], Mapping[int, str]]


sources: Registry[ConflictSource] = Registry("conflit d'intérêts")


def declare(source: ConflictSource) -> ConflictSource:
    return sources.add(source.code, source)


def conflicts_of(structure: Organisation) -> dict[int, str]:
    """Organisation id → why it is set aside for this structure; the first reason is the one said."""
    found: dict[int, str] = {}
    for source in sources:
        for organisation, reason in source.reasons(structure).items():
            found.setdefault(organisation, reason)
    return found


def itself(structure: Organisation) -> dict[int, str]:
    return {structure.pk: "c'est la structure elle-même"}


def shared_people(structure: Organisation) -> dict[int, str]:
    """Someone holds a post, or acts with an account, in both today."""
    now = period_contains_today()
    posts = Position.objects.for_system("ties of interest of one structure").filter(now, person__isnull=False)
    members = Membership.objects.for_system("ties of interest of one structure").filter(now)
    here = posts.filter(organisation=structure).order_by().values("person_id")
    accounts = members.filter(organisation=structure).order_by().values("user_id")
    holders = members.filter(user__person__isnull=False, organisation=structure).order_by().values("user__person_id")
    tied = {
        *posts.filter(Q(person__in=here) | Q(person__in=holders)).order_by().values_list("organisation_id", flat=True),
        *members.filter(Q(user__in=accounts) | Q(user__person__in=here)).order_by().values_list("organisation_id", flat=True),
    }
    return {pk: "une même personne a des responsabilités dans les deux organisations" for pk in tied - {structure.pk}}


def declared_ties(structure: Organisation) -> dict[int, str]:
    """A tie in force, whichever of the two declared it."""
    ties = Tie.objects.for_system("ties of interest of one structure").filter(period_contains_today())
    found = {}
    for source, target, kind in (
        ties.filter(Q(source=structure) | Q(target=structure)).order_by("id").values_list("source", "target", "kind")
    ):
        other = target if source == structure.pk else source
        found[other] = f"lien déclaré avec la structure ({Tie.Kind(kind).label.lower()})"
    return found


def committee(structure: Organisation) -> dict[int, str]:
    """Those who sit today, by themselves or through someone of their team, at a support committee that gives its opinion there."""
    now, why = period_contains_today(), "ties of interest of one structure"
    here = giving_opinion_on(structure.zone)
    seats = Member.objects.for_system(why).filter(now, period_contains_today("committee__period"), here, committee__kind="support")
    people = seats.filter(person__isnull=False).order_by().values("person_id")
    posts = Position.objects.for_system(why).filter(now, person__in=people)
    accounts = Membership.objects.for_system(why).filter(now, user__person__in=people)
    seated, *teams = (rows.order_by().values_list("organisation_id", flat=True) for rows in (seats, posts, accounts))
    sitting = seated.union(*teams)
    return dict.fromkeys(sitting, "membre du comité d'appui")


def operator(structure: Organisation) -> dict[int, str]:
    """Who carries the DLA of its territory accompanies it and chooses for it."""
    zones = {structure.zone, structure.zone.split("-")[0]}
    carried = Mandate.objects.for_system("ties of interest of one structure").filter(
        period_contains_today(), level=Mandate.Level.DEPARTMENTAL, zones__code__in=zones
    )
    return dict.fromkeys(carried.order_by().values_list("organisation_id", flat=True), "porte le DLA de ce territoire")


declare(ConflictSource("providers.itself", itself))
declare(ConflictSource("providers.operator", operator))
declare(ConflictSource("providers.people", shared_people))
declare(ConflictSource("providers.ties", declared_ties))
declare(ConflictSource("providers.committee", committee))
