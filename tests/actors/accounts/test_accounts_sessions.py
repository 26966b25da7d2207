"""Open sessions: shown in words, ended one by one or all at once, noted as seen without a write on each read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.actors.accounts.models import Session
from cordee.actors.accounts.sessions import SessionStore, device_of
from tests.actors.accounts.people import PASSWORD, People, signed_in, text

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
INES = "ines@nord.example"


def on(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/comptes/connexion/", {"login": INES, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox sur un ordinateur Windows"),
        (ANDROID, "Chrome sur un appareil Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari sur un iPhone"),
        ("", "Un navigateur sur un appareil inconnu"),
    ],
)
def test_a_device_is_said_in_words(agent: str, words: str) -> None:
    assert device_of(RequestFactory().get("/", headers={"user-agent": agent})) == words


def test_one_sees_one_s_sessions_and_ends_one(people: People) -> None:
    people.officer()
    people.director()
    here, phone, stranger = on(FIREFOX), on(ANDROID), signed_in("salome@fabrique.example")
    page = here.get("/comptes/")
    assert "Firefox sur un ordinateur Windows" in text(page)
    assert "Chrome sur un appareil Android" in text(page)
    path = re.findall(r"/comptes/sessions/[0-9a-f-]{36}/terminer/", page.content.decode())
    assert len(path) == 1, "the present one is not offered"
    assert stranger.post(path[0]).status_code == 404
    assert here.get(path[0]).status_code == 405
    assert here.post(path[0])["Location"] == "/comptes/"
    assert phone.get("/comptes/").status_code == 302
    assert here.get("/comptes/").status_code == 200
    assert stranger.get("/comptes/").status_code == 200


def test_one_ends_all_the_others(people: People) -> None:
    people.officer()
    here, others = on(FIREFOX), [on(ANDROID), on(FIREFOX)]
    assert "2 sessions fermées" in text(here.post("/comptes/sessions/terminer/", follow=True)).replace("\xa0", " ")
    assert [c.get("/comptes/").status_code for c in others] == [302, 302]
    assert "Aucune autre session" in text(here.post("/comptes/sessions/terminer/", follow=True))
    assert here.get("/comptes/").status_code == 200


def test_a_new_password_leaves_no_other_session_in_the_list(people: People) -> None:
    actor = people.officer()
    here = on(FIREFOX)
    on(ANDROID)
    here.post("/comptes/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "la corde est neuve", "password2": "la corde est neuve"})
    assert Session.objects.filter(user_id=actor.user_id).count() == 1
    assert here.get("/comptes/").status_code == 200


def test_reading_writes_last_seen_once_a_quarter_of_an_hour_and_not_in_the_view(people: People) -> None:
    actor = people.officer()
    here = on(FIREFOX)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        here.get("/annuaire/")
    assert not [q for q in seen.captured_queries if "UPDATE" in q["sql"]]
    before = timezone.now() - timedelta(hours=1)
    Session.objects.filter(user_id=actor.user_id).update(seen_at=before, opened_at=before)
    here.get("/annuaire/")
    row = Session.objects.get(user_id=actor.user_id)
    assert row.seen_at > before + timedelta(minutes=59)
    assert row.opened_at == before


def test_a_session_keeps_its_address_and_its_first_day(people: People) -> None:
    people.officer()
    here = on(FIREFOX)
    store = SessionStore(here.session.session_key)
    store["x"] = 1
    row = Session.objects.get(session_key=store.session_key)
    store.save()
    again = Session.objects.get(session_key=store.session_key)
    assert (again.public_id, again.opened_at, again.device, again.user_id) == (row.public_id, row.opened_at, row.device, row.user_id)


def test_past_sessions_are_swept(people: People) -> None:
    actor = people.officer()
    on(FIREFOX)
    Session.objects.filter(user_id=actor.user_id).update(expire_date=timezone.now() - timedelta(minutes=1))
    SessionStore.clear_expired()
    assert not Session.objects.filter(user_id=actor.user_id).exists()
