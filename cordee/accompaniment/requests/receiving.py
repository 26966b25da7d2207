"""What each act on a request does to it. Accepting ties the structures to their sheets and opens their dossier, or joins one."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.requests import queries
from cordee.accompaniment.requests.models import Party, Precision, Request
from cordee.actors.directory.actions import create_organisation
from cordee.actors.directory.children import actions as children
from cordee.actors.directory.children import kinds
from cordee.actors.directory.models import Organisation, Position
from cordee.core.access import Actor
from cordee.core.clock import now, today
from cordee.core.formats import in_paris


def accept(demand: Request, *, actor: Actor, title: str, dossier: Case | None = None, relayed_from: Any = None, **sheets: Any) -> None:
    """`sheets`: « fiche_0 », « fiche_1 »… → the sheet chosen for each party, or None to create it."""
    parties = queries.parties_of(demand)
    commune = next((party.commune for party in parties if party.commune), None)
    for rank, party in enumerate(parties):
        party.organisation = sheets[f"fiche_{rank}"] or _create(demand, party, party.commune or commune, actor)
        party.save(update_fields=["organisation"])
    demand.case = _joined(demand, dossier, actor) if dossier else _opened(demand, title, relayed_from, actor)
    demand.decided_at = now()


def _create(demand: Request, party: Party, commune: Any, actor: Actor) -> Organisation:
    """What the request says of a structure becomes its sheet; whoever wrote is its first contact."""
    values = {"name": party.name, "commune": commune, "fictitious": demand.fictitious}
    values |= {"city": commune.name, "postcode": commune.postcodes[0] if commune.postcodes else ""} if commune else {}
    role = "network" if party.part == Party.Part.NETWORK else "beneficiary"
    sheet = create_organisation(actor=actor, values=values, roles=(role,), siret=party.siret)
    if party.rank == 0 and (party.part == Party.Part.NETWORK) == (demand.asker == Request.Asker.NETWORK):
        post = {"title": Position.Title.OTHER, "label": demand.function, "person": demand.contact, "period": DateRange(today(), None)}
        children.add(actor=actor, kind=kinds["position"], organisation=sheet, values=post)
    return sheet


def _sheets(demand: Request) -> list[Organisation]:
    return [party.organisation for party in queries.structures_of(demand) if party.organisation]


def _opened(demand: Request, title: str, relayed_from: Organisation | None, actor: Actor) -> Case:
    structures = _sheets(demand)
    together = demand.asker == Request.Asker.COLLECTIVE or len(structures) > 1
    network = demand.parties.filter(part=Party.Part.NETWORK).select_related("organisation").first()
    values = {
        "kind": Case.Kind.COLLECTIVE if together else Case.Kind.INDIVIDUAL,
        "title": title,
        "need": queries.need_told(demand)[:6000],
        "origin": demand.origin,
        "relayed_from": relayed_from,
        "requester": network.organisation if network else structures[0],
        "requested_on": demand.channel_on if demand.is_recorded else in_paris(demand.deposited_at).date(),
        "motives": list(demand.motives.order_by("id")),
        "fictitious": demand.fictitious,
    }
    return cases.open_case(actor=actor, structures=structures, values=values)


def _joined(demand: Request, case: Case, actor: Actor) -> Case:
    """The structures that the dossier does not accompany yet enter it."""
    inside = set(Beneficiary.objects.for_system("who is in it already").filter(case=case).values_list("organisation_id", flat=True))
    for structure in _sheets(demand):
        if structure.pk not in inside:
            cases.add_structure(actor=actor, case=case, organisation=structure)
    return case


def ask(demand: Request, *, actor: Actor, question: str) -> None:
    Precision(request=demand, question=question).save(force_insert=True)


def answer(demand: Request, *, actor: Actor, answer: str, motives: Any = ()) -> None:
    open_one = demand.precisions.get(answered_at=None)
    open_one.answer, open_one.answered_at = answer, now()
    open_one.save()
    if motives:
        demand.motives.set(motives)


def set_aside(demand: Request, *, actor: Actor, reason: str, referred_to: str = "") -> None:
    demand.reason, demand.referred_to, demand.decided_at = reason, referred_to, now()
    demand.precisions.filter(answered_at=None).delete()


def withdraw(demand: Request, *, actor: Actor) -> None:
    demand.decided_at = now()
    demand.precisions.filter(answered_at=None).delete()


def take_up(demand: Request, *, actor: Actor) -> None:
    demand.reason, demand.referred_to, demand.decided_at = "", "", None
