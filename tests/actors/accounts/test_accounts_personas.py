"""The roles of the demonstration: one click, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cordee.actors.accounts.models import Profile, User
from cordee.demo import personas
from tests.actors.accounts.people import People, signed_in, text

ENTER = "/demo/connexion/charge-mission-nord/"


@pytest.fixture
def ines(people: People) -> User:
    return people.member("charge-mission-nord@cordee.example", people.nord, "officer").user


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False


def test_without_the_demonstration_the_address_does_not_exist(ines: User, client: Client) -> None:
    assert client.post(ENTER).status_code == 404
    assert client.get(ENTER).status_code == 404
    assert "démonstration" not in text(client.get("/comptes/connexion/"))


def test_one_click_signs_in_as_the_persona(ines: User, client: Client, demo: None) -> None:
    assert client.get(ENTER).status_code == 405
    assert client.post(ENTER)["Location"] == "/"
    assert client.session["membership"] == str(ines.memberships.get().public_id)
    assert client.get("/comptes/").status_code == 200


def test_it_is_protected_from_other_sites(ines: User, demo: None) -> None:
    assert Client(enforce_csrf_checks=True).post(ENTER).status_code == 403


def test_unknown_absent_and_closed_personas_do_not_exist(ines: User, client: Client, demo: None) -> None:
    for code in ("personne", "avise", "gestionnaire-dla"):
        assert client.post(f"/demo/connexion/{code}/").status_code == 404
    User.objects.update(is_active=False)
    assert client.post(ENTER).status_code == 404


def test_the_sign_in_page_offers_the_loaded_personas_alone(ines: User, people: People, client: Client, demo: None) -> None:
    people.member("gestionnaire-dla@cordee.example", people.nord, "accountant")
    page = text(client.get("/comptes/connexion/"))
    assert "Chargée de mission DLA, Nord" in page
    assert "Opérateur national" not in page, "its account is not loaded"
    assert "Gestionnaire du DLA" not in page, "its rooms are not open"


def test_a_persona_changes_role_from_the_same_page(ines: User, people: People, client: Client, demo: None) -> None:
    people.member("avise@cordee.example", people.team, "national")
    client.post(ENTER)
    assert "Opérateur national" in text(client.get("/comptes/connexion/"))
    client.post("/demo/connexion/avise/")
    assert "Équipe de la plateforme" in text(client.get("/comptes/"))


def test_elsewhere_a_signed_in_person_is_led_home(people: People) -> None:
    people.officer()
    assert signed_in("ines@nord.example").get("/comptes/connexion/")["Location"] == "/"


def test_personas_are_well_told() -> None:
    codes = [persona.code for persona in personas.PERSONAS]
    assert len(set(codes)) == len(codes)
    assert {persona.profile for persona in personas.PERSONAS} <= set(Profile.values)
    for persona in personas.PERSONAS:
        assert persona.sentence.startswith(f"{persona.first_name} {persona.last_name} ")
        assert persona.sentence.endswith(".")
