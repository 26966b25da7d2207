"""How long each state usually lasts: said to the structure, and the day before which the DLA owes the next step."""

from __future__ import annotations

from datetime import date

from cordee.accompaniment.cases.models import Case
from cordee.core.parameters import P, param

State = Case.State
HELP = "La structure le lit sur la page de son dossier ; le DLA y lit l'échéance de la prochaine étape."


def _usual(state: str, label: str, days: int) -> P:
    return P(f"cases.usual_{state}", f"Délai habituel : {label}", int, days, "jours", help=HELP, least=1, most=730)


USUAL = {
    State.REQUESTED: _usual("requested", "premier échange après une demande", 10),
    State.RECEIVED: _usual("received", "décision après le premier échange", 30),
    State.DIAGNOSING: _usual("diagnosing", "diagnostic partagé", 90),
    State.SHARED: _usual("shared", "élaboration du parcours", 45),
    State.PLANNED: _usual("planned", "lancement du parcours", 30),
}


def usual_days(state: str, *, on: date, zone: str) -> int | None:
    """In days, as it was said on the day when the state was entered; None where nothing is usual."""
    parameter = USUAL.get(State(state))
    return param(parameter, on=on, zone=zone) if parameter else None
