"""Reads of committees and partners: who sees what, who may sit in judgement of what, what each brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Organisation, Position
from cordee.actors.partners.models import AgendaItem, Committee, Contribution, Interest, Meeting, Member, Opinion, Partnership
from cordee.core.access import READERS, Actor, Refusal, threads_of
from cordee.core.models import HouseQuerySet
from cordee.core.models.bases import period_contains_today

Rows = TypeVar("Rows", bound=HouseQuerySet)


def has_territory(actor: Actor) -> bool:
    return actor.capacity == "operator" and not actor.party_only


def by_operator_or(rows: Rows, actor: Actor, *others: Q) -> Rows:
    """Operators by their territory, whatever its other professionals; everyone else by what `others` say."""
    if actor.is_system or actor.zones is None:
        return rows
    territory = [Q(zone__in=sorted(actor.zones))] if has_territory(actor) else []
    return rows.among(*territory, *others)


def by_operator_or_part(rows: Rows, actor: Actor, *parts: Callable[[], Q]) -> Rows:
    """The same, where every one of `parts` starts from taking part in the thread: an operator that takes part in nothing outside its
    territory has all of them by its territory already."""
    return by_operator_or(rows, actor, *(() if has_territory(actor) and not actor.away else (part() for part in parts)))


def of_committees_seen(rows: Rows, actor: Actor) -> Rows:
    """Committees and meetings: the operators of their zone, and the organisations that take part in them. Nobody else."""
    return by_operator_or_part(rows, actor, lambda: Q(thread_id__in=threads_of(actor)))


def contributions_seen(rows: Rows, actor: Actor) -> Rows:
    """The receiving DLA by its territory, the partner that contributes, nobody else: an amount is not shown around."""
    return by_operator_or(rows, actor, Q(contributor_id=actor.organisation_id), Q(operator_id=actor.organisation_id))


def partnerships_seen(rows: Rows, actor: Actor) -> Rows:
    return by_operator_or(rows, actor, Q(network_id=actor.organisation_id), Q(operator_id=actor.organisation_id))


# -- points and links of interest -----------------------------------------------------------------------------------------
def items_seen(rows: Rows, actor: Actor) -> Rows:
    return rows.filter(meeting__in=Meeting.objects.visible_to(actor).order_by().values("pk"))


def interested(organisation_id: int) -> Q:
    """Points with which this organisation has a link of interest: declared, or because it is the one spoken of."""
    declared = Interest.objects.for_system("links of interest of one organisation").filter(
        item=OuterRef("pk"), member__organisation_id=organisation_id
    )
    return Q(Exists(declared.order_by())) | Q(organisation_id=organisation_id)


def items_open(rows: Rows, actor: Actor) -> Rows:
    """Without the points of one's links of interest. The animating organisation holds all the papers: it does not judge them."""
    seen = items_seen(rows, actor)
    if actor.organisation_id is None:
        return seen
    own = Q(meeting__committee__organisation_id=actor.organisation_id)
    return seen.filter(own | ~interested(actor.organisation_id))


def is_recused(item: AgendaItem, organisation_id: int) -> bool:
    everyone = AgendaItem.objects.for_system("may this seat give an opinion?")
    return bool(everyone.filter(interested(organisation_id), pk=item.pk).exists())


# -- seats ----------------------------------------------------------------------------------------------------------------
def seats(committee: Committee) -> QuerySet[Any]:
    """The seats in force today, by organisation."""
    rows = Member.objects.for_system("seats of a committee that the actor may see")
    return (
        rows.filter(period_contains_today(), committee=committee)
        .select_related("organisation", "person", "person__user")
        .order_by("organisation__sort_key", "seat", "id")
    )


def seat_of(actor: Actor, committee: Committee) -> Member | None:
    """The seat in which the actor sits: its own by name, else one of its organisation that names nobody, else any of them. None for who
    only looks."""
    mine = [] if actor.profile in READERS else [seat for seat in seats(committee) if seat.organisation_id == actor.organisation_id]
    named = [seat for seat in mine if seat.person and getattr(getattr(seat.person, "user", None), "pk", None) == actor.user_id]
    return next(iter([*named, *(seat for seat in mine if seat.person is None), *mine]), None)


def latest_opinions(items: Any) -> QuerySet[Any]:
    """The last revision of each member on these points; none of those who declared a link of interest afterwards."""
    recused = Interest.objects.for_system("out of the count").filter(
        item=OuterRef("item"), member__organisation=OuterRef("member__organisation")
    )
    rows = Opinion.objects.for_system("opinions on points that the actor may read").filter(~Exists(recused.order_by()), item__in=items)
    last = rows.filter(item=OuterRef("item"), member=OuterRef("member")).order_by("-revision").values("revision")[:1]
    return rows.filter(revision=Subquery(last)).select_related("member__organisation").order_by("member__organisation__sort_key", "id")


def seats_without_account(committee: Committee) -> list[Member]:
    """Those that nobody reads the platform for: neither the person named, nor, when none is, the team of its organisation."""
    held = list(seats(committee))
    rows = Membership.objects.for_system("may these seats sign in?").filter(
        period_contains_today(), organisation__in=[seat.organisation_id for seat in held if seat.person is None]
    )
    staffed = set(rows.order_by().values_list("organisation_id", flat=True))
    return [seat for seat in held if not (getattr(seat.person, "user", None) if seat.person else seat.organisation_id in staffed)]


def has_account(member: Member) -> bool:
    return member.pk not in {seat.pk for seat in seats_without_account(member.committee)}


def to_adopt(meeting: Meeting) -> list[Meeting]:
    """The published minutes of former meetings that wait to be adopted, or are adopted at this one."""
    rows = Meeting.objects.for_system("of the same committee").filter(
        Q(adopted_in=None) | Q(adopted_in=meeting), committee=meeting.committee_id, state=Meeting.State.REPORTED,
        starts_at__lt=meeting.starts_at,
    )  # fmt: skip
    return list(rows.order_by("starts_at", "id"))


def last_heard(thread_id: int) -> AgendaItem | None:
    """The last point on a dossier that asked a support committee for its opinion, at a meeting that took place."""
    rows = AgendaItem.objects.for_system("was this dossier heard?").filter(
        dossier=thread_id, asks_opinion=True, meeting__state__in=[Meeting.State.HELD, Meeting.State.REPORTED],
        meeting__committee__kind=Committee.Kind.SUPPORT,
    )  # fmt: skip
    found: AgendaItem | None = rows.select_related("meeting__committee").order_by("-meeting__starts_at", "-id").first()
    return found


# -- conflicts of interest, for the rooms that choose -----------------------------------------------------------------------
class CommitteeTie(NamedTuple):
    """Why an organisation may not be chosen where this committee gives its opinion."""

    committee: Committee
    member: Member
    by_person: bool  # through someone of its team who sits for another organisation

    @property
    def refusal(self) -> Refusal:
        how = "une personne de son équipe siège" if self.by_person else "siège"
        return Refusal(
            "committee", f"{'Conflit d’intérêts : ' if self.by_person else 'Conflit d’intérêts : elle '}{how} au {self.committee}."
        )


def giving_opinion_on(zone: str) -> Q:
    """Seats of the committees that give their opinion on a structure of this zone: its own, those of its department and of its region."""
    department = zone.split("-")[0]
    return Q(committee__zone__in={zone, department}) | Q(committee__region__departments__code=department)


def committee_ties(organisation: Organisation, *, zone: str = "", kinds: tuple[str, ...] = ("support",)) -> list[CommitteeTie]:
    """The committees of these kinds in which an organisation sits today, by itself or through someone of its team. `zone` keeps those
    that give their opinion there: its own, and the regional ones. For the system: whoever chooses need not see the committee."""
    posts = Position.objects.for_system("who works there").filter(period_contains_today(), organisation=organisation, person__isnull=False)
    accounts = Membership.objects.for_system("who acts for it").filter(
        period_contains_today(), organisation=organisation, user__person__isnull=False
    )
    people = Q(person__in=posts.order_by().values("person")) | Q(person__in=accounts.order_by().values("user__person"))
    rows = Member.objects.for_system("conflicts of interest").filter(
        Q(organisation=organisation) | people,
        period_contains_today(),
        period_contains_today("committee__period"),
        committee__kind__in=kinds,
    )
    if zone:
        rows = rows.filter(giving_opinion_on(zone))
    found = rows.select_related("committee", "organisation").order_by("committee_id", "id").distinct()
    return [CommitteeTie(member.committee, member, member.organisation_id != organisation.pk) for member in found]


# -- contributions ----------------------------------------------------------------------------------------------------------
def totals(rows: Any) -> list[dict[str, Any]]:
    """By form, in the order of the six: how many, and the amounts of those that are in force or over; proposed ones are not money."""
    agreed = ~Q(state="proposed")
    found = {
        row["form"]: row
        for row in rows.order_by()
        .values("form")
        .annotate(number=Count("pk"), agreed=Count("pk", filter=agreed), total=Sum("amount", filter=agreed))
    }
    return [
        {"code": code, "label": label, **{name: found.get(code, {}).get(name) or 0 for name in ("number", "agreed", "total")}}
        for code, label in Contribution.Form.choices
    ]


def earmark_refusal(contribution: Contribution, structure: Organisation) -> Refusal | None:
    """May this contribution be engaged on this structure? Its sector and its territory are compared; an employment policy is for
    people to judge: it is said beside, never guessed."""
    if contribution.form != Contribution.Form.EARMARKED:
        return None
    if contribution.sector_id and not structure.sectors.filter(pk=contribution.sector_id).exists():
        return Refusal("earmark", f"Ce soutien est fléché vers le secteur « {contribution.sector} » : {structure} n'en est pas.")
    commune = structure.commune
    if contribution.epci_id and (commune is None or commune.epci_id != contribution.epci_id):
        return Refusal("earmark", f"Ce soutien est fléché vers {contribution.epci} : {structure} n'y est pas.")
    if contribution.department_id and (commune is None or commune.department_id != contribution.department_id):
        return Refusal("earmark", f"Ce soutien est fléché vers {contribution.department} : {structure} n'y est pas.")
    return None


# -- what networks give -----------------------------------------------------------------------------------------------------
def networks_of(operator: Organisation) -> list[Organisation]:
    """The networks of the house, and those that already give something to this DLA."""
    from cordee.actors.directory.queries import with_role

    known = Partnership.objects.for_system("the table of a DLA that the actor may see").filter(operator=operator)
    everyone: Any = Organisation.objects.for_system("open cards: networks")
    standing = everyone.filter(merged_into=None, ended_on=None).annotate(is_network=with_role("network"))
    kept = standing.filter(Q(is_network=True) | Q(pk__in=known.order_by().values("network"))).exclude(pk=operator.pk)
    return list(kept.only("pk", "public_id", "name", "sort_key").order_by("sort_key", "id"))


def partnerships_of(operator: Organisation) -> dict[int, Partnership]:
    rows = Partnership.objects.for_system("the table of a DLA that the actor may see").filter(operator=operator)
    return {p.network_id: p for p in rows.prefetch_related("gifts").order_by("id")}


def newest(rows: Any) -> Any:
    return rows.order_by(F("starts_at").desc(), "-id")
