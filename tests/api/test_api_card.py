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
