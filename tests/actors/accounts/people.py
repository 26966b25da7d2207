"""A small world: a structure and a provider of the Nord, their DLA, the one of the Aisne, the platform's team."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import Invitation, Membership, User
from cordee.actors.accounts.queries import load_actor
from cordee.actors.directory.actions import create_organisation
from cordee.actors.directory.models import Mandate, Organisation, Person
from cordee.actors.territory.models import Zone
from cordee.core.access import Actor
from cordee.core.models.outbox import Mail

PASSWORD = "un cordage de chanvre"  # noqa: S105
HOUSE = Actor.system("Le monde du test")


def organisation(name: str, zone: str, *roles: str, **values: Any) -> Organisation:
    return create_organisation(actor=HOUSE, values={"name": name, **values}, zone=zone, roles=roles or ("beneficiary",))


def mandate(holder: Organisation, level: str, *zones: str) -> None:
    row = Mandate(organisation=holder, level=level, period=DateRange(date(2020, 1, 1), None))
    row.save()
    row.zones.set(Zone.objects.filter(code__in=zones))


class People:
    def __init__(self) -> None:
        self.fabrique = organisation("La Fabrique", "59", email="contact@fabrique.example")
        self.conseil = organisation("Trois Conseils", "59", "provider")
        self.nord = organisation("DLA du Nord", "59", "operator", email="dla@nord.example")
        self.aisne = organisation("DLA de l'Aisne", "02", "operator")
        self.team = organisation("Équipe de la plateforme", "00", "host")
        mandate(self.nord, "departmental", "59")
        mandate(self.aisne, "departmental", "02")

    def user(self, email: str, last_name: str = "Lanterne", *, password: str | None = PASSWORD) -> User:
        known = User.objects.filter(email=email).first()
        if known:
            return known
        person = Person(first_name="Inès", last_name=last_name, email=email, fictitious=True)
        person.save()
        return User.objects.create_user(email, password, person=person)

    def member(
        self, email: str, of: Organisation, profile: str, *, start: date | None = None, end: date | None = None, title: str = ""
    ) -> Membership:
        period = DateRange(start or timezone.localdate() - timedelta(days=30), end)
        membership = Membership(user=self.user(email), organisation=of, profile=profile, title=title, period=period)
        membership.save()
        return membership

    def director(self) -> Actor:
        return self.acting(self.member("salome@fabrique.example", self.fabrique, "structure", title="Directrice"))

    def officer(self) -> Actor:
        return self.acting(self.member("ines@nord.example", self.nord, "officer"))

    def head(self) -> Actor:
        return self.acting(self.member("marc@nord.example", self.nord, "head"))

    def stranger(self) -> Actor:
        return self.acting(self.member("youssef@aisne.example", self.aisne, "officer"))

    def acting(self, membership: Membership) -> Actor:
        actor = load_actor(membership.user_id, chosen=membership.public_id)
        assert actor
        return actor

    def invited(self, actor: Actor, email: str = "odile@fabrique.example", **values: Any) -> Invitation:
        return actions.invite(
            actor=actor,
            organisation=values.pop("organisation", self.fabrique),
            email=email,
            profile=values.pop("profile", "structure"),
            **values,
        )


def signed_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    answer = client.post("/comptes/connexion/", {"login": email, "password": password})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return client


def link(invitation: Invitation) -> str:
    return f"/invitation/{invitation.secret}/"


def letters(kind: str, recipient: str) -> list[Mail]:
    return list(Mail.objects.for_system("test").filter(kind=kind, recipient=recipient).order_by("id"))


def text(answer: Any) -> str:
    """What a person reads: tags dropped, entities resolved."""
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
