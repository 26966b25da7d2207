"""The second factor: set up, asked, replaced by a recovery code, required of some profiles, reset when the telephone is lost."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import Session, User
from cordee.actors.accounts.parameters import SECOND_FACTOR
from cordee.core.access import Actor, Refused
from cordee.core.journal import tell
from cordee.core.models.journal import Event
from cordee.core.parameters import forget_parameters, set_param
from tests.actors.accounts.people import HOUSE, PASSWORD, People, letters, signed_in, text

HERE, ENROL = "/comptes/second-facteur/", "/comptes/second-facteur/mettre-en-place/"
CODES, REMOVE, AGAIN = "/comptes/second-facteur/codes/", "/comptes/second-facteur/retirer/", "/comptes/confirmer/"
INES, LOGIN = "ines@nord.example", "/comptes/connexion/"


def code_of(secret: str) -> str:
    """What the telephone shows now. The library refuses one code twice: a test that needs it again forgets its first use."""
    cache.clear()
    return totp.format_hotp_value(totp.hotp_value(secret, int(timezone.now().timestamp()) // 30))


def proven(client: Client, path: str) -> Any:
    """Opens a page that asks again who one is."""
    asked = client.get(path)
    assert asked["Location"].startswith(AGAIN), text(asked)
    done = client.post(asked["Location"], {"password": PASSWORD, "next": path})
    assert done["Location"] == path
    return client.get(path)


def enrolled(client: Client) -> tuple[str, list[str]]:
    """(secret, recovery codes)"""
    proven(client, ENROL)
    secret = client.session[totp.SECRET_SESSION_KEY]
    page = client.post(ENROL, {"code": code_of(secret)})
    assert page.status_code == 200, text(page)
    assert "no-store" in page["Cache-Control"]
    return secret, re.findall(r"<li><code>(\d{4} \d{4})</code>", page.content.decode())


@pytest.fixture
def ines(people: People) -> Actor:
    return people.officer()


def required(profile: str, level: str = "required") -> None:
    set_param(SECOND_FACTOR[profile], level, actor=HOUSE, since=date(2020, 1, 1), reason="essai")
    forget_parameters()


# -- setting it up ---------------------------------------------------------------------------------------------------------------
def test_it_is_set_up_with_a_drawing_and_a_first_code(people: People, ines: Actor) -> None:
    client = signed_in(INES)
    assert "Recommandé" in text(client.get("/comptes/"))
    page = proven(client, ENROL)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = client.session[totp.SECRET_SESSION_KEY]
    assert secret in text(page).replace(" ", "")
    wrong = client.post(ENROL, {"code": "000000"})
    assert wrong.status_code == 422
    assert "Ce code ne correspond pas" in text(wrong)
    assert client.session[totp.SECRET_SESSION_KEY] == secret, "a slip of the finger does not change the drawing"
    _, codes = enrolled_again(client, secret)
    assert len(set(codes)) == 10
    assert "10 codes de secours restants" in text(client.get("/comptes/")).replace("\xa0", " ")
    assert letters("accounts.password", INES)[-1].subject == "Votre second facteur de connexion est en place"
    assert client.get(ENROL)["Location"] == HERE


def enrolled_again(client: Client, secret: str) -> tuple[str, list[str]]:
    page = client.post(ENROL, {"code": code_of(secret)})
    file = html.unescape(re.findall(r'href="(data:text/plain[^"]+)" download', page.content.decode())[0])
    codes = re.findall(r"<li><code>(\d{4}) (\d{4})</code>", page.content.decode())
    assert all(f"{a}%20{b}" in file for a, b in codes), "the file holds the same codes"
    return secret, ["".join(pair) for pair in codes]


def test_the_base_alone_gives_no_code(people: People, ines: Actor) -> None:
    secret, codes = enrolled(signed_in(INES))
    kept = str(list(Authenticator.objects.order_by("id").values_list("data", flat=True)))
    assert secret not in kept
    assert codes[0].replace(" ", "") not in kept


def test_another_key_of_the_installation_lets_no_code_in(people: People, ines: Actor, settings: Any) -> None:
    secret, codes = enrolled(signed_in(INES))
    settings.SECRET_KEY = "une autre clé"  # noqa: S105
    client = Client()
    client.post(LOGIN, {"login": INES, "password": PASSWORD})
    for code in (code_of(secret), codes[0]):
        assert "Ce code ne correspond pas" in text(client.post("/comptes/connexion/second-facteur/", {"code": code}))


def test_recovery_codes_are_never_shown_again(people: People, ines: Actor) -> None:
    client = signed_in(INES)
    _, codes = enrolled(client)
    for path in ("/comptes/", HERE, CODES):
        assert codes[0] not in client.get(path).content.decode()


def test_two_tabs_set_it_up_once(people: People, ines: Actor) -> None:
    user = User.objects.get(email=INES)
    actions.enable_second_factor(user=user, secret=totp.generate_totp_secret())
    with pytest.raises(Refused, match="déjà en place"):
        actions.enable_second_factor(user=user, secret=totp.generate_totp_secret())


# -- asked at sign-in --------------------------------------------------------------------------------------------------------------
def test_the_password_alone_no_longer_opens(people: People, ines: Actor) -> None:
    secret, codes = enrolled(signed_in(INES))
    client = Client()
    place = client.post(LOGIN, {"login": INES, "password": PASSWORD})["Location"]
    assert place == "/comptes/connexion/second-facteur/"
    assert client.get("/comptes/").status_code == 302
    assert "Ce code ne correspond pas" in text(client.post(place, {"code": "123456"}))
    assert client.post(place, {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/comptes/").status_code == 200
    other = Client()
    other.post(LOGIN, {"login": INES, "password": PASSWORD})
    assert other.post(place, {"code": codes[0]})["Location"] == "/"
    assert "9 codes de secours restants" in text(other.get("/comptes/")).replace("\xa0", " ")
    third = Client()
    third.post(LOGIN, {"login": INES, "password": PASSWORD})
    assert third.post(place, {"code": codes[0]}).status_code == 200, "a recovery code serves once"


def test_a_link_by_mail_asks_for_it_too(people: People, ines: Actor) -> None:
    secret, _ = enrolled(signed_in(INES))
    client = Client()
    client.post("/comptes/connexion/lien/", {"email": INES})
    assert client.post(letters("accounts.password", INES)[-1].letter["path"])["Location"] == "/comptes/connexion/second-facteur/"
    assert client.get("/comptes/").status_code == 302
    client.post("/comptes/connexion/second-facteur/", {"code": code_of(secret)})
    assert client.get("/comptes/").status_code == 200


def test_guessing_codes_is_slowed_down(people: People, ines: Actor) -> None:
    secret, _ = enrolled(signed_in(INES))
    code = code_of(secret)
    client = Client()
    client.post(LOGIN, {"login": INES, "password": PASSWORD})
    for _ in range(5):
        client.post("/comptes/connexion/second-facteur/", {"code": "000000"})
    assert "Beaucoup d'essais" in text(client.post("/comptes/connexion/second-facteur/", {"code": code}))


# -- changing it -------------------------------------------------------------------------------------------------------------------
def test_new_codes_end_the_former_ones(people: People, ines: Actor) -> None:
    client = signed_in(INES)
    _, former = enrolled(client)
    assert "Dix nouveaux codes remplacent les anciens" in text(client.get(CODES))
    fresh = re.findall(r"<li><code>(\d{4} \d{4})</code>", client.post(CODES).content.decode())
    assert len(fresh) == 10
    assert not set(fresh) & set(former)
    other = Client()
    other.post(LOGIN, {"login": INES, "password": PASSWORD})
    assert other.post("/comptes/connexion/second-facteur/", {"code": former[0]}).status_code == 200
    assert other.post("/comptes/connexion/second-facteur/", {"code": fresh[0]}).status_code == 302


def test_removing_asks_who_one_is_and_is_told(people: People, ines: Actor) -> None:
    _, codes = enrolled(signed_in(INES))
    client = Client()
    client.post(LOGIN, {"login": INES, "password": PASSWORD})
    client.post("/comptes/connexion/second-facteur/", {"code": codes[0]})
    assert client.post(REMOVE)["Location"].startswith(AGAIN)
    by_code = client.get(f"{AGAIN}?next={REMOVE}")
    assert "Taper un code de mon téléphone" in text(by_code)
    client.post("/comptes/confirmer/code/", {"code": codes[1], "next": REMOVE})
    assert client.post(REMOVE)["Location"] == HERE
    assert not Authenticator.objects.exists()
    assert letters("accounts.password", INES)[-1].subject == "Votre second facteur de connexion est retiré"


# -- who must have it --------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-902")
def test_a_profile_that_must_have_it_waits_for_it(people: People, ines: Actor) -> None:
    required("officer")
    client = signed_in(INES)
    assert client.get("/annuaire/")["Location"] == "/comptes/sans-acces/"
    page = client.get("/comptes/sans-acces/", follow=True)
    assert page.redirect_chain[-1][0] == HERE
    assert "Votre profil demande un second facteur" in text(page)
    enrolled(client)
    assert client.get("/annuaire/").status_code == 200
    refused = client.post(REMOVE)
    assert refused.status_code == 403
    assert "exige un second facteur pour votre profil" in text(refused)
    assert "Retirer le second facteur" not in text(client.get(HERE))


def test_switching_to_a_profile_that_requires_it_waits_too(people: People, ines: Actor) -> None:
    provider = people.member(INES, people.conseil, "provider")
    client = signed_in(INES)
    client.post("/comptes/agir-pour/", {"membership": str(provider.public_id)})
    assert client.get("/comptes/").status_code == 200
    required("officer")
    client.post("/comptes/agir-pour/", {"membership": str(ines.membership_public_id)})
    assert client.get("/comptes/")["Location"] == "/comptes/sans-acces/"


def test_the_others_choose(people: People) -> None:
    people.director()
    client = signed_in("salome@fabrique.example")
    assert "Facultatif" in text(client.get("/comptes/"))
    required("admin")
    assert client.get("/comptes/").status_code == 200


# -- the telephone is lost ---------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-903")
def test_the_team_resets_it_with_a_reason(people: People, ines: Actor) -> None:
    mine = signed_in(INES)
    enrolled(mine)
    people.member("maud@plateforme.example", people.team, "admin")
    maud = signed_in("maud@plateforme.example")
    path = f"/annuaire/{people.nord.public_id}/acces/{ines.membership_public_id}/second-facteur/"
    assert "Réinitialiser le second facteur" in text(maud.get(f"/annuaire/{people.nord.public_id}/acces/"))
    assert maud.post(path, {"reason": "perdu"}).status_code == 422
    reason = "Téléphone perdu, identité vérifiée par rappel au standard."
    assert maud.post(path, {"reason": reason}).status_code == 302
    assert not Authenticator.objects.exists()
    assert not Session.objects.filter(user_id=ines.user_id).exists()
    assert mine.get("/comptes/").status_code == 302
    event = Event.objects.for_system("test").get(code="accounts.second_factor.reset")
    assert (tell(event).sentence, tell(event).detail) == ("Un second facteur de connexion est réinitialisé", reason)
    assert reason in " ".join(letters("accounts.password", INES)[-1].letter["lines"])
    assert "il n'y a rien à réinitialiser" in text(maud.post(path, {"reason": reason}))
    assert signed_in(INES).get("/comptes/").status_code == 200


def test_no_one_else_resets_it(people: People, ines: Actor) -> None:
    people.head()
    admin = people.member("maud@plateforme.example", people.team, "admin")
    path = f"/annuaire/{people.nord.public_id}/acces/{ines.membership_public_id}/second-facteur/"
    assert signed_in("marc@nord.example").get(path).status_code == 404
    own = f"/annuaire/{people.team.public_id}/acces/{admin.public_id}/second-facteur/"
    refused = signed_in("maud@plateforme.example").post(own, {"reason": "Un motif bien assez long."})
    assert refused.status_code == 403
    assert "On ne réinitialise pas son propre second facteur" in text(refused)


def test_decided_today_it_is_asked_at_the_next_page_of_an_open_session(people: People, ines: Actor) -> None:
    client = signed_in(INES)
    assert client.get("/annuaire/").status_code == 200
    required("officer")
    assert client.get("/annuaire/").status_code == 302
    page = client.get("/annuaire/", follow=True)
    assert page.redirect_chain[-1][0] == HERE
    assert "Votre profil demande un second facteur" in text(page)
    enrolled(client)
    assert client.get("/annuaire/").status_code == 200, "set up, work goes on in the same session"
    Authenticator.objects.all().delete()
    assert client.get("/annuaire/").status_code == 302, "taken away, it is owed again"
    required("officer", "recommended")
    assert client.get("/annuaire/").status_code == 200, "no longer required, no session stays closed"


# -- nothing to type: a code by mail ------------------------------------------------------------------------------------------------
PROVE = "/comptes/confirmer/courriel/"


def without_password(people: People, email: str = "theo@nord.example") -> Client:
    """Signed in by mail, long enough ago for the session to prove nothing any more."""
    people.user(email, password=None)
    people.member(email, people.nord, "officer")
    client = Client()
    client.post("/comptes/connexion/lien/", {"email": email})
    assert client.post(letters("accounts.password", email)[-1].letter["path"])["Location"] == "/"
    assert client.get(ENROL).status_code == 200, "just signed in: that was the proof"
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    return client


def code_sent(email: str) -> str:
    words = " ".join(letters("accounts.password", email)[-1].letter["lines"])
    return re.findall(r"\d{4} \d{4}", words)[0]


@pytest.mark.covers("SYS-902")
def test_an_account_without_password_proves_itself_by_a_mailed_code(people: People) -> None:
    theo, client = "theo@nord.example", without_password(people)
    asked = client.get(ENROL)
    assert asked["Location"].startswith(PROVE)
    before = len(letters("accounts.password", theo))
    page = client.get(asked["Location"])
    assert "Recevoir un code par courriel" in text(page)
    assert len(letters("accounts.password", theo)) == before, "opening the page sends nothing"
    assert "Un code vous est envoyé" in text(client.post(PROVE, {"next": ENROL}))
    letter = letters("accounts.password", theo)[-1]
    assert letter.subject == "Votre code de confirmation, valable 15 minutes"
    assert letter.letter["path"] == "/comptes/", "no link that would sign in"
    wrong = client.post(PROVE, {"code": "00000000", "next": ENROL})
    assert wrong.status_code == 422
    assert "Ce code ne correspond pas" in text(wrong)
    assert client.get(ENROL).status_code == 302
    assert client.post(PROVE, {"code": code_sent(theo), "next": ENROL})["Location"] == ENROL
    assert client.get(ENROL).status_code == 200
    assert client.post(PROVE, {"code": code_sent(theo), "next": ENROL}).status_code == 422, "a code serves once"


def test_a_code_proves_on_its_own_screen_and_leads_nowhere_else(people: People) -> None:
    theo, client = "theo@nord.example", without_password(people)
    other = without_password(people, "zoe@nord.example")
    client.post(PROVE, {"next": ENROL})
    other.post(PROVE, {"next": ENROL})
    assert other.post(PROVE, {"code": code_sent(theo), "next": ENROL}).status_code == 422
    assert client.post(PROVE, {"code": code_sent(theo), "next": "https://ailleurs.example/"})["Location"] == "/comptes/"


def test_asking_for_codes_again_and_again_is_slowed_down(people: People) -> None:
    client = without_password(people)
    for _ in range(2):
        assert client.post(PROVE, {"next": ENROL}).status_code == 200
    slowed = client.post(PROVE, {"next": ENROL})
    assert slowed.status_code == 422
    assert "Attendez cinq minutes" in text(slowed)
