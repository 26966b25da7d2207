"""Letters that the directory's transitions cause. Recipients come from the room of accounts, through core's registry.

A refusal is a statutory notice: see `notices.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cordee.actors.directory.policies import KEEPERS
from cordee.core import outbox, wording
from cordee.core.formats import counted
from cordee.core.models.journal import Event
from cordee.core.recipients import keepers_of, members_of, user_address

PROPOSED = outbox.declare("directory.change_proposed", "Une structure propose une modification de sa fiche", profiles=KEEPERS)
ANSWERED = outbox.declare("directory.change_answered", "Réponse à une modification que j'ai proposée", default="now")


PROPOSED_TEXT = wording.declare(
    "directory.change_proposed",
    "Courriel au DLA : modification proposée",
    subject="{structure} propose une modification de sa fiche",
    body="{auteur} propose {nombre} de la fiche de {structure}.\n\nLa fiche ne change pas tant que vous n'avez pas répondu.",
    variables={
        "structure": ("le nom de la structure", "La Fabrique des Rives"),
        "auteur": ("qui propose", "Inès Lanterne"),
        "nombre": ("combien de modifications", "2 modifications"),
    },
    required=("structure",),
)


def tell_officers(change: Any, event: Event) -> Iterator[outbox.Letter]:
    values = {
        "structure": change.organisation.name, "auteur": event.actor_label,
        "nombre": counted(len(change.changes), "modification", "modifications"),
    }  # fmt: skip
    subject, body = wording.write(PROPOSED_TEXT, values, zone=change.zone)
    for user_id, address in keepers_of(change.zone):
        yield outbox.Letter(
            kind=PROPOSED.code,
            recipient=address,
            recipient_user=user_id,
            subject=subject,
            lines=tuple(wording.paragraphs(body)),
            button="Répondre à la proposition",
            path=f"/annuaire/propositions/{change.public_id}/",
        )


def _authors(change: Any) -> list[tuple[int, str]]:
    """Who proposed; everyone who acts for the structure when its DLA recorded the proposal for it."""
    if change.proposed_by is None:
        return list(members_of(change.organisation_id))
    address = user_address(change.proposed_by)
    return [(change.proposed_by, address)] if address else []


ACCEPTED_TEXT = wording.declare(
    "directory.change_accepted",
    "Courriel : modification acceptée",
    subject="Votre proposition pour la fiche de {structure} : acceptée",
    body="{auteur} a accepté la modification proposée pour votre fiche.\n\nLa fiche porte maintenant les valeurs que vous avez proposées.",
    variables={"structure": ("le nom de la structure", "La Fabrique des Rives"), "auteur": ("qui a accepté", "Inès Lanterne")},
    required=("structure",),
)


def tell_accepted(change: Any, event: Event) -> Iterator[outbox.Letter]:
    values = {"structure": change.organisation.name, "auteur": event.actor_label}
    subject, body = wording.write(ACCEPTED_TEXT, values, zone=change.zone)
    for user_id, address in _authors(change):
        yield outbox.Letter(
            kind=ANSWERED.code,
            recipient=address,
            recipient_user=user_id,
            subject=subject,
            lines=tuple(wording.paragraphs(body)),
            button="Voir la proposition",
            path=f"/annuaire/propositions/{change.public_id}/",
            sender=event.actor_label,
        )
