"""The API sees what the screens see: not a row, not a section more."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.actors.directory.actions import propose_change
from cordee.core.access import actor_of_membership
from cordee.core.models import ReadLog
from tests.api.conftest import SIRETS, organisation


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["name"] for item in response.json()["items"]]


def actor(bearer: Any) -> Any:
    return actor_of_membership(bearer.token.membership.user_id, bearer.token.membership_id)


@pytest.mark.parametrize("path", ["", "/identifiants", "/journal"])
def test_another_department_answers_as_nothing(world: Any, path: str) -> None:
    officer = world.officer()
    hidden = officer.get(f"/organisations/{world.other.public_id}{path}")
    nothing = officer.get(f"/organisations/{uuid.uuid4()}{path}")
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.json() == nothing.json()
    assert officer.get(f"/organisations/{world.structure.public_id}{path}").status_code == 200


def test_nothing_is_written_on_what_is_not_seen(world: Any) -> None:
    officer = world.officer()
    assert officer.patch(f"/organisations/{world.other.public_id}", {"name": "Pris"}, If_Match='"1"').status_code == 404
    assert officer.post(f"/organisations/{world.other.public_id}/identifiants", {"kind": "siret", "value": SIRETS[2]}).status_code == 404
    assert officer.post(f"/organisations/{world.other.public_id}/propositions", {"changes": {"acronym": "X"}}).status_code == 404


def test_lists_follow_reach(world: Any) -> None:
    assert names(world.officer().get("/organisations")) == ["Atelier du Pévèle", "Nord Actif", "Réseau des ateliers"]
    assert names(world.director().get("/organisations")) == ["Atelier du Pévèle"]
    assert "Chantier de l'Aisne" in names(world.bearer(world.operator, "national").get("/organisations"))


def test_sections_are_those_of_the_screen(world: Any) -> None:
    path = f"/organisations/{world.structure.public_id}"
    officer = world.officer().get(path).json()
    assert officer["sections"] == ["identity", "contacts", "governance", "years"]
    assert officer["years"][0]["budget"] == "412000.00"
    assert officer["governance"][0]["email"] == "camille@example.org"
    assert officer["identifiers"][0]["value"] == SIRETS[0]
    network = world.bearer(world.network, "network").get(path).json()
    assert (network["sections"], network["years"]) == (["identity", "contacts", "governance"], None)
    assert world.director().get(path).json()["years"]


def test_an_open_card_gives_no_more_than_the_card(world: Any) -> None:
    card = world.officer().get(f"/organisations/{world.network.public_id}").json()
    assert (card["sections"], card["governance"], card["years"]) == (["identity"], None, None)


def test_reading_personal_contacts_is_kept(world: Any) -> None:
    officer = world.officer()
    officer.get(f"/organisations/{world.structure.public_id}")
    officer.get(f"/organisations/{world.network.public_id}")
    assert list(ReadLog.objects.values_list("subject_id", "what", "actor_user")) == [
        (world.structure.pk, "contacts", officer.token.membership.user_id)
    ]


def test_proposals_are_seen_by_their_parties(world: Any) -> None:
    change = propose_change(actor=actor(world.director()), organisation=world.structure, values={"acronym": "ADP"})
    path = f"/propositions/{change.public_id}"
    outsider = world.bearer(world.other, "structure")
    for bearer, status in ((world.officer(), 200), (world.director(), 200), (outsider, 404)):
        assert [bearer.get(path + part).status_code for part in ("", "/transitions", "/journal")] == [status] * 3
    assert outsider.get("/propositions").json()["items"] == []
    assert outsider.post(f"{path}/transitions/accept", {}).status_code == 404


def test_filters_are_those_of_the_screen(world: Any) -> None:
    officer = world.officer()
    assert names(officer.get("/organisations?role=operator")) == ["Nord Actif"]
    assert names(officer.get("/organisations?q=pevele")) == ["Atelier du Pévèle"]
    assert names(officer.get(f"/organisations?q={SIRETS[0]}")) == ["Atelier du Pévèle"]
    assert names(officer.get(f"/organisations?q={SIRETS[1]}")) == []
    assert names(officer.get("/organisations?departement=59")) == ["Atelier du Pévèle", "Nord Actif"]
    refused = officer.get("/organisations?departement=13")
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["departement"])


def test_pages_hold_when_rows_come_and_go(world: Any) -> None:
    for number in range(12):
        organisation(f"Structure {number:02}", "59350")
    officer = world.officer()
    first = officer.get("/organisations?limit=5").json()
    organisation("AAA première", "59350")
    type(world.structure).objects.filter(public_id=first["items"][-1]["id"]).update(name="ZZZ renommée")
    seen = [item["name"] for item in first["items"]]
    following = first["next"]
    while following:
        page = officer.get(f"/organisations?limit=5&cursor={following}").json()
        seen += [item["name"] for item in page["items"]]
        following = page["next"]
    expected = ["Atelier du Pévèle", "Nord Actif", "Réseau des ateliers", *(f"Structure {n:02}" for n in range(12)), "ZZZ renommée"]
    assert seen == expected
    assert [name for name in seen if seen.count(name) > 1] == []


def test_a_cursor_is_ours_and_of_this_list(world: Any) -> None:
    officer = world.officer()
    following = officer.get("/organisations?limit=1").json()["next"]
    for path in ("/propositions", f"/organisations/{world.structure.public_id}/journal"):
        assert officer.get(f"{path}?cursor={following}").json()["fields"].keys() == {"cursor"}
    assert officer.get("/organisations?cursor=1234").status_code == 422


@pytest.mark.parametrize("path", ["/organisations", "/organisations?q=atelier", "/propositions", "/zones", "/departements"])
def test_a_list_costs_as_many_queries_whatever_its_length(world: Any, path: str) -> None:
    officer = world.officer()
    counts = []
    for number in (0, 1):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(path).status_code == 200
        counts.append(len([q for q in asked if "accounts_tokenuse" not in q["sql"] or "INSERT" not in q["sql"]]))
        for extra in range(8):
            made = organisation(f"Atelier {number}-{extra}", "59350")
            propose_change(actor=actor(world.bearer(made, "structure")), organisation=made, values={"acronym": "A"})
    assert counts[0] == counts[1] <= 5


def test_the_journal_is_the_fil(world: Any) -> None:
    lines = world.officer().get(f"/organisations/{world.structure.public_id}/journal").json()["items"]
    assert [line["code"] for line in lines] == ["directory.organisation.created"]
    network = world.bearer(world.network, "network").get(f"/organisations/{world.structure.public_id}/journal").json()
    assert network == {"items": [], "next": None}
