"""Letters of the pieces: what is asked, what is missing, the reminder. None says anything of what a paper holds."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from cordee.accompaniment.followup.models import Demand, Piece
from cordee.core import outbox, wording
from cordee.core.formats import counted, date_fr
from cordee.core.models import Event
from cordee.core.recipients import members_of

STRUCTURE = frozenset({"structure"})
ASKED = outbox.declare("followup.asked", "Pièces demandées par mon DLA", default="now", profiles=STRUCTURE)
REMINDED = outbox.declare("followup.reminded", "Rappel de pièces demandées", default="now", profiles=STRUCTURE)
LACKING = outbox.declare("followup.lacking", "Pièce à compléter", default="now", profiles=STRUCTURE)

VARIABLES = {
    "pièces": ("combien de pièces, avec l'accord", "2 pièces"),
    "liste": ("les intitulés", "Statuts à jour ; Organigramme"),
    "date": ("le dernier jour", "12 mai 2027"),
    "dla": ("le DLA qui demande", "Nord Actif"),
}
DEMAND = wording.declare(
    "followup.asked",
    "Courriel : pièces demandées à une structure",
    subject="{pièces} à envoyer avant le {date}",
    body="{dla} vous demande, pour votre accompagnement : {liste}.\n\nUne photo prise avec votre téléphone suffit, et tout peut partir en "
    "une fois, jusqu'au {date}. Une pièce qui ne vous concerne pas se note « sans objet ».",
    variables=VARIABLES,
    required=("liste", "date"),
)
REMINDER = wording.declare(
    "followup.reminded",
    "Courriel : rappel de pièces demandées",
    subject="Rappel : {pièces} à envoyer, demandées pour le {date}",
    body="{dla} attend encore, pour votre accompagnement : {liste}.\n\nUne photo prise avec votre téléphone suffit. Les rappels cessent "
    "dès que tout est envoyé.",
    variables=VARIABLES,
    required=("liste",),
)


def _letters(demand: Demand, kind: str, subject: str, lines: tuple[str, ...]) -> Iterator[outbox.Letter]:
    case = demand.case
    for user, address in members_of(demand.organisation_id):
        yield outbox.Letter(
            kind=kind, recipient=address, recipient_user=user, subject=subject, lines=lines, button="Envoyer les pièces",
            path=reverse("followup:pieces", args=[case.public_id]), sender=case.opened_by.name, thread_id=case.thread_id,
        )  # fmt: skip


def tell(demand: Demand, pieces: list[Piece], event: Event, *, reminder: bool = False) -> int:
    """One letter an address for the whole demand; the same event never writes twice."""
    values = {
        "pièces": counted(len(pieces), "pièce"), "liste": " ; ".join(piece.label for piece in pieces),
        "date": date_fr(demand.due), "dla": demand.case.opened_by.name,
    }  # fmt: skip
    subject, body = wording.write(REMINDER if reminder else DEMAND, values, zone=demand.zone)
    lines = (*wording.paragraphs(body), *([demand.message] if demand.message and not reminder else []))
    sent = 0
    for letter in _letters(demand, (REMINDED if reminder else ASKED).code, subject, lines):
        sent += outbox.post(letter, event=event) is not None
    return sent


def to_complete(piece: Piece, event: Event) -> Iterator[outbox.Letter]:
    subject = f"Une pièce à compléter : {piece.label}"
    lines = (
        f"Votre DLA a lu la pièce « {piece.label} » et il lui manque quelque chose.",
        f"Ce qui manque : {event.data['lacking']}",
        "Envoyez le complément par la même page : ce qui est déjà reçu reste gardé.",
    )
    yield from _letters(piece.demand, LACKING.code, subject, lines)
