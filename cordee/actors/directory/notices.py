"""The notices that the directory owes: the refusal of what a structure asked, and what an officer writes by hand."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from cordee.actors.directory.addressees import one
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core import notices
from cordee.core.access import Actor
from cordee.core.lifecycle import REVERSIBLE_DELAY, consequence_on
from cordee.core.models import Event, Notice
from cordee.core.models.channel import Channel
from cordee.core.notices import ways
from cordee.core.recipients import Addressee

STRUCTURE = ("le nom de la structure", "La Fabrique des Rives")
REFUSED = notices.declare(
    "directory.change_refused",
    "Demande de modification non retenue",
    owed_to="La structure qui a demandé la modification",
    subject="Votre demande de modification pour {structure} : non retenue",
    body="Madame, Monsieur,\n\n"
    "Vous avez demandé le {date} une modification de la fiche de {structure}. Votre DLA ne l'a pas retenue : la fiche reste "
    "telle qu'elle était.\n\nMotif : {motif}\n\n"
    "Vous pouvez proposer de nouveau cette modification, ou en parler avec votre chargé·e de mission.",
    variables={
        "structure": STRUCTURE,
        "date": ("le jour de la demande", "12/04/2027"),
        "motif": ("le motif donné par le DLA", "Le numéro communiqué est celui d'une autre structure."),
    },
    required=("motif",),
)
MANUAL = notices.declare(
    "directory.manual",
    "Avis du DLA",
    owed_to="L'organisation choisie",
    subject="{objet}",
    body="{texte}",
    variables={
        "objet": ("l'objet que vous écrivez", "Point sur votre dossier"),
        "texte": ("le texte que vous écrivez", "Madame, Monsieur, …"),
    },
    required=("objet", "texte"),
)
#: by which way one answers what came by another
ANSWERED_BY = {Channel.POST: Notice.Way.POST, Channel.ELECTRONIC: Notice.Way.EMAIL}


def author_of(change: ChangeRequest) -> Addressee | None:
    """Who asked: the account that proposed, or the organisation for which the DLA recorded."""
    to = one(change.organisation_id)
    return ways.completed(replace(to, user=change.proposed_by)) if to else None


@consequence_on("directory.change_request", "refuse")
def tell_refused(change: Any, event: Event, actor: Actor) -> None:
    """What came by post is answered by post; without an address, whichever way reaches the structure."""
    to = author_of(change)
    if to is None:
        return
    wished = ANSWERED_BY.get(Channel(change.channel), "")
    way = wished if wished and ways.refusal_of(wished, to) is None else ""
    values = {"structure": to.name, "date": f"{change.proposed_at:%d/%m/%Y}", "motif": change.reason}
    notices.issue(REFUSED, actor=actor, thread=change.thread, to=to, values=values, way=way, cause=event, hold=REVERSIBLE_DELAY)


@consequence_on("directory.change_request", "refuse.correct")
def take_back(change: Any, correction: Event, actor: Actor) -> None:
    if correction.corrects:
        notices.take_back(correction.corrects, actor=actor, reason=correction.data["reason"])


def send_by_hand(
    *,
    actor: Actor,
    organisation: Organisation,
    to: Addressee,
    subject: str,
    text: str,
    way: str,
    operation: uuid.UUID | None = None,
) -> Notice:
    values = {"objet": subject, "texte": text}
    return notices.issue(MANUAL, actor=actor, thread=organisation.thread, to=to, values=values, way=way, operation=operation)
