"""A questionnaire on trips to work: each kind of question, conditions, a part that repeats."""

from __future__ import annotations

from typing import Any

from cordee.core.lifecycle import advance
from cordee.tools.surveys import actions
from cordee.tools.surveys.models import Campaign, Invitation
from tests import factories as make
from tests.tools.surveys import scene


def options(**labels: str) -> list[dict[str, Any]]:
    return [{"code": code, "label": label} for code, label in labels.items()]


VEHICLE = options(own="Oui, le mien", lent="Oui, on me le prête", none="Non")
VEHICLE[0]["pictogram"] = "car"
TIRED = [{"code": f"l{mark}", "label": label, "mark": mark} for mark, label in enumerate(("Pas du tout", "Un peu", "Tous les jours"))]
WHO = [
    {"code": "vehicle", "kind": "single", "label": "Avez-vous un véhicule ?", "help": "Une voiture, un scooter.", "required": True,
     "unknown": True, "declined": True, "options": VEHICLE},
    {"code": "insured", "kind": "three", "label": "Est-il assuré ?", "condition": {"item": "vehicle", "in": ["own", "lent"]}},
    {"code": "means", "kind": "multiple", "label": "Comment venez-vous ?", "declined": True, "most_choices": 2,
     "options": options(bus="En bus", bike="À vélo", walk="À pied")},
    {"code": "minutes", "kind": "number", "label": "Combien de minutes dure le trajet ?", "unit": "minutes", "least": 0, "most": 300,
     "required": True},
]  # fmt: skip
FAR = [{"code": "tired", "kind": "level", "label": "Est-ce fatigant ?", "na": True, "comment": True, "target": True, "feasibility": True,
        "proof": True, "options": TIRED}]  # fmt: skip
SITES = [
    {"code": "name", "kind": "short", "label": "Quel est ce lieu ?"},
    {"code": "night", "kind": "three", "label": "Y allez-vous la nuit ?"},
    {"code": "taxi", "kind": "long", "label": "Comment rentrez-vous ?", "condition": {"item": "night", "is": "yes"}},
]
REST = [
    {"code": "days", "kind": "matrix", "label": "Quand travaillez-vous ?", "options": options(am="Le matin", pm="L'après-midi"),
     "rows": options(mon="Lundi", tue="Mardi")},
    {"code": "parts", "kind": "shares", "label": "Qui paie le trajet ?", "unknown": True,
     "options": options(me="Moi", boss="Mon employeur")},
    {"code": "best", "kind": "ranking", "label": "Classez ce qui vous aiderait", "options": options(a="Un vélo", b="Un covoiturage")},
    {"code": "since", "kind": "date", "label": "Depuis quand travaillez-vous ici ?"},
    {"code": "price", "kind": "money", "label": "Combien payez-vous par mois ?"},
    {"code": "photo", "kind": "file", "label": "Une photo de votre abonnement"},
    {"code": "rest", "kind": "long", "label": "Que voulez-vous ajouter ?"},
]  # fmt: skip
TRIPS: dict[str, Any] = {
    "title": "Venir au travail",
    "why": "Mieux vous aider à venir au travail.",
    "minutes": 5,
    "readers": "Votre chargée d'insertion.",
    "kept": "Vos réponses, pendant deux ans.",
    "sections": [
        {"code": "who", "title": "Vos trajets", "pictogram": "bus", "intro": "Parlez-nous de vos trajets.", "items": WHO},
        {"code": "far", "title": "Un long trajet", "condition": {"item": "minutes", "at_least": "30"}, "items": FAR},
        {"code": "sites", "title": "Vos lieux de travail", "repeat": {"label": "Lieu", "most": 3}, "items": SITES},
        {"code": "more", "title": "Pour finir", "items": REST},
    ],
}
GIVEN = {"vehicle": {"v": "none"}, "minutes": {"v": "12"}}  # enough to be sent


def campaign(target: str = "structures", definition: dict[str, Any] | None = None, **values: Any) -> Campaign:
    """Open; one structure is invited, whom nobody hears of again, or the link is on the wall."""
    ines = make.officer()
    made = scene.campaign(ines, scene.published(ines, definition or TRIPS, title="Venir au travail"), target=target, **values)
    if target == "anyone":
        actions.give_open_link(actor=ines.actor, campaign=made)
    else:
        actions.invite(actor=ines.actor, campaign=made, organisations=[make.organisation()])
    advance(made, "open", actor=ines.actor)
    return made


def invited(made: Campaign, name: str = "Atelier des Rives") -> tuple[Invitation, str]:
    """One structure more, and the address that it was given."""
    actor = make.SYSTEM
    structure = make.organisation(name)
    actions.invite(actor=actor, campaign=made, organisations=[structure], channel="link")
    invitation = scene.invitation_of(made, structure)
    return invitation, f"/q/{actions.issue_link(actor=actor, invitation=invitation)}/"


def open_link(made: Campaign) -> str:
    return f"/q/{actions.give_open_link(actor=make.SYSTEM, campaign=made)}/"
