"""The opening of an empty platform: a code from the terminal, one administrator, then closed for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from cordee.actors.accounts import opening
from cordee.actors.accounts.models import Membership, Setup, User
from cordee.core.access import Refused
from tests import factories as make
from tests.actors.accounts.people import PASSWORD, text

ANA = {"first_name": "Ana", "last_name": "Cordelle", "email": "ana@dla.example", "password": PASSWORD}


def posted(code: str, **more: str) -> dict[str, str]:
    return {"code": code, "again": PASSWORD, **ANA, **more}


def code_of_the_terminal() -> str:
    code = opening.new_code()
    assert code
    return code


def test_a_passer_by_is_led_to_the_page_and_gets_nowhere_without_the_code(db: None, client: Client) -> None:
    code_of_the_terminal()
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/ouverture/"
    answer = client.post("/ouverture/", posted("AAAAA-BBBBB-CCCCC-DDDDD"))
    assert answer.status_code == 422
    assert "Ce code n'est pas celui que la commande a affiché" in text(answer)
    assert 'value="ana@dla.example"' in answer.content.decode(), "what was typed is kept"
    assert not User.objects.exists()


def test_the_first_administrator_opens_signs_in_and_the_page_closes(db: None, client: Client) -> None:
    code = code_of_the_terminal()
    assert f'value="{code}"' in client.get(f"/ouverture/{code}/").content.decode()
    spaced = code.lower().replace("-", " ")
    assert client.post("/ouverture/", posted(spaced), follow=True).redirect_chain[-1][0] == "/premiers-pas/"
    membership = Membership._base_manager.get()
    assert (membership.profile, membership.user.email, str(membership.user.person)) == ("admin", "ana@dla.example", "Ana Cordelle")
    for visitor in (client, Client()):
        assert visitor.get(f"/ouverture/{code}/").status_code == 410
        answer = visitor.post("/ouverture/", posted(code, email="autre@dla.example"))
        assert answer.status_code == 410
        assert "Ana Cordelle vient d'ouvrir cette plateforme" in text(answer)
    assert User.objects.count() == 1
    assert opening.new_code() is None


def test_a_newer_code_replaces_the_former(db: None) -> None:
    former, latest = code_of_the_terminal(), code_of_the_terminal()
    with pytest.raises(Refused) as refused:
        opening.open_platform(code=former, values=dict(ANA))
    assert refused.value.refusal.code == "code"
    assert opening.open_platform(code=latest, values=dict(ANA)).profile == "admin"


def test_a_platform_that_ever_had_an_administrator_is_never_opened_again(db: None, client: Client) -> None:
    code = code_of_the_terminal()
    make.person(make.organisation(zone="00"), "admin", period=make.LONG_AGO)  # left years ago
    assert opening.new_code() is None
    assert client.get("/ouverture/").status_code == 410
    with pytest.raises(Refused):
        opening.open_platform(code=code, values=dict(ANA))


def test_an_opened_platform_cannot_be_put_back_to_empty(db: None) -> None:
    opening.open_platform(code=code_of_the_terminal(), values=dict(ANA))
    for act in (lambda: Setup._base_manager.update(closed_at=None, closed_by=None), lambda: Setup._base_manager.all().delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_bad_input_says_what_to_do_and_opens_nothing(db: None, client: Client) -> None:
    code = code_of_the_terminal()
    for more, sentence in (
        ({"password": "court", "again": "court"}, "12 caractères"),
        ({"again": "autre chose de long"}, "Les deux mots de passe diffèrent"),
        ({"email": "ana"}, "Écrivez l'adresse électronique en entier"),
        ({"first_name": ""}, "Indiquez « Prénom »"),
    ):
        answer = client.post("/ouverture/", posted(code, **more))
        assert answer.status_code == 422
        assert sentence in text(answer), sentence
    assert not User.objects.exists()


@pytest.mark.covers("SYS-902")
def test_two_people_at_the_same_second_give_one_winner_and_a_clear_sentence(own_db: Any) -> None:
    code = code_of_the_terminal()
    connection.close()
    acts = [
        lambda email=email: opening.open_platform(code=code, values={**ANA, "email": email}) for email in ("a@x.example", "b@x.example")
    ]
    answers = own_db.together(*acts)
    won = [a for a in answers if isinstance(a, Membership)]
    lost = [a for a in answers if isinstance(a, Refused)]
    assert (len(won), len(lost)) == (1, 1), answers
    assert lost[0].refusal.sentence.startswith("Ana Cordelle vient d'ouvrir cette plateforme. Rien n'a été créé à votre nom")
    assert User.objects.count() == 1
