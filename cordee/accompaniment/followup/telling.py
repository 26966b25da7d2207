"""The sentences of the fil: that something was said, asked or given; never what was said, nor what a paper holds."""

from __future__ import annotations

from datetime import date

from cordee.accompaniment.followup.models import Note
from cordee.core.formats import counted, date_short
from cordee.core.journal import Renderer, renderers, renders
from cordee.core.models import Event

NOTED = {
    Note.Kind.VISIT: "Visite notée", Note.Kind.MEETING: "Réunion notée", Note.Kind.CALL: "Appel noté",
    Note.Kind.SUPPORT: "Contact d'appui noté", Note.Kind.MAIL: "Courriel classé",
}  # fmt: skip
STEPS = {"plan": "Prochaine étape prévue", "finish": "Étape faite", "drop": "Étape abandonnée"}
PIECES = {
    "ask": "Pièce demandée", "receive": "Pièce envoyée", "accept": "Pièce acceptée", "lack": "Pièce à compléter",
    "waive": "Pièce sans objet", "ask_again": "Pièce redemandée",
}  # fmt: skip


def _day(text: str) -> str:
    return date_short(date.fromisoformat(text))


@renders("followup.note.written")
def written(event: Event) -> str:
    return NOTED[Note.Kind(event.data["kind"])]


@renders("followup.note.revised")
def revised(event: Event) -> str:
    return f"Note corrigée ({Note.Kind(event.data['kind']).label.lower()})"


@renders("followup.contact.moved")
def moved(event: Event) -> str:
    return f"Prochain contact le {_day(event.data['due'])}"


@renders("followup.step.plan")
def planned(event: Event) -> str:
    what = "Prochain contact" if event.data["contact"] else "Prochaine étape"
    return f"{what} : au plus tard le {_day(event.data['due'])}"


@renders("followup.demand.asked")
def asked(event: Event) -> tuple[str, str]:
    return f"{counted(event.data['count'], 'pièce demandée', 'pièces demandées')} pour le {_day(event.data['due'])}", event.data[
        "organisation"
    ]


@renders("followup.demand.reminded")
def reminded(event: Event) -> tuple[str, str]:
    return f"Rappel : {counted(event.data['count'], 'pièce attendue', 'pièces attendues')}", event.data["organisation"]


def _told(sentence: str) -> Renderer:
    return lambda event: (sentence, event.data.get("label", ""))


for name, sentence in STEPS.items():
    if name != "plan":
        renderers.add(f"followup.step.{name}", _told(sentence))
for name, sentence in PIECES.items():
    renderers.add(f"followup.piece.{name}", _told(sentence))
