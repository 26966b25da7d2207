"""What a visitor types, and requests already filed, by the verbs of the room."""

from __future__ import annotations

import uuid
from typing import Any

from cordee.accompaniment.requests import actions, links
from cordee.accompaniment.requests.actions import Filed, Named
from cordee.accompaniment.requests.models import Request
from cordee.actors.directory.models import Person
from cordee.actors.network.models import Entry
from cordee.actors.territory.models import Commune
from cordee.core.models import Mail

FREE = "99900010200015"
#: a whole request, as a phone sends it
TYPED: dict[str, Any] = {
    "asker": "structure", "name": "Atelier du Pévèle", "siret": "", "commune": "Lille (59000)", "commune_code": "59350",
    "need": "Grandir sans perdre le sens de notre projet.", "origin": "alone", "last_name": "Filin", "first_name": "Odile",
    "function": "Direction", "email": "odile@pevele.example", "phone": "0320990011", "consent": "on",
}  # fmt: skip


def motive() -> Entry:
    found: Entry = Entry.objects.for_system("test").filter(kind="motive").order_by("code").first()
    return found


def typed(**changes: Any) -> dict[str, Any]:
    return TYPED | {"motives": [str(motive().public_id)], "operation": str(uuid.uuid4())} | changes


def filed(*others: Named, **changes: Any) -> Filed:
    """An association of Lille that no sheet knows, unless told otherwise."""
    lille = Commune.objects.get(code="59350")
    first = changes.pop("first", None) or Named("Atelier du Pévèle", changes.pop("siret", ""), changes.pop("commune", lille))
    contact = Person(last_name="Filin", first_name="Odile", email=changes.pop("email", "odile@pevele.example"), phone="0320990011")
    motives, network = changes.pop("motives", None), changes.pop("network", None)
    values = {"asker": "collective" if others else "structure", "origin": "alone", "need": "Grandir.", "function": "Direction"}
    return Filed(
        values=values | changes, structures=[first, *others], contact=contact, network=network,
        motives=[motive()] if motives is None else motives,
    )  # fmt: skip


def request(*others: Named, actor: Any = actions.VISITOR, **changes: Any) -> Request:
    return actions.deposit(actor=actor, filed=filed(*others, **changes), operation=uuid.uuid4())


def path(demand: Request) -> str:
    return links.path_of(demand)


def letters(kind: str = "requests.followed") -> list[Mail]:
    return list(Mail.objects.for_system("test").filter(kind=kind).order_by("id"))
