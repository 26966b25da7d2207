"""The invitations that each one sees, many at once, and their story."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F

from cordee.actors.accounts import actions
from cordee.actors.accounts.lists import InvitationList
from cordee.actors.accounts.models import Invitation
from cordee.core.access import Actor
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from cordee.core.lists.bulk import perform
from tests.actors.accounts.people import People, signed_in, text

ODILE = "odile@fabrique.example"


def read_again(invitation: Invitation) -> Invitation:
    return Invitation.objects.for_system("test").get(pk=invitation.pk)


def shown(actor: Actor) -> set[str]:
    return set(InvitationList().rows(actor).order_by("id").values_list("email", flat=True))


@pytest.mark.covers("GOV-902", "SYS-902")
def test_each_sees_the_invitations_of_its_own_house_or_territory(people: People) -> None:
    director, officer, stranger = people.director(), people.officer(), people.stranger()
    people.invited(director)
    people.invited(officer, "thomas@conseil.example", organisation=people.conseil, profile="provider")
    actions.take_part(actor=officer, thread=people.fabrique.thread, organisation=people.conseil, capacity="provider")
    provider = people.acting(people.member("nadia@conseil.example", people.conseil, "provider"))
    funder = people.acting(people.member("claire@fonds.example", people.nord, "funder"))
    assert shown(director) == {ODILE}
    assert shown(officer) == {ODILE, "thomas@conseil.example"}
    assert shown(stranger) == set()
    assert shown(provider) == {"thomas@conseil.example"}, "taking part in a thread opens no invitation"
    assert shown(funder) == set()


def test_renewing_and_withdrawing_many_at_once(people: People) -> None:
    director, officer = people.director(), people.officer()
    invitations: list[Any] = [people.invited(director, f"p{i}@fabrique.example") for i in range(3)]
    advance(invitations[0], "withdraw", actor=director)
    outcome = perform(InvitationList(), "withdraw", [read_again(i) for i in invitations], officer, {}, invitations[0].public_id)
    assert outcome.done == 2
    assert "n'est plus possible" in outcome.refused[0]["sentence"]


def test_the_list_page_opens_and_costs_the_same_for_more_rows(people: People, django_assert_max_num_queries: Any) -> None:
    director = people.director()
    client = signed_in("salome@fabrique.example")
    people.invited(director)
    client.get("/comptes/invitations/")
    with django_assert_max_num_queries(15) as few:
        assert ODILE in text(client.get("/comptes/invitations/"))
    for i in range(20):
        people.invited(director, f"p{i}@fabrique.example")
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert "21 invitations" in text(client.get("/comptes/invitations/?etat=sent"))


def test_the_access_page_costs_the_same_for_more_rows(people: People, django_assert_max_num_queries: Any) -> None:
    director = people.director()
    client = signed_in("salome@fabrique.example")
    path = f"/annuaire/{people.fabrique.public_id}/acces/"
    for i in range(2):
        people.invited(director, f"a{i}@fabrique.example")
        people.member(f"m{i}@fabrique.example", people.fabrique, "structure")
    client.get(path)
    with django_assert_max_num_queries(15) as few:
        client.get(path)
    for i in range(2, 20):
        people.invited(director, f"a{i}@fabrique.example")
        people.member(f"m{i}@fabrique.example", people.fabrique, "structure")
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert "m19@fabrique.example" in text(client.get(path))


def test_the_story_is_told_in_french(people: People) -> None:
    director = people.director()
    invitation = people.invited(director)
    advance(invitation, "renew", actor=director)
    advance(invitation, "withdraw", actor=director)
    lines, _ = fil(people.fabrique.thread, people.officer())
    told = [line.sentence for line in lines]
    assert told[:3] == [
        "Une invitation est retirée",
        "Une invitation est repartie, avec un nouveau lien",
        "Une invitation est partie, pour un accès « Structure »",
    ]


def test_a_state_changes_through_the_lifecycle_alone(people: People) -> None:
    people.invited(people.director())
    with pytest.raises(RuntimeError, match=r"core\.lifecycle"):
        Invitation.objects.for_system("test").update(state="accepted", version=F("version"))
