"""The sheet of an organisation, between people: two officers at once, a director on her phone, a train without network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import INES, MARC, SALOME

Arrive = Callable[..., Any]


@pytest.mark.covers("SYS-903")
def test_two_officers_edit_the_same_sheet(someone: Arrive, world: dict[str, str]) -> None:
    ines, marc = someone(INES), someone(MARC)
    for officer in (ines, marc):
        officer.open(world["sheet"] + "modifier/")
    marc.page.get_by_label("Vocation").fill("Réparer et vendre des vélos.")
    marc.page.get_by_label("Sigle").fill("LFR")
    marc.press("Enregistrer la fiche")
    marc.sees("C'est fait")
    ines.page.get_by_label("Vocation").fill("Apprendre un métier par le vélo.")
    ines.page.get_by_role("textbox", name="Téléphone").fill("03 20 11 22 33")
    ines.press("Enregistrer la fiche")
    ines.sees("Cette fiche a changé pendant votre saisie")
    ines.sees("Marc Cordelle" if ines.page.get_by_text("Marc").count() else "Cordelle")
    ines.judge()
    vocation = ines.page.get_by_role("group", name="Vocation")
    assert "Réparer et vendre des vélos." in vocation.inner_text()
    assert "Apprendre un métier par le vélo." in vocation.inner_text()
    vocation.get_by_label("Votre version").check()
    ines.press("Enregistrer ces choix")
    ines.sees("C'est fait")
    sheet = ines.page.locator("main").inner_text()
    assert "Apprendre un métier par le vélo." in sheet
    assert re.search(r"03\s20\s11\s22\s33", sheet)
    ines.open(world["sheet"] + "modifier/")
    assert ines.page.get_by_label("Sigle").input_value() == "LFR", "what the other officer wrote elsewhere stays"


@pytest.mark.covers("ORG-904")
def test_a_director_proposes_the_officer_accepts_then_corrects(someone: Arrive, world: dict[str, str]) -> None:
    salome, ines = someone(SALOME, 360), someone(INES)
    salome.open(world["sheet"])
    salome.follow("Proposer une modification", exact=True)
    salome.page.get_by_role("textbox", name="Téléphone").fill("03 20 99 88 77")
    salome.page.get_by_label("Un mot pour votre DLA").fill("Nous avons déménagé.")
    salome.judge()
    salome.press("Proposer ces modifications")
    salome.sees("C'est fait : votre DLA a reçu votre proposition")
    proposal = salome.page.url

    ines.open("/")
    ines.follow("Répondre à La Fabrique")
    ines.sees("Nous avons déménagé.")
    ines.press("Accepter la modification")
    ines.sees("C'est fait : la fiche porte les nouvelles valeurs")

    salome.open(world["sheet"])
    assert re.search(r"03\s20\s99\s88\s77", salome.page.locator("main").inner_text())
    salome.page.goto(proposal)
    salome.sees("Acceptée")

    ines.page.goto(proposal)
    ines.follow("Corriger le dernier acte")
    ines.press("Corriger cet acte")
    ines.sees("Indiquez le motif de la correction")
    ines.judge()
    ines.page.get_by_label("Motif").fill("Le numéro est celui d'une autre structure.")
    ines.press("Corriger cet acte")
    ines.sees("C'est fait : l'acte est corrigé")

    salome.page.goto(proposal)
    salome.sees("Le numéro est celui d'une autre structure.")
    salome.open(world["sheet"])
    assert not re.search(r"03\s20\s99\s88\s77", salome.page.locator("section[aria-labelledby=contact]").inner_text())


def test_a_draft_is_kept_and_found_again(someone: Arrive, world: dict[str, str]) -> None:
    ines = someone(INES)
    ines.open(world["sheet"] + "modifier/")
    field = ines.page.get_by_label("Vocation")
    field.fill("Une phrase commencée")
    field.blur()
    ines.sees("Brouillon gardé à")
    ines.open("/annuaire/")
    ines.open(world["sheet"] + "modifier/")
    ines.sees("est revenu dans cette page")
    assert ines.page.get_by_label("Vocation").input_value() == "Une phrase commencée"
    ines.press("Oublier ce brouillon et repartir de ce qui est enregistré")
    assert ines.page.get_by_label("Vocation").input_value() == ""


def test_what_is_typed_without_network_leaves_when_it_is_back(someone: Arrive, world: dict[str, str]) -> None:
    salome = someone(SALOME, 360)
    salome.open(world["sheet"] + "proposer/")
    salome.context.set_offline(True)
    field = salome.page.get_by_label("Vocation")
    field.fill("écrit dans le train")
    field.blur()
    salome.sees("Réseau perdu : votre saisie est gardée ici et partira seule au retour du réseau")
    salome.judge()
    salome.context.set_offline(False)
    salome.sees("Réseau revenu : brouillon gardé")
    salome.open(world["sheet"] + "proposer/")
    assert salome.page.get_by_label("Vocation").input_value() == "écrit dans le train"


def test_a_list_without_network_says_so_and_can_be_tried_again(someone: Arrive) -> None:
    ines = someone(INES)
    ines.open("/annuaire/")
    ines.context.set_offline(True)
    ines.page.get_by_label("Nom, sigle, ville, SIRET").press_sequentially("atelier 07")
    ines.page.locator("#panne").get_by_text("Réseau perdu").wait_for()
    ines.context.set_offline(False)
    ines.page.locator("#panne").get_by_role("button", name="Réessayer").click()
    ines.page.get_by_text("1 organisation", exact=True).first.wait_for()


def test_the_identification_sheet_tells_that_it_is_being_made(someone: Arrive, world: dict[str, str]) -> None:
    ines = someone(INES)
    ines.open(world["sheet"])
    ines.page.evaluate("addEventListener('submit', event => event.preventDefault())")  # the page stays, to be looked at
    ines.press("Produire la fiche d'identification")
    button = ines.page.get_by_role("button", name="Production en cours…")
    assert button.is_disabled()
    ines.page.reload()
    ines.press("Produire la fiche d'identification")
    ines.sees("C'est fait : la fiche d'identification, version 1, est prête")
    ines.sees("empreinte")
    ines.judge()
