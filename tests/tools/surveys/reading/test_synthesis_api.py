"""The synthesis by the API: the same rights and the same masks as the page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import World
from tests.tools.surveys.reading import world as grid

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.mark.covers("EVA-903")
def test_masked_groups_bear_their_name_alone(world: Any) -> None:
    made = grid.campaign(world.operator)
    for department, marks in grid.S8.items():
        grid.opinions(made, department, marks)
    answer = world.officer().get(f"/campagnes/{made.public_id}/synthese")
    assert answer.status_code == 200
    said = answer.json()
    assert said["answers"] == 28
    for measure in (said["total"], *said["axes"], *said["items"]):
        cells = {cell["label"]: cell for cell in measure["groups"]["department"]}
        assert {name for name, cell in cells.items() if cell["masked"]} == {"Aisne", "Somme"}
        for name in ("Aisne", "Somme"):
            assert (cells[name]["n"], cells[name]["stats"], cells[name]["shares"]) == (None, None, [])
        if measure["code"] == "conduct":
            assert (cells["Nord"]["n"], cells["Nord"]["stats"]["median"]) == (12, 0.75)


def test_a_campaign_of_elsewhere_does_not_exist(world: Any) -> None:
    made = grid.campaign(grid_operator_elsewhere())
    assert world.officer().get(f"/campagnes/{made.public_id}/synthese").status_code == 404


def grid_operator_elsewhere() -> Any:
    from tests.factories import operator

    return operator("02")
