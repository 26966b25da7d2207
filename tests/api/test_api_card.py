"""An open card is a card on both sides: what the page keeps to itself, the API keeps too, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor
from cordee.core.merging import merge, plan_of
from tests import factories as make
from tests.api.conftest import organisation

SECRET = {
    "address": "9 rue du Secret",
    "phone": "0399000001",
    "email": "reserve@carte.example",
    "website": "https://carte.example",
    "vocation": "Vocation réservée",
    "naf": "8559A",
    "digital_level": 1,
}


def card(world: Any) -> Organisation:
    """A provider of the Haute-Garonne: everyone in the scheme sees its card; its own DLA, its sheet."""
    made = organisation("Conseil de Toulouse", "31555", roles=("provider",), siret="35600000000048", **SECRET)
    make.child("alias", made, name="Ancien nom réservé", period=None)
    make.child("role", made, kind="buyer", period=make.LONG_AGO)
    return made


def bearers(world: Any) -> dict[str, Any]:
    funder = organisation("Financeur du Nord", "59350", roles=("funder",))
    make.mandate(funder, "59", level="funding")
    return {
        "officer": world.officer(),
        "head": world.bearer(world.operator, "head"),
        "provider": world.bearer(organisation("Autre prestataire", "59350", roles=("provider",)), "provider"),
        "network": world.bearer(world.network, "network"),
        "funder": world.bearer(funder, "funder"),
    }


@pytest.mark.covers("SYS-902")
@pytest.mark.parametrize("profile", ["officer", "head", "provider", "network", "funder"])
def test_a_reader_of_the_card_gets_the_card(world: Any, profile: str) -> None:
    made, bearer = card(world), bearers(world)[profile]
    told = bearer.get(f"/organisations/{made.public_id}").json()
    assert told["sheet"]["name"] == "Conseil de Toulouse"
    assert told["sheet"]["commune"] == "31555"
    assert {name: told["sheet"][name] for name in SECRET if told["sheet"][name]} == {}
    assert told["identifiers"] == told["aliases"] == told["names"] == []
    assert [role["kind"] for role in told["roles"]] == ["provider"], "what it was is not on the card"
    assert bearer.get(f"/organisations/{made.public_id}/identifiants").json()["items"] == []


def test_who_has_a_capacity_gets_the_sheet(world: Any) -> None:
    made = card(world)
    for bearer in (world.bearer(world.operator, "national"), world.bearer(made, "provider")):
        told = bearer.get(f"/organisations/{made.public_id}").json()
        assert {name: told["sheet"][name] for name in SECRET} == SECRET
        assert told["identifiers"][0]["value"] == "35600000000048"


def test_the_key_of_a_sheet_that_one_may_not_open_is_not_told(world: Any) -> None:
    system = Actor.system("essai")
    kept, gone = world.other, organisation("Annexe de Lille", "59350")
    merge(kept, gone, actor=system, digest=plan_of(kept, gone, system).digest, choices={})
    assert world.officer().get(f"/organisations/{gone.public_id}").json()["merged_into"] is None
    assert world.bearer(world.operator, "national").get(f"/organisations/{gone.public_id}").json()["merged_into"] == str(kept.public_id)


@pytest.mark.covers("SYS-001", "SYS-902")
def test_the_card_of_a_structure_says_its_types_and_networks_and_neither_its_project_nor_its_other_ties(world: Any) -> None:
    """An insertion structure that also holds an open role: whoever sees its card alone reads what a card says, on both sides."""
    made, bearer = card(world), bearers(world)["officer"]
    said = {"type": "aci", "reference": "AC-SECRET", "exit_objective": 61, "insertion_project": "Projet réservé", "period": make.EVER}
    make.child("agreement", made, **said)
    make.child("agreement", made, type="ei", period=make.LONG_AGO)
    host, net = make.organisation("Porteuse cachée", zone="31"), make.organisation("Réseau ouvert", zone="31", roles=("network",))
    make.child("tie", made, kind="hosted", target=host, period=make.EVER)
    make.child("tie", made, kind="member", target=net, period=make.EVER)
    told = bearer.get(f"/organisations/{made.public_id}").json()
    assert [(a["type"], a["reference"], a["exit_objective"], a["insertion_project"]) for a in told["agreements"]] == [("aci", "", None, "")]
    assert [tie["name"] for tie in told["ties"]] == ["Réseau ouvert"]
    page = make.officer("59").client.get(made.get_absolute_url()).content.decode()
    assert "Réseau ouvert" in page
    assert "ACI" in page
    for secret in ("AC-SECRET", "Projet réservé", "61\u202f%", "61 %", "Porteuse cachée"):
        assert secret not in page
    whole = world.bearer(world.operator, "national").get(f"/organisations/{made.public_id}").json()
    assert {a["insertion_project"] for a in whole["agreements"]} == {"Projet réservé", ""}
    assert {tie["name"] for tie in whole["ties"]} == {"Réseau ouvert", "Porteuse cachée"}
