"""An empty platform, from the link of the terminal to the first colleague at work and the structures in the directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from cordee.actors.accounts import opening
from cordee.core.models import Mail
from tests.actors.accounts.people import PASSWORD
from tests.journeys.conftest import Someone
from tests.journeys.importing import LINES, carry_out, send, spreadsheet, try_out

ANA, INES = "ana@dla.example", "ines@dla.example"


@pytest.fixture
def arrive(browser: Any, own_db: Any, site: Any) -> Iterator[Callable[..., Someone]]:
    """At a screen of a platform where nothing is yet."""
    cache.clear()
    present: list[Someone] = []

    def come(width: int = 1280) -> Someone:
        person = Someone(browser, site.url, width)
        present.append(person)
        return person

    yield come
    for person in present:
        person.leave()


def sign_up(person: Someone, first: str, last: str) -> None:
    person.page.get_by_label("Prénom").fill(first)
    person.page.get_by_label("Nom", exact=True).fill(last)
    person.page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    person.page.get_by_label("Le même mot de passe, encore une fois").fill(PASSWORD)


def step(ana: Someone, label: str) -> None:
    ana.follow(label, exact=True)
    ana.page.wait_for_load_state()
    ana.judge()


def opens_the_platform(ana: Someone, code: str) -> None:
    ana.open(f"/ouverture/{code}/")
    sign_up(ana, "Ana", "Cordelle")
    ana.page.get_by_label("Adresse électronique").fill(ANA)
    ana.judge()
    ana.press("Ouvrir la plateforme")
    ana.sees("C'est fait : la plateforme est ouverte")
    ana.judge()


def founds_the_operator(ana: Someone) -> None:
    step(ana, "Créer la fiche de l'opérateur")
    ana.page.get_by_label("Nom de l'opérateur").fill("Nord Actif")
    ana.page.get_by_label("Commune du siège").fill("Lille (59000)")
    ana.press("Créer la fiche de l'opérateur")
    ana.sees("C'est fait : la fiche de Nord Actif est créée")
    step(ana, "Choisir le territoire")
    ana.page.get_by_label("Réduire la liste").fill("nord")
    ana.page.get_by_label("Nord (59), Hauts-de-France").check()
    ana.press("Enregistrer ce territoire")
    step(ana, "Dire qui porte le DLA")
    ana.press("Enregistrer l'organisme porteur")
    ana.sees("C'est fait : Nord Actif porte son DLA")
    ana.press("Passer cette étape : Les lieux d'accueil")
    ana.sees("l'étape « Les lieux d'accueil » est passée")
    ana.open("/")
    ana.sees("Premiers pas de la plateforme")
    ana.judge()


def invites_a_colleague(ana: Someone) -> None:
    ana.open("/premiers-pas/")
    step(ana, "Inviter une personne")
    ana.page.get_by_label("Adresse électronique").fill(INES)
    ana.page.get_by_label("Profil").select_option("officer")
    ana.press("Envoyer l'invitation")
    ana.sees("C'est fait : l'invitation est partie")


def joins(ines: Someone, path: str) -> None:
    ines.open(path)
    ines.judge()
    sign_up(ines, "Inès", "Lanterne")
    ines.press("Ouvrir mon compte et rejoindre")
    ines.sees("Bienvenue")
    ines.judge()
    ines.press("Ne plus afficher cet accueil")
    ines.sees("Rien n'est en retard")
    assert ines.page.get_by_text("Bienvenue").count() == 0
    ines.judge()


def brings_the_structures(ana: Someone, own_db: Any, path: Path) -> None:
    ana.open("/premiers-pas/")
    step(ana, "Importer des structures")
    step(ana, "Importer des organisations")
    send(ana, path)
    try_out(ana, own_db)
    carry_out(ana, own_db, LINES)
    ana.open("/premiers-pas/")
    ana.sees("Élan 000 (fictif)")
    ana.judge()


@pytest.mark.covers("SYS-902", "SYS-909", "ORG-901")
def test_from_an_empty_platform_to_its_first_colleague_and_its_structures(
    arrive: Callable[..., Someone], own_db: Any, tmp_path: Path
) -> None:
    code = own_db.together(opening.new_code)[0]
    passer_by, ana, ines = arrive(360), arrive(), arrive(360)
    passer_by.open("/")
    passer_by.sees("Ouvrir cette plateforme")
    passer_by.judge()
    passer_by.open(f"/ouverture/{code}/")
    passer_by.sees("Prénom")
    passer_by.judge()
    opens_the_platform(ana, code)
    passer_by.open("/ouverture/")
    passer_by.sees("Cette plateforme est ouverte")
    passer_by.judge()
    founds_the_operator(ana)
    invites_a_colleague(ana)
    joins(ines, own_db.together(lambda: Mail.objects.for_system("test").get(recipient=INES).letter["path"])[0])
    brings_the_structures(ana, own_db, spreadsheet(tmp_path, wrong=False))
    for person in (ana, ines):
        person.open("/annuaire/?q=elan")
        person.sees("500 organisations")
        person.sees("Élan 000 (fictif)")
        person.judge()
