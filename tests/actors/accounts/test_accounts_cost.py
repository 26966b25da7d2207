"""« Mon compte » costs the same number of queries whatever it shows."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import Membership
from tests.actors.accounts.people import People, signed_in


def queries_of(path: str, email: str) -> int:
    client = signed_in(email)
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen.captured_queries)


def test_one_s_account_costs_as_much_with_much_in_it(people: People) -> None:
    salome = people.director()
    bare = queries_of("/comptes/", "salome@fabrique.example")
    people.user("maud@plateforme.example", "Vigie")
    maud = people.acting(people.member("maud@plateforme.example", people.team, "admin"))
    for _ in range(6):
        access = actions.open_support(actor=maud, membership=Membership.objects.get(pk=salome.membership_id), reason="Un appel de sa part.")
        actions.end_support(actor=maud, access=access)
        signed_in("salome@fabrique.example")
    assert queries_of("/comptes/", "salome@fabrique.example") == bare
    assert bare <= 15, bare
