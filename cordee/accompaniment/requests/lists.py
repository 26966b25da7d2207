"""The requests that a DLA receives; those that a structure or a network filed."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests import policies
from cordee.accompaniment.requests.lifecycle import REQUEST
from cordee.accompaniment.requests.models import Request
from cordee.actors.directory.lists import departments_in_reach, in_department, zone_cell
from cordee.core.access import Actor
from cordee.core.lists import Bulk, Choice, Column, List, Sort, Switch, date_cell, link_cell, tag_cell
from cordee.core.lists.declare import Rows
from cordee.core.models import Channel
from cordee.core.search import prefix_query

TONES = {"deposited": "warn", "asked": "info", "accepted": "ok"}


def conducts(actor: Actor) -> bool:
    return actor.capacity == "operator"


def is_party(actor: Actor) -> bool:
    return not conducts(actor)


class RequestList(List):
    code = "requests.requests"
    model = Request
    title = "Demandes"
    one, many = "demande", "demandes"
    search_label = "Structure, réseau, mots du besoin"
    empty = "Les demandes d'accompagnement déposées sur votre territoire viendront ici, dès leur dépôt."
    lifecycle = REQUEST
    bulk = Bulk(transitions=("ask",), who=policies.may_record)
    columns = (
        Column("label", "Demande de", ("label", "public_id"), cell=link_cell("/demande/"), sort="nom"),
        Column(
            "state", "État", ("state",), cell=tag_cell(dict(Request.State.choices), TONES), who=conducts,
            export=lambda state: Request.State(state).label,
        ),
        Column(
            "public", "Où en est-on", ("state",), cell=tag_cell(dict(REQUEST.public), TONES), who=is_party,
            export=lambda state: REQUEST.public[state],
        ),
        Column(
            "asker", "Déposée par", ("asker",), cell=lambda asker, *rest: Request.Asker(asker).label,
            export=lambda asker: Request.Asker(asker).label, card=False,
        ),
        Column(
            "origin", "Origine", ("origin",), cell=lambda origin, *rest: Case.Origin(origin).label,
            export=lambda origin: Case.Origin(origin).label, card=False,
        ),
        Column("day", "Déposée le", ("deposited_at",), cell=date_cell, sort="jour"),
        Column(
            "channel", "Voie", ("channel",), cell=lambda channel, *rest: Channel(channel).label,
            export=lambda channel: Channel(channel).label, who=conducts, card=False,
        ),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
    )  # fmt: skip
    sorts = (Sort("jour", "Jour du dépôt", "deposited_at", descending=True), Sort("nom", "Nom", "label"))
    filters = (
        Choice("etat", "État", Request.State.choices, lambda rows, value: rows.filter(state=value), who=conducts),
        Choice("depot", "Déposée par", Request.Asker.choices, lambda rows, value: rows.filter(asker=value), all_label="Tous"),
        Choice("origine", "Origine", Case.Origin.choices, lambda rows, value: rows.filter(origin=value), all_label="Toutes", who=conducts),
        Choice("departement", "Département", departments_in_reach, in_department, who=conducts),
        Switch("attendues", "À recevoir seulement", lambda rows: rows.filter(state__in=Request.OPEN)),
    )

    def rows(self, actor: Actor) -> Rows:
        return Request.objects.visible_to(actor)

    def search(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows if query is None else rows.filter(search=query)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        if policies.may_record(actor):
            return (("Enregistrer une demande", reverse("requests:record")),)
        return (("Déposer une demande", reverse("requests:deposit")),) if actor.profile in policies.ASKERS else ()
