"""People, between a director and her DLA: a contact corrected, a president invited, a departure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import INES, SALOME

Arrive = Callable[..., Any]


@pytest.mark.covers("ORG-904", "ORG-011")
def test_a_director_proposes_a_contact_and_a_president_whom_she_invites(someone: Arrive, world: dict[str, str]) -> None:
    salome, ines = someone(SALOME, 360), someone(INES)
    salome.open(world["sheet"])
    salome.judge()
    salome.follow("Proposer une modification du contact")
    salome.page.get_by_role("textbox", name="Téléphone").fill("03 20 99 88 77")
    salome.page.get_by_label("Un mot pour votre DLA").fill("Nouvelle ligne.")
    salome.judge()
    salome.press("Proposer cette modification")
    salome.sees("C'est fait : votre DLA a reçu votre proposition")
    salome.open(world["sheet"])
    salome.follow("Inviter une personne")
    salome.page.get_by_label("Adresse électronique").fill("odile@fabrique.example")
    salome.page.get_by_label("Fonction").fill("Présidente")
    salome.judge()
    salome.press("Envoyer l'invitation")
    salome.sees("C'est fait : l'invitation est partie")

    ines.open("/")
    ines.follow("Répondre à La Fabrique")
    ines.sees("Modifier ce contact")
    ines.sees("Nouvelle ligne.")
    ines.judge()
    ines.press("Accepter la modification")
    ines.sees("C'est fait : la fiche porte les nouvelles valeurs")
    ines.open(world["sheet"])
    assert re.search(r"03\s20\s99\s88\s77", ines.page.locator("section[aria-labelledby=personnes]").inner_text())


@pytest.mark.covers("ORG-011", "ORG-004")
def test_an_officer_names_the_president_then_adds_a_site_by_keyboard(someone: Arrive, world: dict[str, str]) -> None:
    ines = someone(INES, 360)
    ines.open(world["sheet"])
    ines.sees("Poste vacant")
    ines.follow("Nommer quelqu'un à ce poste : Présidence")
    ines.judge()
    ines.press("Nommer cette personne")
    ines.sees("Indiquez le nom de la personne qui prend ce poste.")
    ines.page.locator("#id_first_name").fill("Odile")
    ines.page.locator("#id_last_name").fill("Passerelle")
    ines.press("Nommer cette personne")
    ines.sees("C'est fait : la personne est nommée")

    ines.follow("Ajouter un lieu")
    ines.page.get_by_label("Nature").select_option("antenna")
    ines.page.get_by_label("Nom").fill("Antenne du canal")
    ines.page.get_by_label("Depuis le").fill("2024-01-01")
    ines.page.get_by_label("Jusqu'au").fill("2023-01-01")
    ines.page.get_by_label("Jusqu'au").press("Enter")
    ines.sees("La fin précède le début")
    assert ines.page.get_by_label("Nom").input_value() == "Antenne du canal"
    ines.judge()
    ines.page.get_by_label("Jusqu'au").fill("")
    ines.page.get_by_label("Jusqu'au").press("Enter")
    ines.sees("C'est fait : ce lieu est ajouté.")
    ines.sees("Antenne du canal")
    ines.judge()
