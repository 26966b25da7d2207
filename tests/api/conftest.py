"""A small world: two departments, two operators, a structure, a network, and a token for anyone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import ApiToken, Membership, Participation, User
from cordee.actors.directory.actions import create_organisation
from cordee.actors.directory.models import Mandate, Organisation, Person, Position, YearFigures
from cordee.actors.territory.models import Commune, Zone
from cordee.core.access import Actor
from cordee.core.api import fingerprint

SYSTEM = Actor.system("essais")
SINCE = DateRange(date(2020, 1, 1), None)
SIRETS = ("55208131766522", "73282932000074", "35600000000048")


def organisation(name: str, code: str, **more: Any) -> Organisation:
    roles = more.pop("roles", ("beneficiary",))
    siret = more.pop("siret", "")
    values = {"name": name, "commune": Commune.objects.get(code=code), "city": "", **more}
    return create_organisation(actor=SYSTEM, values=values, roles=roles, siret=siret)


@dataclass
class Bearer:
    """A client that shows its token, and reads JSON."""

    secret: str
    token: ApiToken
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", headers={"Authorization": f"Bearer {self.secret}", **sent}, **content)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)


class World:
    def __init__(self) -> None:
        self.operator = organisation("Nord Actif", "59350", roles=("operator",))
        self.mandate(self.operator, "59")
        self.structure = organisation("Atelier du Pévèle", "59350", siret=SIRETS[0])
        self.other = organisation("Chantier de l'Aisne", "02408", siret=SIRETS[1])
        self.network = organisation("Réseau des ateliers", "02408", roles=("network",))
        YearFigures(organisation=self.structure, year=2024, budget="412000.00").save()
        person = Person(first_name="Camille", last_name="Essai", email="camille@example.org")
        person.save()
        Position(organisation=self.structure, person=person, title="director", period=SINCE).save()
        Participation(thread=self.structure.thread, organisation=self.network, capacity="network", period=SINCE).save()

    def mandate(self, operator: Organisation, zone: str) -> None:
        mandate = Mandate(organisation=operator, level="departmental", period=SINCE)
        mandate.save()
        mandate.zones.set([Zone.objects.get(code=zone)])

    def bearer(self, of: Organisation, profile: str = "officer", scopes: tuple[str, ...] = ("read", "write"), **token: Any) -> Bearer:
        number = User.objects.count()
        user = User.objects.create_user(f"personne{number}@example.org")
        membership = Membership(user=user, organisation=of, profile=profile, period=SINCE)
        membership.save()
        secret = f"cordee_essai{number}"
        expires = token.pop("expires_at", timezone.now() + timedelta(days=30))
        row = ApiToken(
            membership=membership, name="essai", sha256=fingerprint(secret), hint="sai", scopes=list(scopes), expires_at=expires, **token
        )
        row.save()
        return Bearer(secret, row)

    def officer(self, **more: Any) -> Bearer:
        return self.bearer(self.operator, **more)

    def director(self) -> Bearer:
        return self.bearer(self.structure, "structure")


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return World()
