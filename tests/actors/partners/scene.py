"""A support committee of the Nord: its animator, three members, a meeting to come with three points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.models import Organisation, Person
from cordee.actors.partners import actions
from cordee.actors.partners.models import AgendaItem, Committee, Contribution, Meeting, Member
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.factories import EVER, Someone

YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))
TARGET: dict[str, Any] = {"sector": None, "department": None, "epci": None, "policy": ""}


def contribution(by: Someone, partner: Organisation, form: str = "budget", amount: Any = "12000.00", **more: Any) -> Contribution:
    values = {"contributor": partner, "form": form, "amount": Decimal(amount) if amount else None, "description": "", "period": YEAR}
    return actions.propose_contribution(actor=by.actor, operator=by.organisation, values=values | TARGET | more)


def committee(by: Someone, *, name: str = "Comité d'appui du Nord", kind: str = "support", **values: Any) -> Committee:
    values = {"kind": kind, "name": name, "purpose": "", "period": EVER, "quorum": 2, "region": None, **values}
    return actions.create_committee(actor=by.actor, organisation=by.organisation, zone=by.organisation.zone, values=values)


def seat(by: Someone, of: Committee, organisation: Organisation, *, person: Person | None = None, period: DateRange = EVER) -> Member:
    values = {"organisation": organisation, "seat": f"Siège de {organisation.name}", "period": period, "person": person}
    return actions.keep_member(actor=by.actor, committee=of, values=values)


def in_days(days: int) -> Any:
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def meeting(by: Someone, of: Committee, days: int = 6, **values: Any) -> Meeting:
    values = {"starts_at": in_days(days), "place": "12 rue des Ponts, Lille", "visio_url": "", "note": "", **values}
    return actions.plan_meeting(actor=by.actor, committee=of, values=values)


def item(by: Someone, of: Meeting, title: str, organisation: Organisation | None = None, asks: bool = True) -> AgendaItem:
    values = {"title": title, "detail": "Précision confidentielle.", "organisation": organisation, "asks_opinion": asks}
    return actions.keep_item(actor=by.actor, meeting=of, values=values)


@dataclass
class Scene:
    ines: Someone
    fondation: Someone
    reseau: Someone
    committee: Committee
    meeting: Meeting
    seats: dict[str, Member]
    items: list[AgendaItem]


def scene() -> Scene:
    """The third member is a public body without any account, at its own address."""
    ines = make.officer()
    fondation = make.funder(of=make.organisation("Fondation des Écluses", roles=("foundation",)))
    reseau = make.network()
    body = make.organisation("Communauté de communes", roles=("authority",), email="contact@communaute.example")
    made = committee(ines)
    seats = {
        "fondation": seat(ines, made, fondation.organisation),
        "reseau": seat(ines, made, reseau.organisation),
        "body": seat(ines, made, body),
    }
    coming = meeting(ines, made)
    items = [item(ines, coming, f"Parcours {number}", make.organisation(f"Structure {number}")) for number in (1, 2, 3)]
    return Scene(ines, fondation, reseau, made, coming, seats, items)


def held(told: Scene) -> Meeting:
    """The same meeting, yesterday, noted as held."""
    Meeting.objects.for_system("test").filter(pk=told.meeting.pk).update(starts_at=in_days(-1))
    told.meeting.refresh_from_db()
    advance(told.meeting, "hold", actor=told.ines.actor)
    return told.meeting
