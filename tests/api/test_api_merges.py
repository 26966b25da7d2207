"""Through the API: a joined sheet says which one replaces it, a succession is told and read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.core import merging
from tests import factories as make
from tests.api.conftest import SYSTEM, organisation


@pytest.mark.covers("ORG-901")
def test_a_joined_sheet_names_the_one_that_replaces_it_and_is_no_longer_written(world: Any) -> None:
    kept, gone = organisation("Une", "59350"), organisation("Deux", "59350")
    merging.merge(kept, gone, actor=SYSTEM, digest=merging.plan_of(kept, gone, SYSTEM).digest, choices={})
    officer = world.officer()
    read = officer.get(f"/organisations/{gone.public_id}")
    assert read.json()["merged_into"] == str(kept.public_id)
    assert str(gone.public_id) not in officer.get("/organisations").content.decode()
    written = officer.patch(f"/organisations/{gone.public_id}", {"phone": "0320000000"}, If_Match=read["ETag"])
    assert (written.status_code, written.json()["code"]) == (409, "merged")
    assert "fusionnée avec une autre" in written.json()["message"]


@pytest.mark.covers("ORG-903", "ORG-002")
def test_a_succession_is_recorded_and_read_from_each_side(world: Any) -> None:
    one, two, heir = (organisation(name, "59350") for name in ("Ateliers", "Anna", "Pays d'insertion"))
    for sheet, type_ in ((one, "aci"), (two, "ai")):
        make.child("agreement", sheet, type=type_, period=DateRange(date(2000, 1, 1), None))
    officer = world.officer()
    body: dict[str, Any] = {"successor": str(heir.public_id), "others": [str(two.public_id)], "on": "2007-06-01", "kind": "merger"}
    body["agreements"] = ["aci", "ai"]
    made = officer.post(f"/organisations/{one.public_id}/successions", body)
    assert made.status_code == 201, made.content
    read = officer.get(f"/organisations/{heir.public_id}/successions").json()["items"]
    assert {item["predecessor_name"] for item in read} == {"Ateliers", "Anna"}
    sheet = officer.get(f"/organisations/{heir.public_id}").json()
    assert {(a["type"], a["since"]) for a in sheet["agreements"]} == {("aci", "2007-06-01"), ("ai", "2007-06-01")}
    again = officer.post(f"/organisations/{one.public_id}/successions", body)
    assert (again.status_code, again.json()["code"]) == (409, "succession")
    old = officer.post(f"/organisations/{one.public_id}/successions", body | {"on": "0001-01-01"})
    assert (old.status_code, old.json()["code"]) == (409, "on")
