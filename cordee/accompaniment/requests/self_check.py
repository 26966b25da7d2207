"""« Le DLA est-il pour nous ? »: five questions, an answer in plain words. It never decides and never closes the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cordee.accompaniment.requests.models import Request

Verdict = Request.Verdict
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`elsewhere`: answer → who is better placed. `doubt`: answer → what is to be looked at together."""

    code: str
    label: str
    choices: Choices
    elsewhere: Mapping[str, str]
    doubt: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    verdict: Request.Verdict
    title: str
    reasons: list[str]


QUESTIONS = (
    Question(
        "statut",
        "Qui êtes-vous ?",
        (
            ("association", "Une association"),
            ("siae", "Une structure d'insertion (ACI, AI, EI, ETTI…)"),
            ("cooperative", "Une coopérative"),
            ("esus", "Une entreprise solidaire (agrément ESUS)"),
            ("autre", "Une autre entreprise"),
            ("personne", "Une personne qui a une idée, sans structure"),
        ),
        {
            "personne": "Un projet à naître se travaille avec un organisme d'aide à la création : BGE, France Active ou la chambre "
            "régionale de l'économie sociale et solidaire (CRESS).",
        },
        {"autre": "Le DLA s'adresse aux structures d'utilité sociale : dites-nous en quoi la vôtre en est une."},
    ),
    Question(
        "emploi",
        "Avez-vous des emplois ?",
        (
            ("oui", "Oui, au moins une personne salariée"),
            ("bientot", "Pas encore, un premier emploi est prévu"),
            ("non", "Non, aucun emploi prévu"),
        ),
        {"non": "Sans emploi ni projet d'emploi, un centre de ressources à la vie associative de votre commune vous aidera plus vite."},
        {"bientot": "Un premier emploi se prépare : le DLA regarde avec vous s'il est assez proche."},
    ),
    Question(
        "activite",
        "Depuis quand votre activité existe-t-elle ?",
        (("plus", "Depuis plus d'un an"), ("moins", "Depuis moins d'un an"), ("projet", "Elle n'a pas commencé")),
        {"projet": "Une activité qui n'a pas commencé relève d'abord de l'aide à la création : BGE, France Active, couveuse d'activités."},
        {"moins": "Une activité récente est accueillie : il s'agit de voir si elle se consolide ou se crée encore."},
    ),
    Question(
        "attente",
        "Qu'attendez-vous ?",
        (
            ("point", "Faire le point, avancer, consolider notre activité"),
            ("difficulte", "Traverser une difficulté, avec un regard extérieur"),
            ("argent", "Obtenir un financement, et rien d'autre"),
            ("paiement", "Nous ne pouvons plus payer, c'est urgent"),
        ),
        {
            "argent": "Le DLA conseille, il ne finance pas : France Active, votre banque ou votre collectivité sont mieux placés.",
            "paiement": "Une impossibilité de payer se traite d'abord avec le tribunal ou la commission des chefs de services financiers "
            "(CCSF) de votre département. Le DLA peut venir ensuite.",
        },
        {},
    ),
    Question(
        "ailleurs",
        "Quelqu'un vous accompagne-t-il déjà sur ce besoin ?",
        (("non", "Non"), ("fini", "Oui, mais c'est terminé"), ("oui", "Oui, en ce moment")),
        {},
        {"oui": "Le DLA complète ce qui existe, sans le refaire : dites-nous qui vous accompagne et ce qui reste à faire."},
    ),
)  # fmt: skip
TITLES = {
    Verdict.PROBABLY: "Probablement oui : le DLA est fait pour vous",
    Verdict.TOGETHER: "À voir ensemble",
    Verdict.ELSEWHERE: "Un autre organisme est sans doute mieux placé",
}
#: said when every answer fits
PLAINLY = ["Vos réponses correspondent aux structures que le DLA accompagne. Déposez votre demande : c'est libre et gratuit."]


def answered(given: Mapping[str, str]) -> Answer:
    """The strongest word of the five answers, with its reasons. A question left out counts for nothing."""
    elsewhere = [q.elsewhere[given[q.code]] for q in QUESTIONS if given.get(q.code) in q.elsewhere]
    doubt = [q.doubt[given[q.code]] for q in QUESTIONS if given.get(q.code) in q.doubt]
    verdict = Verdict.ELSEWHERE if elsewhere else Verdict.TOGETHER if doubt else Verdict.PROBABLY
    return Answer(verdict, TITLES[verdict], [*elsewhere, *doubt] or PLAINLY)
