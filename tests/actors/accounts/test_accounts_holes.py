"""Side doors of the entrance: a membership that ends, a page that everyone may open, acts that no one does for another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import opening
from cordee.actors.accounts.models import Membership
from cordee.actors.accounts.parameters import SECOND_FACTOR
from cordee.core.parameters import forget_parameters, set_param
from tests import factories as make
from tests.actors.accounts.people import HOUSE, PASSWORD, People, text
from tests.factories import EVER

pytestmark = pytest.mark.covers("SYS-902")


def required(profile: str) -> None:
    set_param(SECOND_FACTOR[profile], "required", actor=HOUSE, since=date(2020, 1, 1), reason="essai")
    forget_parameters()


def test_the_end_of_one_access_does_not_open_another_that_requires_a_second_factor(people: People) -> None:
    required("admin")
    plain = make.person(people.fabrique, "structure")
    Membership(user=plain.user, organisation=people.team, profile="admin", period=EVER).save()
    assert plain.client.get("/").status_code == 200
    plain.membership.period = DateRange(date(2020, 1, 1), timezone.localdate())
    plain.membership.save()
    assert plain.client.get("/")["Location"] == "/comptes/sans-acces/"
    assert plain.client.get("/annuaire/").status_code == 302
    assert plain.client.get("/comptes/sans-acces/")["Location"] == "/comptes/second-facteur/", "and the way out is said"


def test_a_session_that_acted_for_no_one_does_not_open_it_either(people: People) -> None:
    required("admin")
    someone = make.person(people.team, "admin")
    session = someone.client.session
    del session["membership"]
    session.save()
    assert someone.client.get("/")["Location"] == "/comptes/sans-acces/"


def test_where_nothing_is_required_the_other_access_takes_over(people: People) -> None:
    someone = make.person(people.fabrique, "structure")
    Membership(user=someone.user, organisation=people.conseil, profile="provider", period=EVER).save()
    someone.membership.period = DateRange(date(2020, 1, 1), timezone.localdate())
    someone.membership.save()
    assert "Trois Conseils" in text(someone.client.get("/"))


def posted(code: str) -> dict[str, Any]:
    who = {"first_name": "Zoé", "last_name": "Passante", "email": "zoe@ailleurs.example"}
    return {"code": code, "password": PASSWORD, "again": PASSWORD, **who}


def test_the_page_of_the_opening_names_no_one_to_a_passer_by(db: None) -> None:
    code = opening.new_code()
    assert code
    ana = {"first_name": "Ana", "last_name": "Cordelle", "email": "ana@dla.example", "password": PASSWORD}
    opening.open_platform(code=code, values=ana)
    answer = Client().post("/ouverture/", posted("AAAAA-BBBBB-CCCCC-DDDDD"))
    assert answer.status_code == 410
    assert "Cordelle" not in text(answer)
    assert "ana@dla.example" not in text(answer)
    assert "Ana Cordelle vient d'ouvrir" in text(Client().post("/ouverture/", posted(code))), "whoever holds the code knows whom to ask"
