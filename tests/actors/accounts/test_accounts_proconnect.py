"""ProConnect against a strict stand-in: who enters, who is linked after saying yes, and everything that is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests
from django.test import Client

from cordee.actors.accounts.models import Identity, User
from cordee.config.env import OpenIdConnect
from cordee.core.access import Actor
from cordee.core.models.outbox import Mail
from tests.actors.accounts.people import PASSWORD, People, letters, text
from tests.actors.accounts.provider import FakeProvider

SIRET, OTHER = "73282932000074", "44306184100047"
START, CONFIRM = "/comptes/proconnect/", "/comptes/proconnect/entrer/"


@pytest.fixture(scope="module")
def keys() -> Iterator[FakeProvider]:
    made = FakeProvider()
    yield made
    made.stop()


@pytest.fixture
def provider(keys: FakeProvider, settings: Any) -> FakeProvider:
    keys.unsigned = keys.wrong_nonce = keys.forged = keys.down = False
    keys.userinfo_sub, keys.refusals, keys.left = "", [], []
    keys.person = {"sub": "S-1", "given_name": "Salomé", "usual_name": "Boussole", "email": "Salome@fabrique.example", "siret": SIRET}
    settings.PROCONNECT = OpenIdConnect(keys.url, "cordee", "secret")
    return keys


@pytest.fixture
def salome(people: People) -> Actor:
    from cordee.actors.directory.models import Identifier
    from tests.factories import EVER

    Identifier(organisation=people.fabrique, kind="siret", value=SIRET, period=EVER).save()
    return people.director()


def go(client: Client) -> Any:
    """To the provider and back, as a browser does."""
    asked = client.post(START)
    assert asked.status_code == 302, text(asked)
    answer = requests.get(asked["Location"], allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    return client.get(f"{parts.path}?{parts.query}")


def nothing_is_written() -> bool:
    return not Identity.objects.for_system("test").exists() and not Mail.objects.for_system("test").exists()


def test_the_first_time_the_person_confirms_and_the_next_one_is_known(people: People, salome: Actor, provider: FakeProvider) -> None:
    client = Client()
    page = go(client)
    assert page.status_code == 200
    assert "Relier ProConnect à votre compte" in text(page)
    assert "732 829 320 00074" in text(page).replace("\u202f", " ").replace("\xa0", " ")
    assert nothing_is_written()
    assert client.get("/comptes/").status_code == 302, "nothing opens before the button"
    assert client.post(CONFIRM)["Location"] == "/"
    assert Identity.objects.for_system("test").get().sub == "S-1"
    assert client.get("/comptes/").status_code == 200
    assert letters("accounts.password", "salome@fabrique.example")[0].subject.startswith("Votre identité ProConnect")
    again = Client()
    provider.person["email"] = "nouvelle@fabrique.example"
    assert "ProConnect sait qui vous êtes" in text(go(again)), "the sub comes first, whatever the address became"
    again.post(CONFIRM)
    assert again.session["_auth_user_id"] == str(salome.user_id)
    assert provider.refusals == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"unsigned": True}, "n'est pas signée"),
        ({"forged": True}, "n'est pas signée"),
        ({"wrong_nonce": True}, "pour une autre demande"),
        ({"userinfo_sub": "S-2"}, "deux personnes différentes"),
    ],
)
def test_an_answer_that_is_not_sure_is_refused_and_writes_nothing(
    people: People, salome: Actor, provider: FakeProvider, fault: dict[str, Any], said: str
) -> None:
    vars(provider).update(fault)
    client = Client()
    page = go(client)
    assert page.status_code == 403
    assert said in text(page)
    assert "Rien n'a été enregistré" in text(page)
    assert nothing_is_written()
    assert client.post(CONFIRM).status_code == 403
    assert client.get("/comptes/").status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"siret": OTHER}, "SIRET"),
        ({"siret": None}, "SIRET"),
        ({"email": "nul@fabrique.example"}, "Aucun compte n'est ouvert"),
        ({"email": None}, "ne garantit pas votre adresse"),
        ({"email_verified": False}, "ne garantit pas votre adresse"),
    ],
)
def test_a_person_whom_nothing_ties_to_an_account_is_refused(
    people: People, salome: Actor, provider: FakeProvider, change: dict[str, Any], said: str
) -> None:
    provider.person |= change
    page = go(Client())
    assert page.status_code == 403
    assert said in text(page)
    assert nothing_is_written()


def test_a_siret_of_the_past_links_nothing(people: People, salome: Actor, provider: FakeProvider) -> None:
    from cordee.actors.directory.models import Identifier
    from tests.factories import LONG_AGO

    Identifier.objects.for_system("test").filter(value=SIRET).update(period=LONG_AGO)
    assert go(Client()).status_code == 403
    assert nothing_is_written()


def test_an_address_already_linked_to_another_sub_is_refused(people: People, salome: Actor, provider: FakeProvider) -> None:
    first, late = Client(), Client()
    go(first)
    provider.person["sub"] = "S-9"
    assert go(late).status_code == 200, "two answers cross: neither is linked yet"
    provider.person["sub"] = "S-1"
    first.post(CONFIRM)
    refused = late.post(CONFIRM)
    assert refused.status_code == 403
    assert "déjà relié à une autre identité" in text(refused)
    provider.person["sub"] = "S-9"
    assert "déjà relié à une autre identité" in text(go(Client()))
    assert Identity.objects.for_system("test").get().sub == "S-1"


def test_an_answer_serves_once_on_the_screen_that_asked(people: People, salome: Actor, provider: FakeProvider) -> None:
    client = Client()
    asked = client.post(START)
    place = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["location"]
    path = f"{urlsplit(place).path}?{urlsplit(place).query}"
    assert "ne correspond pas à la demande" in text(Client().get(path)), "another screen"
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 403, "a second time"
    assert "n'a pas confirmé" in text(cancelled(client))


def cancelled(client: Client) -> Any:
    from urllib.parse import parse_qs

    state = parse_qs(urlsplit(client.post(START)["Location"]).query)["state"][0]
    return client.get("/comptes/proconnect/retour/", {"error": "access_denied", "state": state})


def test_a_silent_provider_is_said_so(people: People, salome: Actor, provider: FakeProvider) -> None:
    provider.down = True
    page = Client().post(START)
    assert page.status_code == 403
    assert "ProConnect ne répond pas" in text(page)


def test_a_closed_account_stays_closed(people: People, salome: Actor, provider: FakeProvider) -> None:
    client = Client()
    go(client)
    client.post(CONFIRM)
    User.objects.update(is_active=False)
    again = Client()
    go(again)
    assert "Ce compte est fermé" in text(again.post(CONFIRM, follow=True))


def test_the_person_unlinks_it_and_is_told(people: People, salome: Actor, provider: FakeProvider) -> None:
    client = Client()
    go(client)
    client.post(CONFIRM)
    assert "Délier ProConnect" in text(client.get("/comptes/"))
    unlink = "/comptes/proconnect/delier/"
    asked = client.get(unlink)
    assert asked["Location"] == f"/comptes/confirmer/?next={quote(unlink, safe='')}"
    client.post(asked["Location"], {"password": PASSWORD, "next": unlink})
    assert "ProConnect n'ouvrira plus votre compte" in text(client.get(unlink))
    assert Identity.objects.for_system("test").exists(), "reading changes nothing"
    assert "ProConnect est délié de votre compte" in text(client.post(unlink, follow=True))
    assert not Identity.objects.for_system("test").exists()
    assert "Délier ProConnect" not in text(client.get("/comptes/"))
    assert letters("accounts.password", "salome@fabrique.example")[-1].subject == "ProConnect est délié de votre compte"
    assert "il n'y a rien à délier" in text(client.post(unlink, follow=True))
    assert "Relier ProConnect à votre compte" in text(go(Client())), "linking again asks again"


def test_signing_out_leaves_the_provider_too(people: People, salome: Actor, provider: FakeProvider) -> None:
    client = Client()
    go(client)
    client.post(CONFIRM)
    out = client.post("/comptes/deconnexion/")
    requests.get(out["Location"], allow_redirects=False, timeout=5)
    assert len(provider.left[0]["state"]) >= 32
    assert provider.left[0]["id_token_hint"].count(".") == 2
    assert provider.left[0]["post_logout_redirect_uri"].endswith("/comptes/connexion/")
    assert client.get("/comptes/").status_code == 302


def test_without_settings_there_is_no_such_door(people: People, client: Client) -> None:
    for path in (START, "/comptes/proconnect/retour/", CONFIRM):
        assert client.get(path).status_code == 404
    assert "ProConnect" not in text(client.get("/comptes/connexion/"))


def test_the_door_is_plain_text(people: People, client: Client, provider: FakeProvider) -> None:
    people.officer()
    assert "Me connecter avec ProConnect" in text(client.get("/comptes/connexion/"))


def test_the_policy_of_pages_names_the_provider_only_when_it_is_configured(tmp_path: Any) -> None:
    script = "from cordee.config.settings import CSP_POLICY; print([str(s) for s in CSP_POLICY['form-action']])"
    base = {"PATH": "/usr/bin:/bin", "CORDEE_VAR": str(tmp_path), "CORDEE_SECRET_KEY": "essai"}
    named = {f"CORDEE_PROCONNECT_{k}": v for k, v in {"URL": "https://fournisseur.example/api/v2", "ID": "a", "SECRET": "b"}.items()}
    for more, expected in (({}, False), (named, True)):
        done = subprocess.run([sys.executable, "-c", script], env=base | more, capture_output=True, text=True, check=True)
        assert ("https://fournisseur.example" in done.stdout) is expected
