"""The homes of the demonstration on first opening: what `demo.md` promises of today's rooms, persona by persona."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.core import todo
from cordee.demo import personas
from cordee.demo.examples.when import working_day
from tests.actors.accounts.people import text

TODAY = timezone.localdate()
J = working_day(TODAY)
RIVES, PROPOSAL = "Répondre à La Fabrique des Rives (fictif)", "Voir votre proposition de modification"
VACANT, BOUNCED = "Nommer une présidence : Linge et Compagnie (fictif)", "Corriger l'adresse : Flore Espalier"
LETTER, RETURNED = "Imprimer la lettre à Linge et Compagnie (fictif)", "Renvoyer l'avis à Le Verger du Canal (fictif)"
ALERT = "Lire l'alerte : Le Verger du Canal (fictif)"
TWINS = "Comparer « Linge et Compagnie (fictif) » et « Association Linge et Compagnie (fictif) »"
HOURS = "Lire l'avis : La permanence change de jour"
ENDING = "Actualiser ou clore le parcours : Du champ au panier : trouver des clients réguliers"
ANIMATE = "Animer la réunion : Comité d'appui du Nord (fictif)"
FLASH = "Questionnaire flash : essaimage du marketing digital (fictif)"
ANSWER, REMIND = f"Répondre au questionnaire : {FLASH}", f"Relancer avant la clôture : {FLASH}"
PIECE = "Compléter une pièce : Comptes annuels du dernier exercice"
RECEIVE = "Recevoir la demande : Les Jardins de la Deûle (fictif)"
NEW = "Accueillir Festival des Terrasses"
REREAD = "Relire le diagnostic adopté : La Fabrique des Rives (fictif)"
PRECISED = "Suivre la demande : Les Rives de l'Escaut (fictif) et 2 autres structures"
REFUSED = "Lire l'avis : Votre demande de modification pour La Fabrique des Rives (fictif) : non retenue"


@pytest.fixture(autouse=True)
def _told(story: None, db: None, settings: LazySettings) -> None:
    settings.DEMO = True
    settings.ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False


def lines(code: str) -> dict[str, list[str]]:
    actor = load_actor(User.objects.get(email=f"{code}@cordee.example").pk)
    assert actor
    return {part: sorted(t.title for t in found) for part, found in todo.sorted_out(todo.todos(actor)).items() if found}


def whatever_the_day(told: dict[str, list[str]]) -> dict[str, list[str]]:
    known = {"late": told.get("late", []), "next": [*told.get("soon", []), *told.get("later", [])], "awaited": told.get("awaited", [])}
    return {part: sorted(titles) for part, titles in known.items()}


#: code → late, then what else the page of the story says and today's rooms know
STORY: dict[str, dict[str, list[str]]] = {
    "charge-mission-nord": {
        "soon": [LETTER, RETURNED, RIVES, ENDING, RECEIVE, ANIMATE, RIVES],
        "later": [
            NEW,
            "Décider l'éligibilité : Ciné-club du Beffroi de Gravelines",
            "Décider l'éligibilité : Gîtes du Pont Neuf",
            "Décider l'éligibilité : Nature et Sentiers des Glycines de Wattignies",
            "Relever les indicateurs N+2 : Épicerie sociale de la Colline de Hem",
            VACANT,
            BOUNCED,
            ALERT,
            TWINS,
        ],
        "awaited": ["COORACE : note de vigilance pour Linge et Compagnie (fictif)", PRECISED],
    },
    "responsable-dla": {
        "soon": [LETTER, RETURNED, RIVES, RECEIVE, ANIMATE, RIVES],
        "later": [
            "Confier à quelqu'un : Festival des Terrasses",
            "Préparer un départ : Iris Amarre",
            VACANT,
            "Renvoyer l'invitation à tresorerie@linge-et-compagnie.example",
            BOUNCED,
            ALERT,
            TWINS,
        ],
        "awaited": ["Revoir l'invitation à presidence@linge-et-compagnie.example", PRECISED],
    },
    "charge-mission-aisne": {
        "soon": ["Répondre à Recycl'Aisne (fictif)"] * 2,
        "later": ["Valider ensemble le diagnostic : Recycl'Aisne (fictif)"],
    },
    "avise": {},
    "structure-directrice": {"soon": [ANSWER], "later": [PIECE, REFUSED, HOURS], "awaited": [PROPOSAL, PROPOSAL]},
    "structure-presidente": {"soon": [ANSWER], "later": [PIECE, REREAD, HOURS], "awaited": [PROPOSAL, PROPOSAL]},
    "prestataire": {"later": ["Renouveler votre attestation d'assurance"]},
    "prestataire-concurrent": {"late": ["Compléter votre fiche de prestataire"]},
    "reseau-coorace": {"soon": ["Écrire la note de vigilance : Linge et Compagnie (fictif)"]},
    "financeur-dreets": {},
    "comite-appui": {
        "soon": [
            "Donner votre avis : La Fabrique des Rives (fictif)",
            "Donner votre avis : Le Verger du Canal (fictif)",
            "Préparer la réunion : Comité d'appui du Nord (fictif)",
        ]
    },
    "administration": {
        "soon": ["Reprendre le courriel à tresorerie@linge-et-compagnie.example"],
        "later": ["Faire la sauvegarde de la nuit", "Reprendre les lignes refusées de « structures-occitanie.csv »"],
    },
}


@pytest.mark.parametrize("code", STORY)
def test_each_persona_finds_exactly_its_lines(code: str) -> None:
    """Whatever their order, and on whatever side of « within seven days »: on a Sunday, the J of the story is two days old."""
    assert whatever_the_day(lines(code)) == whatever_the_day(STORY[code])


def test_the_regional_dla_finds_four_old_sheets_and_a_new_provider_to_verify() -> None:
    found = lines("dla-regional-hdf")
    assert len(found["late"]) == 4
    assert all(title.startswith("Relire la fiche « ") for title in found["late"])
    assert found["soon"] == sorted(["Vérifier la fiche « Coopérative Éclaireur (fictif) »", REMIND])
    gap = "Repérer un prestataire : Diversification des financements, stratégie financière"
    assert found["later"] == sorted(["Compléter la fiche « Cabinet du Beffroi (fictif) »", ALERT, TWINS, gap])


def test_an_officer_of_the_nord_leaves_in_twenty_days() -> None:
    actor = load_actor(User.objects.get(email="responsable-dla@cordee.example").pk)
    assert actor
    leaving = next(t for t in todo.todos(actor) if "Amarre" in t.title)
    assert leaving.due
    assert timezone.localdate(leaving.due) == J + timedelta(days=20)


def test_the_committee_member_finds_three_dossiers_two_opinions_and_one_link_of_interest() -> None:
    actor = load_actor(User.objects.get(email="comite-appui@cordee.example").pk)
    assert actor
    found = todo.todos(actor)
    assert {timezone.localdate(t.due) for t in found if t.due} == {J + timedelta(days=6)}
    assert next(t.detail for t in found if t.title.startswith("Préparer")) == "3 points, un lien d'intérêt déclaré"


def test_every_button_opens_a_home_that_is_useful() -> None:
    offered = {persona.code for persona in personas.offered()}
    assert offered == {*STORY, "dla-regional-hdf"}, "a persona whose rooms are closed has no button"
    for code in sorted(offered):
        client = Client()
        assert client.post(f"/demo/connexion/{code}/").status_code == 302
        answer: Any = client.get("/")
        page = text(answer)
        assert "Bienvenue" in page
        assert "Premiers pas de la plateforme" not in page, "this platform was opened long ago"
        assert "retard" in page, "late, or said that nothing is"
        assert 'class="btn btn-primary"' in answer.content.decode()
