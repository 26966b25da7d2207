"""Reads about people: who is known already, who holds what, who may sign on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, DateTimeField, Exists, F, Func, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Trim
from django.utils import timezone

from cordee.actors.directory import policies
from cordee.actors.directory.models import Organisation, Person, Position
from cordee.actors.directory.people import sources
from cordee.core.access import Actor
from cordee.core.models.bases import TODAY, period_contains_today
from cordee.core.text import FrNormalize, fr_normalize

SHOWN = 8
#: posts whose holders sign for the organisation, unless its sheet says otherwise
SIGNING = (Position.Title.DIRECTOR, Position.Title.PRESIDENT)
ORDER = [str(title) for title in ("director", "president", "treasurer", "board", "staff", "other")]


# -- persons -----------------------------------------------------------------------------------------------------------------
def visible_persons(actor: Actor) -> Any:
    """Those who hold, or held, a post on a sheet whose contacts are open to this actor."""
    rows: Any = Person.objects.for_system("narrowed to the sheets of the actor's reach below")
    if actor.profile in policies.KEEPERS or actor.is_system:
        sheets = Organisation.objects.for_system("reach as such, open cards apart").within(actor, capacities=actor.itself)
    else:
        sheets = Organisation.objects.for_system("one's own sheet").filter(pk=actor.organisation_id)
    return rows.filter(pk__in=holders(sheets.order_by().values("pk")))


def holders(sheets: Any) -> Any:
    """Ids of those who hold or held a post on these sheets."""
    posts = Position.objects.for_system("holders of posts").filter(organisation__in=sheets, person__isnull=False)
    return posts.order_by().values("person_id")


def known_persons(actor: Actor, first_name: str, last_name: str, email: str) -> list[Person]:
    """The same address, or the same first name and surname, among those whom the actor may see."""
    same = Q(pk__in=[])
    if email:
        same |= Q(email__iexact=email)
    if last_name:
        same |= Q(sort_key=fr_normalize(last_name), plain_first=fr_normalize(first_name))
    rows = visible_persons(actor).annotate(plain_first=FrNormalize("first_name")).filter(same)
    seen = Position.objects.visible_to(actor).select_related("organisation").order_by("id")
    return list(rows.prefetch_related(Prefetch("positions", seen)).order_by("sort_key", "id")[:SHOWN])


def say_where(person: Person) -> str:
    """« Odile Passerelle, Présidente de La Fabrique des Rives »: enough to recognise, no contact, and no sheet that is not seen."""
    posts = sorted(person.positions.all(), key=lambda p: p.period.lower or date.min, reverse=True)
    return ", ".join([str(person), *(f"{p} ({p.organisation.name})" for p in posts[:1])])


def persons_of(organisation: Organisation) -> Any:
    """Those who hold a post in this organisation, or held one and hold none elsewhere since: whoever left for another one is
    reached there, and their telephone is no longer this one's to read or to change."""
    rows: Any = Person.objects.for_system("through a sheet that the actor may see")
    held = Position.objects.for_system("posts of these people").filter(person_id=OuterRef("pk"), organisation__merged_into=None)
    lasting = held.filter(Q(period__endswith=None) | Q(period__endswith__gt=TODAY)).order_by()
    here, elsewhere = lasting.filter(organisation=organisation), lasting.exclude(organisation=organisation)
    return rows.filter(Exists(here) | ~Exists(elsewhere), pk__in=holders([organisation.pk]))


# -- posts -------------------------------------------------------------------------------------------------------------------
def posts_of(organisation: Organisation) -> Any:
    """Every post, past and to come included, the latest first."""
    return organisation.positions.select_related("person").order_by("-period", "id")


def in_order(found: Iterable[Position]) -> list[Position]:
    """Direction and presidency first."""
    return sorted(found, key=lambda p: ORDER.index(p.title))


def posts(organisation: Organisation) -> list[Position]:
    """Posts in force, vacancies said as such."""
    return [post for post in in_order(posts_of(organisation)) if timezone.localdate() in post.period]


def pair(found: Iterable[Position]) -> list[Position]:
    """The director and the president, held or vacant."""
    return [p for p in found if p.title in (Position.Title.DIRECTOR, Position.Title.PRESIDENT)]


# -- signing -----------------------------------------------------------------------------------------------------------------
def may_sign(organisation: Organisation, *, on: date | None = None) -> list[Position]:
    """Who may sign or validate for an organisation on the day of the act: the posts that sign, in force that day."""
    rows = organisation.positions.filter(period__contains=on or timezone.localdate(), signs=True, person__isnull=False)
    return in_order(rows.select_related("person").order_by("id"))


def signs_for(actor: Actor, organisation: Organisation, *, on: date | None = None) -> bool:
    """Is this actor one of them?"""
    if actor.user_id is None or actor.organisation_id != organisation.pk:
        return False
    person = sources.accounts().person_of(actor.user_id)
    return any(post.person_id == person for post in may_sign(organisation, on=on))


def organisations_of(person: Person) -> Any:
    """Where this person holds a post today."""
    held = person.positions.filter(period_contains_today()).order_by().values("organisation_id")
    rows: Any = Organisation.objects.for_system("to tell the keepers of each")
    return rows.filter(pk__in=held).order_by("id")


# -- to do -------------------------------------------------------------------------------------------------------------------
def _held_in_reach(actor: Actor) -> Any:
    reached = Organisation.objects.for_system("the actor's own reach, open cards apart").within(actor, capacities=actor.itself)
    sheets = reached.filter(merged_into=None)
    posts: Any = Position.objects.for_system("of these sheets")
    return posts.filter(period_contains_today(), organisation__in=sheets.order_by().values("pk"))


def bounced_addresses(actor: Actor) -> Any:
    """Persons in post whose address no longer receives, each once, under the first sheet of the actor's reach where they are."""
    here = _held_in_reach(actor).filter(person_id=OuterRef("pk")).order_by("id")
    persons: Any = Person.objects.for_system("of these sheets")
    return persons.annotate(
        detail=Subquery(here.values("organisation__name")[:1]),
        key=Subquery(here.values("organisation__public_id")[:1]),
        due=Value(None, output_field=DateTimeField()),
        since=F("bounced_on"),
        title=Concat(Value("Corriger l'adresse : "), Trim(Concat("first_name", Value(" "), "last_name"))),
    ).filter(bounced_on__isnull=False, key__isnull=False)


def vacancies(actor: Actor) -> Any:
    """Directions and presidencies that no one holds, as lines of their organisation."""
    posts = _held_in_reach(actor).filter(person=None, title__in=[Position.Title.DIRECTOR, Position.Title.PRESIDENT])
    of_sheet = posts.filter(organisation_id=OuterRef("pk")).order_by("id")
    said = Case(When(vacant=Position.Title.DIRECTOR, then=Value("Nommer une direction : ")), default=Value("Nommer une présidence : "))
    sheets = Organisation.objects.for_system("the sheets of these posts").filter(pk__in=posts.order_by().values("organisation_id"))
    return sheets.annotate(
        vacant=Subquery(of_sheet.values("title")[:1]),
        since=Coalesce(Subquery(of_sheet.values(day=Func(F("period"), function="lower", output_field=DateField()))[:1]), TODAY),
        due=Value(None, output_field=DateTimeField()),
        title=Concat(said, F("name"), output_field=CharField()),
        detail=Value("Personne ne signe à ce titre tant que le poste est vacant.", output_field=CharField()),
        key=F("public_id"),
    )
