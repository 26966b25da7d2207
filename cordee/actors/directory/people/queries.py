"""Reads about people: who is known already, who holds what, who may sign on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cordee.actors.directory import policies
from cordee.actors.directory.models import Organisation, Person, Position
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.text import FrNormalize, fr_normalize

SHOWN = 8
ORDER = [str(title) for title in ("director", "president", "treasurer", "board", "staff", "other")]


# -- persons -----------------------------------------------------------------------------------------------------------------
def visible_persons(actor: Actor) -> Any:
    """Those who hold, or held, a post on a sheet whose contacts are open to this actor."""
    rows: Any = Person.objects.for_system("narrowed to the sheets of the actor's reach below")
    if actor.profile in policies.KEEPERS or actor.is_system:
        sheets = Organisation.objects.for_system("reach as such, open cards apart").within(actor)
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
    return list(rows.prefetch_related("positions__organisation").order_by("sort_key", "id")[:SHOWN])


def say_where(person: Person) -> str:
    """« Odile Passerelle, Présidente de La Fabrique des Rives »: enough to recognise, no contact."""
    posts = sorted(person.positions.all(), key=lambda p: p.period.lower or date.min, reverse=True)
    return ", ".join([str(person), *(f"{p} ({p.organisation.name})" for p in posts[:1])])


def persons_of(organisation: Organisation) -> Any:
    """Those who hold or held a post in this organisation."""
    rows: Any = Person.objects.for_system("through a sheet that the actor may see")
    return rows.filter(pk__in=holders([organisation.pk]))


# -- posts -------------------------------------------------------------------------------------------------------------------
def posts(organisation: Organisation) -> list[Position]:
    """Posts in force, vacancies said as such: direction and presidency first."""
    found = organisation.positions.filter(period_contains_today()).select_related("person").order_by("id")
    return sorted(found, key=lambda p: ORDER.index(p.title))


def pair(found: Iterable[Position]) -> list[Position]:
    """The director and the president, held or vacant."""
    return [p for p in found if p.title in (Position.Title.DIRECTOR, Position.Title.PRESIDENT)]


def former_posts(organisation: Organisation) -> list[Position]:
    """Posts that ended, latest first."""
    ended = organisation.positions.exclude(period_contains_today()).select_related("person")
    return list(ended.order_by("-period", "id"))


# -- signing -----------------------------------------------------------------------------------------------------------------
def may_sign(organisation: Organisation, *, on: date | None = None) -> list[Position]:
    """Who may sign or validate for an organisation on the day of the act: the posts that sign, in force that day."""
    rows = organisation.positions.filter(period__contains=on or timezone.localdate(), signs=True, person__isnull=False)
    return sorted(rows.select_related("person").order_by("id"), key=lambda p: ORDER.index(p.title))
