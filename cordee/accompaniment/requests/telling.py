"""The sentences of the fil."""

from __future__ import annotations

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests.lifecycle import REQUEST
from cordee.core.journal import Renderer, renderers
from cordee.core.models import Event

SAID = {
    "deposit": "Demande d'accompagnement déposée",
    "accept": "Demande reçue par le DLA",
    "ask": "Précision demandée",
    "answer": "Réponse donnée",
    "set_aside": "Demande écartée",
    "take_up": "Demande reprise",
    "withdraw": "Demande retirée",
}


def _told(name: str) -> Renderer:
    def tell(event: Event) -> tuple[str, str]:
        data = event.data
        if name == "deposit":
            origin = str(Case.Origin(data["origin"]).label)
            return SAID[name], f"Origine : {origin[:1].lower()}{origin[1:]}"
        return SAID[name], ". ".join(data[key] for key in ("question", "answer", "reason", "referred_to") if data.get(key))

    return tell


for transition in REQUEST.transitions:
    renderers.add(f"{REQUEST.code}.{transition.name}", _told(transition.name))
