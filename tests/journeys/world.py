"""The world of the journeys: one DLA with two officers, a director on her phone, sixty structures and three providers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory import actions
from cordee.actors.directory.models import Agreement, Organisation, Person, Position
from cordee.actors.providers.actions import spot
from cordee.actors.providers.models import Provider
from tests.actors.accounts.people import HOUSE, PASSWORD, People, mandate, organisation

INES, MARC, SALOME, ANA = "ines@nord.example", "marc@nord.example", "salome@fabrique.example", "ana@equipe.example"

THOMAS, HELENE = "thomas@conseil.example", "helene@region.example"


def build() -> dict[str, Any]:
    """Answers the addresses that the journeys open."""
    cache.clear()
    people = People()
    people.user(INES, "Lanterne")
    people.user(MARC, "Cordelle")
    people.user(SALOME, "Boussole")
    people.member(INES, people.nord, "officer")
    people.member(MARC, people.nord, "officer")
    people.member(SALOME, people.fabrique, "structure")
    people.member(ANA, people.team, "national")
    _enrich(people.fabrique, Person.objects.get(email=SALOME), people.nord)
    for number in range(1, 61):
        organisation(f"Atelier {number:02}", "59", city="Lille" if number % 2 else "Roubaix", fictitious=True)
    for number in range(1, 4):
        organisation(f"Conseil {number}", "62", "provider", city="Arras", fictitious=True)
    return {"sheet": people.fabrique.get_absolute_url(), "register": _register(people).get_absolute_url()}


def _register(people: People) -> Provider:
    """A provider that someone spotted with a name only, and the regional DLA that keeps its sheet."""
    region = organisation("DLA régional", "62", "operator")
    mandate(region, "regional", "62", "59")
    conseil = Organisation.objects.for_system("the world of the journeys").get(name="Conseil 1")
    people.user(THOMAS, "Sillon")
    people.member(THOMAS, conseil, "provider")
    people.user(HELENE, "Relief")
    people.member(HELENE, region, "regional")
    return spot(actor=HOUSE, name=conseil.name, zone=conseil.zone, organisation=conseil, known_for="Les tarifs, chiffres en main")


def _enrich(fabrique: Organisation, salome: Person, nord: Organisation) -> None:
    Position(organisation=fabrique, person=salome, title="director", period=DateRange(date(2021, 1, 1), None)).save()
    Position(organisation=fabrique, title="president", period=DateRange(date(2026, 5, 1), None)).save()
    Agreement(organisation=fabrique, type="aci", period=DateRange(date(2020, 1, 1), None), reference="59-ACI-07").save()
    figures = {"permanent": 11, "insertion": 200, "budget": 1300000, "sales_share": 90, "services_share": 8, "grants_share": 2}
    actions.save_year(actor=HOUSE, organisation=fabrique, year=2025, values=figures)


__all__ = ["ANA", "INES", "MARC", "PASSWORD", "SALOME", "build"]
