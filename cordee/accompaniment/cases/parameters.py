"""The usual delays of a dossier: past them, it is late on the day of whoever follows it. Nobody else reads a lateness."""

from __future__ import annotations

from datetime import date, timedelta

from cordee.accompaniment.cases.models import Case
from cordee.core.parameters import P, param

State = Case.State


def _delay(code: str, label: str, days: int) -> P:
    return P(f"cases.{code}_days", label, int, default=days, unit="jours", least=1, most=2000, local=False)


#: state → how long a dossier usually stays there
USUAL: dict[str, P] = {
    State.REQUESTED: _delay("receive", "Délai usuel pour accueillir une demande", 15),
    State.RECEIVED: _delay("reception", "Délai usuel de l'accueil et de la décision d'éligibilité", 30),
    State.DIAGNOSING: _delay("diagnosis", "Durée usuelle du diagnostic partagé", 90),
    State.SHARED: _delay("plan", "Délai usuel pour élaborer le parcours", 60),
    State.PLANNED: _delay("launch", "Délai usuel pour lancer le parcours", 60),
    State.UNDER_WAY: _delay("work", "Durée usuelle de la mise en œuvre du parcours", 730),
    State.FOLLOW_UP: _delay("follow_up", "Durée usuelle du suivi, jusqu'au bilan", 730),
    State.REVIEWED: _delay("review", "Délai usuel pour clore après le bilan", 60),
}
STAGE_NOTICE = P(
    "cases.stage_notice_days",
    "Rappel avant la fin du délai usuel d'une étape",
    int,
    default=7,
    unit="jours avant",
    least=0,
    most=90,
    local=False,
)
SUBSTITUTE_NOTICE = P(
    "cases.substitute_notice_days",
    "Rappel avant la fin d'un remplacement",
    int,
    default=7,
    unit="jours avant",
    least=0,
    most=60,
    local=False,
)


def usual_days() -> dict[str, int]:
    """As they are in force today."""
    return {state: param(parameter) for state, parameter in USUAL.items()}


def usual_end(state: str, since: date) -> date | None:
    """The day by which a dossier usually leaves this state; None where nothing more happens."""
    return since + timedelta(days=param(USUAL[state])) if state in USUAL else None
