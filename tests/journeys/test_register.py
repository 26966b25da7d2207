"""The register, in a browser: a provider completes its sheet on a phone, the regional DLA verifies it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import HELENE, THOMAS

Arrive = Callable[..., Any]


@pytest.mark.covers("PRO-901", "PRO-004", "PRO-013")
def test_a_provider_completes_its_sheet_on_a_phone_and_the_region_verifies_it(someone: Arrive, world: dict[str, str]) -> None:
    thomas, helene = someone(THOMAS, 360), someone(HELENE)
    thomas.open("/")
    thomas.follow("Compléter votre fiche de prestataire")
    thomas.sees("Vous pouvez être retenu, pas encore payé")
    thomas.judge()
    thomas.follow("Le SIRET")
    thomas.page.get_by_label("Nature du prestataire").select_option(label="Cabinet")
    thomas.page.get_by_label("Situation de TVA").select_option(label="Assujetti à la TVA")
    thomas.page.get_by_role("textbox", name="SIRET").fill("732 829 320 00075")
    thomas.page.get_by_label("Adresse", exact=True).fill("12, quai des Trois Ponts")
    thomas.page.get_by_label("Code postal").fill("62000")
    thomas.page.get_by_label("Ville").fill("Arras")
    thomas.page.get_by_label("Courriel").fill("contact@conseil.example")
    thomas.press("Enregistrer cette rubrique")
    thomas.sees("La clé de ce SIRET ne correspond pas")
    thomas.judge()
    thomas.page.get_by_role("textbox", name="SIRET").fill("732 829 320 00074")
    thomas.press("Enregistrer cette rubrique")
    thomas.sees("C'est fait")
    thomas.follow("Modifier les compétences")
    thomas.page.get_by_label("Modèle économique et plan d'affaires").check()
    thomas.judge()
    thomas.press("Enregistrer cette rubrique")
    thomas.sees("C'est fait")
    thomas.follow("Modifier les territoires")
    thomas.page.get_by_label("Partout en France").check()
    thomas.press("Enregistrer cette rubrique")
    thomas.sees("C'est fait")
    thomas.follow("Ajouter un profil")
    thomas.page.get_by_role("textbox", name=re.compile(r"^Nom\W+facultatif$")).fill("Chenal")
    thomas.page.get_by_label("Statut dans l'organisation").select_option(label="Direction ou association au capital")
    thomas.page.get_by_label("Champ de compétence").fill("Tarifs et modèle économique")
    thomas.judge()
    thomas.press("Ajouter ce profil")
    thomas.sees("C'est fait")
    thomas.judge()

    helene.open("/")
    helene.follow("Vérifier la fiche « Conseil 1 »")
    helene.sees("Tarifs et modèle économique")
    helene.judge()
    helene.press("Vérifier et référencer")
    helene.sees("C'est fait : la fiche est référencée")
    thomas.open(world["register"])
    thomas.sees("Référencé")


def test_a_refused_page_of_the_register_fits_a_phone_and_leads_back(someone: Arrive, world: dict[str, str]) -> None:
    thomas = someone(THOMAS, 360)
    for closed in ("/annuaire/prestataires/reperer/", f"{world['register']}suspendre/"):
        thomas.open(closed)
        thomas.sees("Cette page n'existe pas ou ne vous est pas ouverte")
        thomas.judge()
