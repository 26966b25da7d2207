"""Signing in by mail: the link, the code, once, for a short while; nothing is told about who has an account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import LoginLink, User
from cordee.core import outbox
from tests.actors.accounts.people import People, letters, text

ASK, SENT = "/comptes/connexion/lien/", "/comptes/connexion/lien/envoye/"
INES = "ines@nord.example"


@pytest.fixture(autouse=True)
def ines(people: People) -> None:
    people.officer()


def ask(client: Client, email: str = INES, **more: str) -> tuple[str, str]:
    """(path of the link, code) of the last letter"""
    assert client.post(ASK, {"email": email, **more})["Location"] == SENT
    found = letters("accounts.password", email)
    if not found:
        return "", ""
    code = re.search(r"(\d{4} \d{4})", " ".join(found[-1].letter["lines"]))
    assert code
    return found[-1].letter["path"], code[1]


def is_in(client: Client) -> bool:
    return client.get("/comptes/").status_code == 200


def test_the_link_opens_on_another_device_and_reading_it_changes_nothing(people: People, client: Client) -> None:
    path, _ = ask(client)
    robot, phone = Client(), Client()
    for _ in range(3):
        assert "Ce lien ne sert qu'une fois" in text(robot.get(path)), "a mail filter opens it"
    assert robot.head(path).status_code == 200
    assert not is_in(robot)
    assert phone.post(path)["Location"] == "/"
    assert is_in(phone)
    assert "a déjà servi" in text(Client().post(path))
    assert Client().get(path).status_code == 410


def test_the_code_opens_on_the_screen_that_asked_and_there_alone(people: People, client: Client) -> None:
    _, code = ask(client)
    other = Client()
    ask(other, "nul@nord.example")
    assert "Ce code ne correspond pas" in text(other.post(SENT, {"code": code}))
    assert "Ce code ne correspond pas" in text(client.post(SENT, {"code": "0000 0000"}))
    assert client.post(SENT, {"code": code.replace(" ", "")})["Location"] == "/"
    assert is_in(client)


def test_link_and_code_are_one(people: People, client: Client) -> None:
    path, code = ask(client)
    Client().post(path)
    assert client.post(SENT, {"code": code}).status_code == 422


def test_a_new_request_puts_out_the_former_link(people: People, client: Client) -> None:
    former, _ = ask(client)
    path, _ = ask(client)
    assert Client().get(former).status_code == 410
    assert Client().get(path).status_code == 200


def test_past_its_quarter_of_an_hour_it_opens_nothing(people: People, client: Client) -> None:
    path, code = ask(client)
    LoginLink.objects.for_system("test").update(
        asked_at=F("asked_at") - timedelta(minutes=16), expires_at=F("expires_at") - timedelta(minutes=16)
    )
    assert Client().post(path).status_code == 410
    assert client.post(SENT, {"code": code}).status_code == 422


def test_known_and_unknown_addresses_get_the_same_answer(people: People) -> None:
    pages = []
    for email in (INES, "nul@nord.example"):
        visitor = Client()
        ask(visitor, email)
        pages.append(re.sub(r'value="\w{64}"', "", visitor.get(SENT).content.decode()))
    assert pages[0] == pages[1]
    assert letters("accounts.password", "nul@nord.example") == []


def test_asking_is_slowed_down_alike(people: People) -> None:
    for email in (INES, "nul@nord.example"):
        visitor = Client()
        answers = [visitor.post(ASK, {"email": email}) for _ in range(4)]
        assert [a.status_code for a in answers] == [302, 302, 302, 422]
        assert "Beaucoup de demandes" in text(answers[3])
    assert len(letters("accounts.password", INES)) == 3


def test_guessing_a_code_is_slowed_down(people: People, client: Client) -> None:
    _, code = ask(client)
    for _ in range(5):
        client.post(SENT, {"code": "1"})
    assert "Beaucoup de demandes" in text(client.post(SENT, {"code": code}))
    assert not is_in(client)


def test_a_closed_account_receives_nothing(people: People, client: Client) -> None:
    User.objects.update(is_active=False)
    ask(client)
    assert letters("accounts.password", INES) == []


def test_the_way_one_was_going_is_kept(people: People, client: Client) -> None:
    path, _ = ask(client, next="/annuaire/")
    assert Client().post(path)["Location"] == "/annuaire/"
    path, _ = ask(client, next="https://elsewhere.example/")
    assert Client().post(path)["Location"] == "/"


def test_the_outbox_forgets_the_link(people: People, client: Client) -> None:
    path, _ = ask(client)
    row = letters("accounts.password", INES)[-1]
    assert outbox.send(row.pk)
    assert path in mail.outbox[-1].body
    row.refresh_from_db()
    assert row.letter["path"] == ""
    assert path.split("/")[-2] not in LoginLink.objects.for_system("test").get().token_sha256


def test_the_forms_keep_what_was_typed(people: People, client: Client) -> None:
    bad: Any = client.post(ASK, {"email": "ines"})
    assert bad.status_code == 422
    assert 'value="ines"' in bad.content.decode()
    assert Client().get(SENT)["Location"] == ASK


def test_old_links_are_forgotten(people: People, client: Client) -> None:
    ask(client)
    assert actions.forget_login_links() == 0
    LoginLink.objects.for_system("test").update(asked_at=timezone.now() - timedelta(days=31))
    assert actions.forget_login_links() == 1
