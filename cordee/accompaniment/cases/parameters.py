"""How long each state usually lasts: said to the structure, and the day before which the DLA owes the next step."""

from __future__ import annotations

from datetime import date, timedelta

from cordee.accompaniment.cases.models import Case
from cordee.core.parameters import P, param

State = Case.State
HELP = "La structure le lit sur la page de son dossier ; le DLA y lit l'échéance de la prochaine étape."


def _usual(state: str, label: str, days: int) -> P:
    return P(f"cases.usual_{state}", f"Délai habituel : {label}", int, days, "jours", help=HELP, least=1, most=1500, local=False)


USUAL = {
    State.REQUESTED: _usual("requested", "premier échange après une demande", 10),
    State.RECEIVED: _usual("received", "décision après le premier échange", 30),
    State.DIAGNOSING: _usual("diagnosing", "diagnostic partagé", 90),
    State.SHARED: _usual("shared", "élaboration du parcours", 45),
    State.PLANNED: _usual("planned", "lancement du parcours", 30),
}


#: longer stages: nothing is said of them to the structure; past these, the DLA reads that they are late
LONG = {
    State.UNDER_WAY: _usual("under_way", "mise en œuvre du parcours", 730),
    State.FOLLOW_UP: _usual("follow_up", "suivi, jusqu'au bilan", 730),
    State.REVIEWED: _usual("reviewed", "clôture après le bilan", 60),
}
STAGE_NOTICE = P(
    "cases.stage_notice_days", "Rappel avant la fin du délai habituel d'une étape", int, 7, "jours avant", least=0, most=90, local=False
)
SUBSTITUTE_NOTICE = P(
    "cases.substitute_notice_days", "Rappel avant la fin d'un remplacement", int, 7, "jours avant", least=0, most=60, local=False
)


def usual_days(state: str, *, on: date, zone: str) -> int | None:
    """In days, as it was said on the day when the state was entered; None where nothing is usual."""
    parameter = USUAL.get(State(state))
    return param(parameter, on=on, zone=zone) if parameter else None


def delays() -> dict[str, int]:
    """State → days, as they are in force today: one query reads them for many dossiers."""
    return {state: param(parameter) for state, parameter in (USUAL | LONG).items()}


def usual_end(state: str, since: date) -> date | None:
    """The day by which a dossier usually leaves this state; None where nothing more happens."""
    days = delays().get(state)
    return since + timedelta(days=days) if days is not None else None
