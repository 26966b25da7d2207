"""The verbs of a request: filing it; what is done on its tracking page. Receiving it goes through its transitions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files import File as Upload

from cordee.accompaniment.requests import links, queries
from cordee.accompaniment.requests.models import Party, Request
from cordee.actors.accounts.actions import take_part
from cordee.actors.directory.models import Organisation, Person
from cordee.actors.territory.models import Commune
from cordee.actors.territory.queries import zone_of
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.channels import Receipt, note_receipt
from cordee.core.files.actions import join_file
from cordee.core.lifecycle import advance, start
from cordee.core.models import Thread
from cordee.core.threads import open_thread
from cordee.core.verbs import writing

#: who writes when nobody is signed in
VISITOR = Actor.system("Formulaire public")
FOLLOWER = Actor.system("Page de suivi de la demande")
NOWHERE = Refusal("zone", "Indiquez la commune : c'est elle qui dit quel DLA reçoit la demande.")
NOBODY = Refusal("structures", "Indiquez au moins une structure à accompagner.")


@dataclass(frozen=True, slots=True)
class Named:
    """A structure or a network as it was typed, or its own sheet when it is signed in."""

    name: str
    siret: str = ""
    commune: Commune | None = None
    organisation: Organisation | None = None

    @classmethod
    def of(cls, sheet: Organisation) -> Named:
        return cls(sheet.name, commune=sheet.commune, organisation=sheet)


@dataclass(frozen=True, slots=True)
class Filed:
    """All that a request says. `values` are columns of the request; `motives`, entries of the reference data."""

    values: dict[str, Any]
    structures: Sequence[Named]
    contact: Person
    network: Named | None = None
    motives: Sequence[Any] = ()
    uploads: Sequence[Upload[Any]] = field(default_factory=tuple)


def deposit(*, actor: Actor, filed: Filed, receipt: Receipt | None = None, operation: uuid.UUID | None = None) -> Request:
    """A request on its own thread, at the state « to receive ». Sent twice, it is filed once."""
    if not filed.structures:
        raise Refused(NOBODY)
    zone = _zone(filed.structures[0])
    with writing(actor, "requests.request.deposit", Request):
        thread, new = open_thread(kind="request", zone=zone, operation=operation)
        if not new:
            return queries.of_thread(thread)
        if filed.contact.pk is None:
            filed.contact.save()
        demand = Request(thread=thread, zone=zone, contact=filed.contact, label=_label(filed), **filed.values)
        demand.token_sha256 = links.hashed(links.token_of(demand))
        if receipt:
            note_receipt(demand, receipt, actor=actor, thread=thread, label="Demande reçue", audience=[])
        demand.full_clean(exclude=["state", "thread", "deposited_at"])
        _let_askers_in(actor, thread, filed)
        start(demand, actor=actor, data={"origin": demand.origin, "label": demand.label}, operation=operation)
        demand.motives.set(filed.motives)
        _write_parties(demand, filed)
        for upload in filed.uploads:
            join_file(actor=actor, thread=thread, upload=upload, label="", audience=[])
        demand.refresh_from_db()
    return demand


def _zone(first: Named) -> str:
    if first.organisation:
        return str(first.organisation.zone)
    if first.commune is None:
        raise Refused(NOWHERE)
    return str(zone_of(first.commune).code)


def _label(filed: Filed) -> str:
    """« La Fabrique des Rives », « La Fabrique des Rives et 2 autres structures », or the network that asks."""
    if filed.network:
        return filed.network.name
    others = len(filed.structures) - 1
    more = f" et {others} autre{'s' if others > 1 else ''} structure{'s' if others > 1 else ''}" if others else ""
    return f"{filed.structures[0].name}{more}"


def _let_askers_in(actor: Actor, thread: Thread, filed: Filed) -> None:
    """Whoever filed it with an account reads it."""
    asks = [(filed.network, "network")] if filed.network else [(one, "structure") for one in filed.structures]
    for one, capacity in asks:
        if one and one.organisation and one.organisation.pk == actor.organisation_id:
            take_part(actor=actor, thread=thread, organisation=one.organisation, capacity=capacity)


def _write_parties(demand: Request, filed: Filed) -> None:
    parts = [(Party.Part.STRUCTURE, rank, one) for rank, one in enumerate(filed.structures)]
    if filed.network:
        parts.append((Party.Part.NETWORK, 0, filed.network))
    for part, rank, one in parts:
        sheet = one.organisation or queries.sheet_by_siret(one.siret)
        Party(
            request=demand, part=part, rank=rank, name=one.name, siret=one.siret, commune=one.commune, organisation=sheet
        ).save(force_insert=True)  # fmt: skip


def answer(*, demand: Request, data: Any, operation: uuid.UUID | None = None) -> None:
    """By whoever holds the tracking address."""
    advance(demand, "answer", actor=FOLLOWER, data=data, operation=operation)


def withdraw(*, demand: Request, operation: uuid.UUID | None = None) -> None:
    advance(demand, "withdraw", actor=FOLLOWER, operation=operation)
