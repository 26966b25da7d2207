"""The objectives of a territory, on a phone: opened, written, refused without consultation, published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import ANA, INES

Arrive = Callable[..., Any]


@pytest.mark.covers("GOV-904", "GOV-019")
def test_an_officer_finds_its_territory_and_publishes_its_objectives(someone: Arrive, world: dict[str, str]) -> None:
    ines = someone(INES, 360)
    ines.open("/reseau/")
    ines.sees("Qui porte le dispositif local")
    ines.judge()
    ines.open("/reseau/territoires/59/")
    ines.sees("Qui porte le DLA")
    ines.judge()
    ines.press("Préparer une déclinaison locale")
    ines.page.locator("#id_objectif_emploi").fill("Un premier poste est accompagné dans le mois.")
    ines.judge()
    ines.press("Enregistrer ce texte")
    ines.sees("La concertation avec les acteurs du territoire est indispensable")
    ines.judge()
    ines.follow("Noter un acteur consulté")
    ines.page.locator("#id_organisation").fill("La Fabrique")
    ines.press("Noter cette consultation")
    ines.sees("C'est fait : la consultation est notée")
    ines.follow("Publier cette déclinaison")
    ines.judge()
    ines.press("Publier cette déclinaison")
    ines.sees("C'est fait : la déclinaison est publiée")
    ines.judge()


@pytest.mark.covers("GOV-003")
def test_the_national_level_gives_a_territory_and_corrects_a_figure(someone: Arrive, world: dict[str, str]) -> None:
    ana = someone(ANA)
    ana.open("/reseau/territoires/59/")
    ana.follow("Attribuer à un nouvel opérateur")
    ana.page.get_by_label("Nouvel opérateur").fill("Personne de ce nom")
    ana.press("Attribuer ce territoire")
    ana.sees("Rien ne répond à « Personne de ce nom »")
    ana.judge()
    ana.open("/reseau/reperes/?nature=figure")
    ana.judge()
    ana.follow("DLA départementaux")
    ana.follow("Corriger ce repère")
    ana.page.locator("#id_value").fill("104")
    ana.page.locator("#id_reason").fill("Bilan de l'année")
    ana.judge()
    ana.press("Enregistrer cette correction")
    ana.sees("C'est fait : la correction est enregistrée")
    ana.sees("Éditions d'avant")
    ana.judge()
