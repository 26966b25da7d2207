"""The two names of each state: the one that the DLA uses, and what a structure, a network or a provider reads instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.parameters import usual_days

State = Case.State


@dataclass(frozen=True, slots=True)
class PublicState:
    """A public name; what happens now, and who acts; how long it usually takes."""

    name: str
    now: str
    delay: str = ""


PUBLIC: dict[str, PublicState] = {
    State.REQUESTED: PublicState(
        "Demande reçue", "Votre DLA a reçu la demande : il prend contact avec vous pour un premier échange."
    ),
    State.RECEIVED: PublicState(
        "Premier échange", "Votre DLA regarde avec vous si un accompagnement répond à votre besoin.", "Un ou deux échanges suffisent."
    ),
    State.REORIENTED: PublicState("Orientée vers un autre organisme", "Un autre organisme est mieux placé : prenez contact avec lui."),
    State.DIAGNOSING: PublicState(
        "Diagnostic en cours", "Votre DLA et vous faites le point sur le projet : il vous demande les pièces utiles.",
        "La durée dépend des pièces et des rencontres à réunir.",
    ),
    State.SHARED: PublicState(
        "Diagnostic validé ensemble", "Votre DLA prépare avec vous le parcours d'accompagnement : vous le relirez avant de le valider."
    ),
    State.PLANNED: PublicState("Parcours proposé", "Le parcours est prêt : sa mise en œuvre attend votre adhésion."),
    State.UNDER_WAY: PublicState(
        "Parcours en cours", "Les actions du parcours se déroulent ; votre DLA les coordonne avec vous.",
        "Un parcours dure de deux mois à deux ans.",
    ),
    State.FOLLOW_UP: PublicState("Suivi", "Les actions sont faites : votre DLA revient vers vous pour en mesurer les effets."),
    State.REVIEWED: PublicState(
        "Bilan après l'accompagnement", "Votre DLA et vous relisez les effets : un nouveau besoin peut ouvrir une nouvelle demande."
    ),
    State.CLOSED: PublicState("Terminé", "L'accompagnement est terminé : vous pouvez faire une nouvelle demande quand vous le souhaitez."),
    State.ABANDONED: PublicState("Arrêté", "Rien de plus n'est attendu de vous ; une nouvelle demande reste possible."),
}  # fmt: skip
ON_YOUR_REQUEST, ON_ITS_REQUEST = "Arrêté à votre demande", "Arrêté à la demande de la structure"


def public_state(state: str, *, on_request: bool, own: bool) -> PublicState:
    """What a party reads. A dossier stopped on request says whose: the structure's, which reads it as its `own`."""
    public = PUBLIC[state]
    return replace(public, name=ON_YOUR_REQUEST if own else ON_ITS_REQUEST) if state == State.ABANDONED and on_request else public


def public_state_of(case: Case, *, own: bool) -> PublicState:
    return public_state(case.state, on_request=case.stopped_on_request, own=own)


def delay_said(state: str, *, on: date, zone: str) -> str:
    """The usual delay, as the structure reads it: the parameter of its territory, then what does not count in days."""
    days = usual_days(state, on=on, zone=zone)
    usual = f"Comptez en général {days} jours au plus." if days else ""
    return " ".join(filter(None, [usual, PUBLIC[state].delay]))
