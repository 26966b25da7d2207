"""Signing in and out, choosing a password: what opens, what is refused, what is never told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cordee.actors.accounts.models import Session, User
from cordee.config import settings as production
from cordee.core import outbox
from tests.actors.accounts.people import PASSWORD, People, letters, signed_in, text

LOGIN = "/comptes/connexion/"
WRONG = "L'adresse ou le mot de passe ne correspond pas."


def test_a_password_opens_the_account_and_the_membership(people: People, client: Client) -> None:
    member = people.member("ines@nord.example", people.nord, "officer")
    answer = client.post(LOGIN, {"login": "Ines@Nord.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.session["membership"] == str(member.public_id)
    assert client.get("/comptes/").status_code == 200


def test_the_door_shows_how_to_choose_a_new_password(people: People, client: Client) -> None:
    assert client.get(LOGIN).content.decode().count('href="/comptes/mot-de-passe/nouveau/"') == 1


def test_passwords_are_kept_under_argon2(people: People) -> None:
    assert identify_hasher(people.user("ines@nord.example").password).algorithm == "argon2"
    assert production.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_way_one_was_going_is_kept(people: People, client: Client) -> None:
    people.officer()
    asked = client.get("/comptes/")
    assert asked["Location"] == f"{LOGIN}?next=%2Fcomptes%2F"
    answer = client.post(LOGIN, {"login": "ines@nord.example", "password": PASSWORD, "next": "/comptes/"})
    assert answer["Location"] == "/comptes/"
    away = Client().post(LOGIN, {"login": "ines@nord.example", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert away["Location"] == "/"


def test_known_and_unknown_addresses_get_the_same_answer(people: People, client: Client) -> None:
    people.officer()
    known = text(client.post(LOGIN, {"login": "ines@nord.example", "password": "autre chose entier"}))
    unknown = text(client.post(LOGIN, {"login": "nul@nord.example", "password": "autre chose entier"}))
    assert WRONG in known
    assert known.replace("ines@", "nul@") == unknown


def test_the_session_key_changes_at_sign_in(people: People, client: Client) -> None:
    """Session fixation: a key planted before signing in opens nothing after."""
    people.officer()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post(LOGIN, {"login": "ines@nord.example", "password": PASSWORD})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_cookies_are_kept_from_scripts_and_other_sites(people: People, client: Client) -> None:
    people.officer()
    cookie = client.post(LOGIN, {"login": "ines@nord.example", "password": PASSWORD}).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 12 * 3600


def test_five_wrong_passwords_close_the_door_for_a_while(people: People, client: Client) -> None:
    people.officer()
    for _ in range(5):
        assert WRONG in text(client.post(LOGIN, {"login": "ines@nord.example", "password": "pas le bon mot"}))
    refused = client.post(LOGIN, {"login": "ines@nord.example", "password": PASSWORD})
    assert refused.status_code == 200
    assert "Beaucoup d'essais en peu de temps" in text(refused)
    assert "membership" not in client.session


def test_too_many_sign_ins_from_one_place_are_slowed_down(people: People, client: Client) -> None:
    statuses = [client.post(LOGIN, {"login": f"n{i}@nord.example", "password": ""}).status_code for i in range(31)]
    assert statuses[:30] == [200] * 30
    assert statuses[30] == 429


def test_signing_out_is_an_act_not_a_visit(people: People) -> None:
    people.officer()
    client = signed_in("ines@nord.example")
    assert client.get("/comptes/deconnexion/").status_code == 200
    assert client.get("/comptes/").status_code == 200
    assert client.post("/comptes/deconnexion/").status_code == 302
    assert client.get("/comptes/").status_code == 302


def test_a_closed_account_does_not_open(people: People, client: Client) -> None:
    people.officer()
    User.objects.update(is_active=False)
    answer = client.post(LOGIN, {"login": "ines@nord.example", "password": PASSWORD}, follow=True)
    assert "Ce compte est fermé" in text(answer)
    assert client.get("/comptes/").status_code == 302


def test_no_one_signs_up(people: People, client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/comptes/inscription/").status_code == 404


# -- choosing a new password ---------------------------------------------------------------------------------------------------
def ask_link(client: Client, email: str) -> str:
    answer = client.post("/comptes/mot-de-passe/nouveau/", {"email": email})
    assert answer.status_code == 302, text(answer)
    assert answer["Location"] == "/comptes/mot-de-passe/nouveau/envoye/"
    found = letters("accounts.password", email)
    return found[-1].letter["path"] if found else ""


def test_a_link_by_mail_chooses_a_new_password_once(people: People, client: Client) -> None:
    people.officer()
    opened = client.get(ask_link(client, "ines@nord.example"), follow=True)
    place = opened.redirect_chain[-1][0]
    short = client.post(place, {"password1": "court", "password2": "court"})
    assert "12 caractères" in text(short)
    different = client.post(place, {"password1": "la corde est neuve", "password2": "la corde est usée"})
    assert "Les deux mots de passe diffèrent" in text(different)
    client.post(place, {"password1": "la corde est neuve", "password2": "la corde est neuve"})
    assert Client().post(LOGIN, {"login": "ines@nord.example", "password": "la corde est neuve"}).status_code == 302
    assert "Ce lien a déjà servi ou a vieilli" in text(Client().get(letters("accounts.password", "ines@nord.example")[0].letter["path"]))
    assert letters("accounts.password", "ines@nord.example")[-1].subject == "Votre mot de passe a changé"


def test_the_secret_leaves_the_outbox_with_the_letter(people: People, client: Client) -> None:
    people.officer()
    path = ask_link(client, "ines@nord.example")
    row = letters("accounts.password", "ines@nord.example")[0]
    assert outbox.send(row.pk)
    assert path in mail.outbox[0].body
    row.refresh_from_db()
    assert row.letter["path"] == ""


def test_asking_a_link_never_tells_whether_an_account_exists(people: People, client: Client) -> None:
    people.officer()
    known = client.post("/comptes/mot-de-passe/nouveau/", {"email": "ines@nord.example"}, follow=True)
    unknown = client.post("/comptes/mot-de-passe/nouveau/", {"email": "nul@nord.example"}, follow=True)
    assert text(known) == text(unknown)
    assert letters("accounts.password", "ines@nord.example")
    assert letters("accounts.password", "nul@nord.example") == []


def test_a_forged_or_old_link_opens_nothing(people: People, client: Client) -> None:
    people.officer()
    path = ask_link(client, "ines@nord.example")
    assert "Ce lien a déjà servi" in text(client.get(path[:-6] + "abcde/"))
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert "Ce lien a déjà servi" in text(client.get(path))


def test_opening_a_link_signs_no_one_out(people: People, client: Client) -> None:
    """Someone else is signed in on this computer: reading changes nothing, choosing the password does."""
    people.officer()
    people.director()
    path = ask_link(client, "salome@fabrique.example")
    other = signed_in("ines@nord.example")
    place = other.get(path, follow=True).redirect_chain[-1][0]
    assert other.get("/comptes/").status_code == 200
    other.post(place, {"password1": "la corde est neuve", "password2": "la corde est neuve"})
    assert other.get("/comptes/").status_code == 302


def test_a_changed_password_ends_the_other_sessions(people: People) -> None:
    people.officer()
    mine, other = signed_in("ines@nord.example"), signed_in("ines@nord.example")
    wrong = mine.post(
        "/comptes/mot-de-passe/", {"oldpassword": "pas celui-là", "password1": "la corde est neuve", "password2": "la corde est neuve"}
    )
    assert "Ce n'est pas votre mot de passe actuel" in text(wrong)
    done = mine.post(
        "/comptes/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "la corde est neuve", "password2": "la corde est neuve"}
    )
    assert done["Location"] == "/comptes/"
    assert mine.get("/comptes/").status_code == 200
    assert other.get("/comptes/")["Location"].startswith(LOGIN)


def test_an_account_without_password_chooses_one_by_mail(people: People, client: Client) -> None:
    member = people.member("ines@nord.example", people.nord, "officer")
    User.objects.filter(pk=member.user_id).update(password="!")
    client.force_login(User.objects.get(pk=member.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/comptes/mot-de-passe/")["Location"] == "/comptes/mot-de-passe/nouveau/"


def test_a_session_lasts_a_working_day(people: People) -> None:
    people.officer()
    client = signed_in("ines@nord.example")
    assert client.session.get_expiry_date() <= timezone.now() + timedelta(hours=12)
