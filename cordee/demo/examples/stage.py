"""What the story is told with: each act goes through the rooms' own verbs, so that the journal tells it too."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.actors.directory import actions
from cordee.actors.directory.children import actions as children
from cordee.actors.directory.children import kinds
from cordee.actors.directory.models import Mandate, Organisation, Person, Position, Role, Sector, Service
from cordee.actors.territory.models import Commune, Department, Zone
from cordee.actors.territory.queries import commune_by_code
from cordee.core.access import Actor
from cordee.demo.volume import numbers

NAMESPACE = uuid.UUID("6f0f5c1e-2d1c-4b62-9a54-0c0de7e57002")
SYSTEM = Actor.system("Chargement de la démonstration")
NATIONAL = "00"
FICTITIOUS = " (fictif)"


def public_id(key: str) -> uuid.UUID:
    """The same organisation keeps the same address from one loading to the next."""
    return uuid.uuid5(NAMESPACE, key)


def period(start: date | int | None = None, end: date | int | None = None) -> DateRange:
    """From a day or a year, to a day or a year that is no longer in it."""
    first, last = (date(x, 1, 1) if isinstance(x, int) else x for x in (start, end))
    return DateRange(first, last)


@dataclass
class Stage:
    """Who is already there, by key; `day` is J."""

    day: date
    cast: dict[str, Organisation] = field(default_factory=dict)
    _fictitious: int = numbers.CROWD

    def __getitem__(self, key: str) -> Organisation:
        return self.cast[key]

    def ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    def organisation(
        self,
        key: str,
        name: str,
        *,
        roles: Sequence[str] = ("beneficiary",),
        commune: str = "",
        zone: str = "",
        since: int = 2021,
        aliases: Sequence[tuple[str, DateRange | None]] = (),
        sectors: Sequence[str] = (),
        offers: Sequence[str] = (),
        **values: Any,
    ) -> Organisation:
        """A sheet, by the directory's own verb; the invented ones bear a number that nobody bears."""
        place = commune_by_code(commune) if commune else None
        values |= {"public_id": public_id(key), "name": name, "commune": place, "sectors": self.sectors(*sectors)}
        values["offers"] = list(Service.objects.for_system("the nomenclature").filter(code__in=offers))
        if place:
            values |= {"city": place.name, "postcode": values.get("postcode") or place.postcodes[0]}
        made = actions.create_organisation(
            actor=SYSTEM, values=values, zone=zone or None, roles=tuple(roles), known_since=date(since, 1, 1)
        )
        for other, when in aliases:
            children.add(actor=SYSTEM, kind=kinds["alias"], organisation=made, values={"name": other, "period": when})
        self.cast[key] = made
        return made

    def invented(self, key: str, name: str, *, siret: bool = True, mark: str = FICTITIOUS, **more: Any) -> Organisation:
        """One of the invented organisations: « (fictif) », a number of the series 999, a telephone and an address kept for fiction."""
        rank, self._fictitious = self._fictitious, self._fictitious + 1
        contact: dict[str, Any] = {
            "phone": numbers.landline(9000 + rank % 1000),
            "email": f"contact@{key}.example",
            "website": f"https://{key}.example",
        }
        made = self.organisation(key, name + mark, fictitious=True, **contact, **more)
        since = date(more.get("founded_in") or more.get("since") or 2021, 1, 1)
        if siret:
            actions.set_identifier(made, kind="siren", value=numbers.siren(rank), actor=SYSTEM, day=since)
            actions.set_identifier(made, kind="siret", value=numbers.siret(rank), actor=SYSTEM, day=since)
        return made

    def sectors(self, *codes: str) -> list[Sector]:
        return [Sector.objects.get(code=code) for code in codes]

    def mandate(self, key: str, level: str, zones: Sequence[str], start: date | int, end: date | int | None = None) -> Mandate:
        where = list(Zone.objects.filter(code__in=zones))
        made: Mandate = self.child("mandate", key, level=level, period=period(start, end), zones=where)
        return made

    def end(self, key: str, day: date) -> None:
        """A body that no longer exists: its sheet stays, dated."""
        organisation = self[key]
        values = {"ended_on": day}
        actions.edit_organisation(actor=SYSTEM, organisation=organisation, values=values, version=organisation.version)
        for role in Role.objects.for_system("the end of a body").filter(organisation=organisation).order_by("id"):
            role.period = DateRange(role.period.lower, day)
            role.save()

    def child(self, code: str, of: str, /, **values: Any) -> Any:
        """A child of a sheet, by the verb that a keeper uses."""
        return children.add(actor=SYSTEM, kind=kinds[code], organisation=self[of], values=values)

    def agreement(self, key: str, type_: str, when: DateRange, **more: Any) -> None:
        self.child("agreement", key, type=type_, period=when, **more)

    def tie(self, key: str, kind: str, target: str, day: date) -> None:
        self.child("tie", key, kind=kind, target=self[target], period=period(day))

    def site(self, key: str, kind: str, name: str, commune: str, start: int) -> None:
        self.child("site", key, kind=kind, name=name, commune=commune_by_code(commune), period=period(start))

    def cover(self, key: str, kind: str, name: str, department: str, start: int) -> None:
        """A canton or another perimeter, as documents name it."""
        place = Department.objects.get(code=department)
        self.child("coverage", key, kind=kind, name=name, department=place, period=period(start))

    def person(self, first: str, last: str, email: str = "") -> Person:
        person = Person(first_name=first, last_name=last, email=email, fictitious=True)
        person.save()
        return person

    def post(self, key: str, title: str, label: str, person: Person | None, when: DateRange) -> Position:
        signs = bool(person) and title in ("director", "president")
        made: Position = self.child("position", key, title=title, label=label, person=person, period=when, signs=signs)
        return made

    def account(self, key: str, person: Person, *, profile: str, title: str, leaves_in: int | None = None) -> User:
        """An account without a password: the demonstration opens it in one click, nobody can type one."""
        user = User.objects.create_user(person.email, None, person=person)
        access = open_access(actor=SYSTEM, user=user, organisation=self[key], profile=profile, title=title, since=self.ago(400))
        if leaves_in:
            access.period = DateRange(access.period.lower, self.ago(-leaves_in - 1))
            access.save()
        return user

    def acting(self, email: str) -> Actor:
        """This person as they will be when they sign in."""
        actor = load_actor(User.objects.get(email=email).pk)
        if actor is None:
            raise LookupError(f"{email} belongs to no organisation on that day")
        return actor


def communes_of_epci(code: str, department: str) -> list[Commune]:
    return list(Commune.objects.filter(epci__code=code, department__code=department).order_by("code"))
