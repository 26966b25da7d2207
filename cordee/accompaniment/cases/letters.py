"""The letters of dossiers: who follows them from now on, and what they wait for from a structure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cordee.accompaniment.cases.models import Case
from cordee.core import outbox, wording
from cordee.core.formats import counted, date_short
from cordee.core.models import Event
from cordee.core.recipients import members_of

if TYPE_CHECKING:
    from cordee.accompaniment.cases.reminding import Owing

STRUCTURE = frozenset({"structure"})
HANDED = outbox.declare("cases.handed", "Changement de la personne qui suit mes dossiers", default="now", profiles=STRUCTURE)
REMINDED = outbox.declare("cases.reminded", "Rappel de ce que mon dossier attend de moi", default="now", profiles=STRUCTURE)
REMINDER = wording.declare(
    "cases.reminded",
    "Courriel : rappel de ce qu'un dossier attend d'une structure",
    subject="Rappel : votre dossier « {dossier} » attend votre réponse",
    body="Pour votre dossier « {dossier} », {dla} attend de vous : {liste}.\n\nTout se fait depuis la page du dossier, qui commence par ce "
    "qui vous revient. Pour toute question, répondez à ce courriel.",
    variables={
        "dossier": ("l'intitulé du dossier", "Consolider l'atelier bois"),
        "dla": ("le DLA qui suit le dossier", "Nord Actif"),
        "liste": ("ce qui est attendu", "Envoyer 2 pièces, au plus tard le 12 mai 2027 ; Valider le diagnostic partagé"),
    },
    required=("liste",),
)


def introduce(structure: Any, cases: list[Case], to: Any, on: date, event: Event) -> None:
    """One letter an address, whatever the number of dossiers."""
    name = str(to.user.person) if to.user.person else str(to)
    dossiers = counted(len(cases), "votre dossier", "de vos dossiers")
    for user, address in members_of(structure.pk):
        letter = outbox.Letter(
            kind=HANDED.code,
            recipient=address,
            recipient_user=user,
            subject=f"{name} suit votre accompagnement à partir du {date_short(on)}",
            lines=(
                f"À partir du {date_short(on)}, {name} ({to.organisation.name}) suit {dossiers} d'accompagnement.",
                "Tout ce que vous avez transmis lui est passé : vous n'avez rien à redire.",
                "Pour le premier contact, répondez à ce courriel ou ouvrez le dossier.",
            ),
            button="Ouvrir le dossier",
            path=cases[0].get_absolute_url(),
            sender=to.organisation.name,
            thread_id=cases[0].thread_id,
        )
        outbox.post(letter, event=event)


def remind(one: Owing, case: Case, message: str, event: Event) -> None:
    """One letter an address, with all that is awaited from the structure; the words of who follows the dossier come after."""
    values = {"dossier": case.title, "dla": case.opened_by.name, "liste": " ; ".join(one.lines)}
    subject, body = wording.write(REMINDER, values, zone=case.zone)
    for user, address in one.addresses:
        letter = outbox.Letter(
            kind=REMINDED.code, recipient=address, recipient_user=user, subject=subject,
            lines=(*wording.paragraphs(body), *([message] if message else [])), button="Ouvrir le dossier", path=case.get_absolute_url(),
            sender=case.opened_by.name, thread_id=case.thread_id,
        )  # fmt: skip
        outbox.post(letter, event=event)
