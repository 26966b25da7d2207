"""The search box by the API: the same sources, the same doors."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.core.find.near import refresh_vocabulary


def found(answer: Any) -> dict[str, list[str]]:
    return {group["kind"]: [item["label"] for item in group["items"]] for group in answer.json()["groups"]}


@pytest.mark.covers("SYS-910")
def test_the_box_answers_what_the_membership_sees(world: Any) -> None:
    officer = world.officer()
    assert found(officer.get("/search?q=552 081 317 66522")) == {"organisations": ["Atelier du Pévèle"]}
    assert found(officer.get("/search?q=essai")) == {"personnes": ["Camille Essai"]}
    assert found(officer.get("/search?q=chantier aisne")) == {}


def test_a_typing_fault_is_told(world: Any) -> None:
    refresh_vocabulary()
    answer = world.officer().get("/search?q=peveel").json()
    assert (answer["q"], answer["meant"], answer["groups"][0]["count"], answer["groups"][0]["more"]) == ("peveel", "pevele", 1, False)


@pytest.mark.parametrize("q", ["!!!", "a"])
def test_what_cannot_be_sought_is_a_fault_of_the_field(world: Any, q: str) -> None:
    answer = world.officer().get(f"/search?q={q}")
    assert answer.status_code == 422
    assert "tapez" in answer.content.decode()
