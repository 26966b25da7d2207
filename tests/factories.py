"""People and places for tests, in one line each. Everything is made through the house's own verbs.

lille = organisation("Atelier du Pévèle")
ines = officer(zone="59")            # ines.actor, ines.user, ines.client, ines.organisation
ines.client.get(lille.get_absolute_url())
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import Membership, Participation, User
from cordee.actors.accounts.queries import MEMBERSHIP_KEY, load_actor
from cordee.actors.directory.actions import create_organisation, propose_change
from cordee.actors.directory.children import actions as verbs
from cordee.actors.directory.children import kinds
from cordee.actors.directory.models import ChangeRequest, Competence, Mandate, Organisation, Person, Position, Sector, YearFigures
from cordee.actors.providers import actions as register_actions
from cordee.actors.providers.models import Provider
from cordee.actors.territory.models import Commune, Department, Zone, ZoneCommune
from cordee.core.access import Actor
from cordee.core.models import Thread

SYSTEM = Actor.system("essais")
EVER = DateRange(date(2020, 1, 1), None)
LONG_AGO = DateRange(date(2020, 1, 1), date(2021, 1, 1))
#: a department → its chief town, where organisations are unless told otherwise
CHIEF_TOWNS = {"59": "59350", "62": "62041", "02": "02408", "31": "31555", "75": "75056"}
_numbers = itertools.count(1)


def to_come() -> DateRange:
    """A period that has not begun."""
    return DateRange(timezone.localdate() + timedelta(days=30), None)


# -- organisations ----------------------------------------------------------------------------------------------------
def organisation(
    name: str = "", *, zone: str = "59", roles: tuple[str, ...] = ("beneficiary",), siret: str = "", **values: Any
) -> Organisation:
    """A sheet with its thread, in a department's chief town (or in the zone given, for a basin or « 00 »)."""
    name = name or f"Atelier {next(_numbers)}"
    town = CHIEF_TOWNS.get(zone.split("-")[0])
    commune = Commune.objects.get(code=town) if town else None
    values = {"name": name, "commune": commune, "city": commune.name if commune else "", **values}
    return create_organisation(actor=SYSTEM, values=values, zone=zone, roles=roles, siret=siret, known_since=date(2020, 1, 1))


def basin(code: str, *communes: str) -> Zone:
    """A basin of a department, as a set of communes: `basin("59-lille", "59350")`."""
    department = Zone.objects.get(code=code.split("-")[0])
    zone = Zone.objects.create(code=code, name=f"Bassin {code}", kind=Zone.Kind.BASIN, department=department.department, parent=department)
    for commune in communes:
        ZoneCommune.objects.create(zone=zone, commune=Commune.objects.get(code=commune))
    return zone


def mandate(of: Organisation, *zones: str, level: str = "departmental", period: DateRange = EVER) -> Mandate:
    made = Mandate(organisation=of, level=level, period=period)
    made.save()
    made.zones.set(Zone.objects.filter(code__in=zones))
    return made


def operator(
    zone: str = "59", name: str = "", *, level: str = "departmental", zones: tuple[str, ...] = (), period: DateRange = EVER
) -> Organisation:
    """An operator of the scheme and its mandate."""
    made = organisation(name or f"DLA {next(_numbers)}", zone=zone, roles=("operator",))
    mandate(made, *(zones or (zone,)), level=level, period=period)
    return made


def takes_part(of: Organisation, thread: Thread, capacity: str, *, user: User | None = None, period: DateRange = EVER) -> Participation:
    made = Participation(thread=thread, organisation=of, capacity=capacity, user=user, period=period)
    made.save()
    return made


def child_thread(parent: Thread, kind: str = "case") -> Thread:
    """A root below another one (a case of an organisation), which owns its thread."""
    made = Thread(kind=kind, zone=parent.zone, parent=parent)
    made.save()
    return made


def figures(of: Organisation, year: int = 2025, **values: Any) -> YearFigures:
    made = YearFigures(organisation=of, year=year, **(values or {"budget": "412000.00", "permanent": 11}))
    made.save()
    return made


def position(of: Organisation, last_name: str = "Boussole", title: str = "director") -> Position:
    person = Person(first_name="Salomé", last_name=last_name, email=f"{last_name.lower()}@essai.example", phone="0320000000")
    person.save()
    made = Position(organisation=of, person=person, title=title, period=EVER)
    made.save()
    return made


def child(code: str, of: Organisation, **values: Any) -> Any:
    """A row of a sheet, by the verb that a keeper uses: `child("site", lille, kind="antenna", period=EVER)`."""
    return verbs.add(actor=SYSTEM, kind=kinds[code], organisation=of, values=values)


def children(of: Organisation) -> dict[str, Any]:
    """One row of each kind of child."""
    post = position(of)
    zone = list(Zone.objects.filter(code="02"))
    return {
        "alias": child("alias", of, name="La Fabrique", period=None),
        "site": child("site", of, kind="antenna", name="Antenne du canal", period=EVER),
        "coverage": child("coverage", of, kind="canton", name="Maurs", department=Department.objects.get(code="15"), period=EVER),
        "tie": child("tie", of, kind="member", target=organisation(roles=("network",)), period=EVER),
        "agreement": child("agreement", of, type="aci", period=EVER),
        "role": child("role", of, kind="buyer", period=EVER),
        "mandate": child("mandate", of, level="resource", zones=zone, period=LONG_AGO),
        "registration": child("registration", of, platform="marche", listed=True, link="https://marche.example/rives", period=EVER),
        "position": post,
        "perimeter": child("perimeter", of, kind="region", place="Provence-Alpes-Côte d'Azur", period=EVER),
        "contact": post.person,
        "partner_work": child("partner_work", of, kind="members", department=None, detail="", period=EVER),
    }


# -- people -----------------------------------------------------------------------------------------------------------
@dataclass
class Someone:
    """A person acting as one membership: its actor is loaded as a request would load it."""

    user: User
    organisation: Organisation
    membership: Membership

    @cached_property
    def client(self) -> Client:
        """Signed in when first used: most of a scene's people never open a page. A test that counts queries does not count these."""
        client, counting = Client(), connection.force_debug_cursor
        connection.force_debug_cursor = False
        client.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[MEMBERSHIP_KEY] = str(self.membership.public_id)
        session.save()
        connection.force_debug_cursor = counting
        return client

    @property
    def maybe(self) -> Actor | None:
        return load_actor(self.user.pk, chosen=self.membership.public_id)

    @property
    def actor(self) -> Actor:
        actor = self.maybe
        assert actor is not None, "this membership is not in force"
        return actor


def person(of: Organisation, profile: str, *, name: str = "", period: DateRange = EVER, user: User | None = None) -> Someone:
    """Someone with an account and a membership."""
    number = next(_numbers)
    if user is None:
        who = Person(first_name="Camille", last_name=name or f"Essai {number}", fictitious=True)
        who.save()
        user = User.objects.create_user(f"personne{number}@essai.example", person=who)
    membership = Membership(user=user, organisation=of, profile=profile, period=period)
    membership.save()
    return Someone(user, of, membership)


def officer(zone: str = "59", *, of: Organisation | None = None, **more: Any) -> Someone:
    """A chargé·e de mission of the DLA of a zone."""
    return person(of or operator(zone), "officer", **more)


def head(zone: str = "59", *, of: Organisation | None = None, **more: Any) -> Someone:
    return person(of or operator(zone), "head", **more)


def regional(zones: tuple[str, ...] = ("59", "62", "02"), **more: Any) -> Someone:
    """An actor of a regional DLA: its reach is a set of zones."""
    return person(operator(zones[0], level="regional", zones=zones), "regional", **more)


def national(**more: Any) -> Someone:
    return person(operator("00", level="national"), "national", **more)


def admin(**more: Any) -> Someone:
    return person(organisation(roles=("operator",), zone="00"), "admin", **more)


def director(of: Organisation | None = None, **more: Any) -> Someone:
    """The direction of an accompanied structure."""
    return person(of or organisation(), "structure", **more)


def provider(zone: str = "59", *, of: Organisation | None = None, **more: Any) -> Someone:
    return person(of or organisation(zone=zone, roles=("provider",)), "provider", **more)


def network(zone: str = "59", *, of: Organisation | None = None, **more: Any) -> Someone:
    return person(of or organisation(zone=zone, roles=("network",)), "network", **more)


def funder(zone: str = "59", *, of: Organisation | None = None, **more: Any) -> Someone:
    """A funder whose territory is a zone."""
    if of is None:
        of = organisation(zone=zone, roles=("funder",))
        mandate(of, zone, level="funding")
    return person(of, "funder", **more)


def read(client: Client, url: str, method: str = "GET", **data: Any) -> tuple[int, bytes]:
    """What an address answers: its status and its whole content (read to its end, a file is closed)."""
    answer = client.generic(method, url) if not data else client.post(url, data)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, content


# -- acts -------------------------------------------------------------------------------------------------------------
def proposal(by: Someone, *, operation: uuid.UUID | None = None, **values: Any) -> ChangeRequest:
    """The structure proposes new values for its sheet (its telephone number, unless told otherwise)."""
    return propose_change(
        actor=by.actor,
        organisation=Organisation.objects.for_system("test").get(pk=by.organisation.pk),
        values=values or {"phone": "0320112233"},
        operation=operation,
    )


# -- the provider register --------------------------------------------------------------------------------------------
SIRET, IBAN = "73282932000074", "FR7630006000011234567890189"


def register(of: Organisation | None = None, *, by: Actor = SYSTEM, **more: Any) -> Provider:
    """A provider listed with a name only, as someone of the scheme spots it."""
    of = of or organisation(f"Conseil {next(_numbers)}", roles=("provider",))
    return register_actions.spot(actor=by, name=of.name, zone=of.zone, organisation=of, **more)


def full_sheet(of: Organisation | None = None, *, competences: tuple[str, ...] = ("modele-economique",)) -> Provider:
    """Everything that a sheet may say, by the verbs of the register; still to be verified."""
    of = of or organisation(f"Conseil {next(_numbers)}", roles=("provider",))
    provider = register(of)
    seen = Organisation.objects.for_system("test").get(pk=of.pk).version
    provider = register_actions.edit_identity(
        actor=SYSTEM, provider=provider, values={"kind": "firm", "vat": "liable"}, siret=SIRET, version=provider.version, seen=seen,
        of_organisation={"address": "1, rue Neuve", "postcode": "59000", "city": "Lille", "email": "contact@conseil.example"},
    )  # fmt: skip
    terms = Competence.objects.for_system("test").filter(code__in=competences).order_by("pk")
    sectors = Sector.objects.for_system("test").filter(code="iae").order_by("pk")
    provider = register_actions.edit_offer(
        actor=SYSTEM, provider=provider, section="offer", version=provider.version, competences=terms, sectors=sectors
    )
    provider = register_actions.edit_offer(
        actor=SYSTEM, provider=provider, section="areas", version=provider.version, everywhere=False, regions=[],
        departments=Department.objects.filter(code="59"),
    )  # fmt: skip
    parts_of_sheet(of)
    provider.refresh_from_db()
    return provider


def parts_of_sheet(of: Organisation) -> dict[str, Any]:
    """One row of each kind that hangs on a provider's sheet."""
    of = Organisation.objects.for_system("test").select_related("thread").get(pk=of.pk)
    paper = SimpleUploadedFile("assurance.txt", b"Attestation")
    person = Person(first_name="Maud", last_name="Chenal", fictitious=True)
    return {
        "consultant": child("consultant", of, person=person, status="head", field="Tarifs", since_year=2009, period=EVER),
        "reference": child("reference", of, client="Un atelier", year=2024, subject="Relance commerciale", amount="", similar=True),
        "rate": child("rate", of, label="Journée de conseil", day_ht="720.00", day_ttc="864.00", period=EVER),
        "bank": child("bank", of, holder="Conseil", iban=IBAN, bic="", period=EVER),
        "paper": child("paper", of, kind="insurance", name="", ends_on=timezone.localdate() + timedelta(days=200), file=paper),
    }
