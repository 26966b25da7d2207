"""Acting as one membership among several; what happens when it ends; who takes part in what."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.models import Membership, Participation
from cordee.actors.directory.models import Organisation
from cordee.core.access import Refused
from cordee.core.formats import date_fr
from cordee.core.models import Event
from tests.actors.accounts.people import HOUSE, People, signed_in, text

SWITCH = "/comptes/agir-pour/"


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


@pytest.mark.covers("GOV-902")
def test_what_one_sees_follows_the_territory_of_the_membership(people: People) -> None:
    nord, aisne = people.officer(), people.stranger()
    assert Organisation.objects.visible_to(nord).filter(pk=people.fabrique.pk).exists()
    assert not Organisation.objects.visible_to(aisne).filter(pk=people.fabrique.pk).exists()
    national = people.acting(people.member("julien@national.example", people.team, "national"))
    assert Organisation.objects.visible_to(national).filter(pk=people.fabrique.pk).exists()


@pytest.mark.covers("SYS-902")
def test_one_click_acts_for_another_organisation(people: People) -> None:
    first = people.member("ines@nord.example", people.nord, "officer")
    second = people.member("ines@nord.example", people.aisne, "officer")
    client = signed_in("ines@nord.example")
    assert client.session["membership"] == str(first.public_id)
    answer = client.post(SWITCH, {"membership": str(second.public_id), "retour": "/comptes/"})
    assert answer["Location"] == "/comptes/"
    assert "vous agissez pour DLA de l'Aisne" in text(client.get("/comptes/"))
    assert client.get(f"/annuaire/{people.fabrique.public_id}/acces/").status_code == 404
    client.post("/comptes/deconnexion/")
    assert signed_in("ines@nord.example").session["membership"] == str(second.public_id), "the one used last"


def test_the_return_stays_in_the_house(people: People) -> None:
    member = people.member("ines@nord.example", people.nord, "officer")
    client = signed_in("ines@nord.example")
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert client.post(SWITCH, {"membership": str(member.public_id), "retour": elsewhere})["Location"] == "/"


def test_forged_ended_and_foreign_memberships_do_not_exist(people: People) -> None:
    people.member("ines@nord.example", people.nord, "officer")
    ended = people.member("ines@nord.example", people.aisne, "officer", end=timezone.localdate())
    foreign = people.member("salome@fabrique.example", people.fabrique, "structure")
    client = signed_in("ines@nord.example")
    for value in (str(ended.public_id), str(foreign.public_id), str(uuid.uuid4()), "1", ""):
        assert client.post(SWITCH, {"membership": value}).status_code == 404
    assert client.get(SWITCH).status_code == 405


def test_when_the_last_one_has_ended_the_next_is_the_oldest(people: People) -> None:
    first = people.member("ines@nord.example", people.nord, "officer")
    second = people.member("ines@nord.example", people.aisne, "officer")
    actions.choose_membership(user_id=second.user_id, membership=second)
    Membership.objects.filter(pk=second.pk).update(period=(date(2020, 1, 1), timezone.localdate()))
    assert signed_in("ines@nord.example").session["membership"] == str(first.public_id)


@pytest.mark.covers("SYS-902")
def test_a_membership_that_ends_during_a_session_closes_every_page(people: People) -> None:
    member = people.member("salome@fabrique.example", people.fabrique, "structure")
    client = signed_in("salome@fabrique.example")
    Membership.objects.filter(pk=member.pk).update(period=(date(2020, 1, 1), timezone.localdate()))
    refused = client.get("/comptes/")
    assert refused["Location"] == "/comptes/sans-acces/"
    page = client.get("/comptes/sans-acces/")
    assert page.status_code == 200
    said = text(page)
    assert f"Votre accès à La Fabrique s'est terminé le {' '.join(date_fr(yesterday()).split())}" in said
    assert "contact@fabrique.example" in said
    assert "dla@nord.example" in said
    assert client.get("/comptes/", headers={"HX-Request": "true"}).status_code == 204


def test_an_account_without_any_membership_is_told_how_to_get_one(people: People) -> None:
    people.user("seule@nord.example")
    client = signed_in("seule@nord.example")
    assert "n'agit encore pour aucune organisation" in text(client.get("/comptes/sans-acces/"))


def test_the_page_of_ended_accesses_leads_others_where_they_belong(people: People, client: Client) -> None:
    assert client.get("/comptes/sans-acces/")["Location"] == "/comptes/connexion/"
    people.officer()
    assert signed_in("ines@nord.example").get("/comptes/sans-acces/")["Location"] == "/"


# -- removing an access -----------------------------------------------------------------------------------------------------------
def access_path(people: People) -> str:
    return f"/annuaire/{people.fabrique.public_id}/acces/"


@pytest.mark.covers("ORG-011")
def test_the_director_sees_who_has_access_and_removes_it(people: People) -> None:
    people.director()
    president = people.member("odile@fabrique.example", people.fabrique, "structure", title="Présidente")
    client = signed_in("salome@fabrique.example")
    page = text(client.get(access_path(people)))
    assert "Directrice" in page
    assert "Présidente" in page
    before = client.get(f"{access_path(people)}{president.public_id}/retirer/")
    assert "L'accès se ferme tout de suite" in text(before)
    client.post(f"{access_path(people)}{president.public_id}/retirer/")
    president.refresh_from_db()
    assert president.period.upper == timezone.localdate()
    assert queries.load_actor(president.user_id) is None
    event = Event.objects.for_system("test").get(code="accounts.access.ended")
    assert event.thread_id == people.fabrique.thread_id
    assert event.data == {"profile": "structure"}, "no name in the journal"
    again = client.post(f"{access_path(people)}{president.public_id}/retirer/")
    assert again.status_code == 404


def test_an_access_opened_today_can_be_removed_today(people: People) -> None:
    director = people.director()
    member = people.member("odile@fabrique.example", people.fabrique, "structure", start=timezone.localdate())
    actions.end_access(actor=director, membership=member)
    assert queries.load_actor(member.user_id) is None
    assert "ouvert et fermé le même jour" in text(signed_in("salome@fabrique.example").get(access_path(people)))
    with pytest.raises(Refused, match="déjà pris fin"):
        actions.end_access(actor=director, membership=member)


def test_no_one_removes_their_own_access_nor_that_of_others_elsewhere(people: People) -> None:
    director = people.director()
    own = Membership.objects.get(pk=director.membership_id)
    with pytest.raises(Refused, match="votre propre accès"):
        actions.end_access(actor=director, membership=own)
    with pytest.raises(Refused, match="peut retirer cet accès"):
        actions.end_access(actor=people.stranger(), membership=own)
    refused = signed_in("salome@fabrique.example").post(f"{access_path(people)}{own.public_id}/retirer/")
    assert refused.status_code == 403


def test_who_has_access_is_shown_to_the_organisation_and_its_dla_alone(people: People) -> None:
    people.director()
    people.officer()
    people.stranger()
    people.member("thomas@conseil.example", people.conseil, "provider")
    path = access_path(people)
    seen = {mail: signed_in(mail).get(path).status_code for mail in ("salome@fabrique.example", "ines@nord.example")}
    assert set(seen.values()) == {200}
    for mail in ("youssef@aisne.example", "thomas@conseil.example"):
        assert signed_in(mail).get(path).status_code == 404
    open_card = f"/annuaire/{people.conseil.public_id}/acces/"
    assert signed_in("youssef@aisne.example").get(open_card).status_code == 404, "the card is open, the accesses are not"


# -- taking part -------------------------------------------------------------------------------------------------------------------
def test_taking_part_opens_a_thread_and_leaving_closes_it(people: People) -> None:
    provider = people.acting(people.member("thomas@conseil.example", people.conseil, "provider"))
    thread, case = people.fabrique.thread, {"capacity": "provider", "organisation": people.conseil}
    first = actions.take_part(actor=HOUSE, thread=thread, **case)
    assert actions.take_part(actor=HOUSE, thread=thread, **case) == first, "asking twice changes nothing"
    assert Organisation.objects.visible_to(provider).filter(pk=people.fabrique.pk).exists()
    assert "provider" in queries.capacities_of(provider, thread.pk)
    assert actions.leave(actor=HOUSE, thread=thread, **case) == 1
    assert not Organisation.objects.visible_to(provider).filter(pk=people.fabrique.pk).exists()
    assert actions.leave(actor=HOUSE, thread=thread, **case) == 0
    assert Participation.objects.for_system("test").filter(thread=thread).count() == 1, "ended, never erased"


def test_a_participation_may_be_one_persons(people: People) -> None:
    mine = people.member("thomas@conseil.example", people.conseil, "provider")
    other = people.member("nadia@conseil.example", people.conseil, "provider")
    actions.take_part(actor=HOUSE, thread=people.fabrique.thread, organisation=people.conseil, capacity="provider", user=mine.user)
    assert Organisation.objects.visible_to(people.acting(mine)).filter(pk=people.fabrique.pk).exists()
    assert not Organisation.objects.visible_to(people.acting(other)).filter(pk=people.fabrique.pk).exists()
