"""The same grid answered twice: question by question, structure by structure; and what to begin with."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cordee.tools.surveys.definition import read, scoring
from cordee.tools.surveys.reading.evolution import Evolution, Filled, evolution
from cordee.tools.surveys.reading.priorities import priorities, weights_of
from tests import factories
from tests.factories import Someone
from tests.tools.surveys.reading import world

MAY, LATER = date(2021, 5, 10), date(2022, 3, 14)


def filled(definition: dict[str, Any], answers: dict[str, Any]) -> Filled:
    grid = read(definition)
    return Filled(grid, answers, scoring.marks(grid, answers))


def states(found: Evolution) -> dict[str, str]:
    return {line.item.code: line.state for line in found.lines}


# -- pure -------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("EVA-901")
def test_the_same_version_twice() -> None:
    before = filled(world.GRID, {"conduct": {"v": "2"}, "results": {"v": "3"}, "again": {"v": "no"}, "budget": {"v": "1000"}})
    after = filled(world.GRID, {"conduct": {"v": "4"}, "results": {"v": "3"}, "again": {"v": "yes"}, "budget": {"v": "1250.5"}})
    found = evolution(before, after)
    changes = {line.item.code: line.change for line in found.lines}
    assert (changes["conduct"], changes["results"], changes["again"], changes["budget"]) == (0.5, 0, 1, 250.5)
    assert found.same_questions
    assert found.total is not None
    assert found.total.before == pytest.approx((0.25 + (0.5 + 0) / 3) / 2)
    assert found.total.after == pytest.approx((0.75 + (0.5 + 2) / 3) / 2)
    assert [(axis.label, axis.change) for axis in found.axes] == [("L'appui reçu", 0.5), ("Ce qui reste", pytest.approx(2 / 3))]


@pytest.mark.covers("EVA-901")
def test_a_question_added_does_not_break_the_comparison() -> None:
    """Totals are made again on the common questions alone: the new one would make a progress out of nothing."""
    longer = copy.deepcopy(world.GRID)
    longer["sections"][0]["items"].append({"code": "contact", "kind": "three", "label": "Le contact", "axis": "help"})
    longer["sections"][0]["items"] = [item for item in longer["sections"][0]["items"] if item["code"] != "again"]
    before = filled(world.GRID, {"conduct": {"v": "3"}, "results": {"v": "3"}, "again": {"v": "yes"}})
    after = filled(longer, {"conduct": {"v": "3"}, "results": {"v": "3"}, "contact": {"v": "yes"}})
    found = evolution(before, after)
    assert {code: state for code, state in states(found).items() if state != "common"} == {"contact": "new", "again": "gone"}
    assert found.total is not None
    assert (found.total.before, found.total.after) == (0.5, 0.5)
    assert not found.same_questions


def test_choices_that_changed_are_another_question() -> None:
    other = copy.deepcopy(world.GRID)
    other["sections"][0]["items"][0]["options"] = [{"code": "1", "label": "Bien", "mark": 1}, {"code": "2", "label": "Mal", "mark": 0}]
    found = evolution(filled(world.GRID, {"conduct": {"v": "2"}}), filled(other, {"conduct": {"v": "2"}}))
    assert [(line.state, line.change) for line in found.lines if line.item.code == "conduct"] == [("new", None), ("gone", None)]


def test_priorities_are_weight_by_gap_by_feasibility() -> None:
    grid = read(world.GRID)
    answers = {"conduct": {"v": "2", "target": "4", "feasibility": 1}, "results": {"v": "5"}, "again": {"v": "no", "feasibility": 3}}
    found = priorities(grid, answers, scoring.marks(grid, answers))
    assert [(one.item.code, one.value) for one in found] == [
        ("again", pytest.approx(1 / 3 * 1 * 3)),
        ("conduct", pytest.approx(0.5 * 0.5 * 1)),
    ]


@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=3), st.lists(st.floats(0.1, 10), min_size=2, max_size=2))
def test_weights_share_out_the_whole(weights: list[float], axes: list[float]) -> None:
    grid = copy.deepcopy(world.GRID)
    for item, weight in zip(grid["sections"][0]["items"], weights, strict=True):
        item["weight"] = weight
    for axis, weight in zip(grid["axes"], axes, strict=True):
        axis["weight"] = weight
    assert sum(weights_of(read(grid)).values()) == pytest.approx(1)


# -- on the screen ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def ines(db: None) -> Someone:
    return factories.officer("59")


def text_of(who: Someone, name: str, *args: Any, **query: str) -> tuple[int, str]:
    answer = who.client.get(reverse(f"surveys:{name}", args=args), query)
    return answer.status_code, " ".join(answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.covers("EVA-901")
def test_before_and_after_of_a_structure(ines: Someone) -> None:
    structure, version = factories.organisation(), world.published(ines.organisation)
    first = world.diagnosis(structure, version, {"conduct": {"v": "2"}, "again": {"v": "no"}}, submitted_on=MAY)
    second = world.diagnosis(structure, version, {"conduct": {"v": "4"}, "again": {"v": "no"}}, submitted_on=LATER)
    world.diagnosis(factories.organisation(), version, {"conduct": {"v": "5"}}, submitted_on=MAY)
    assert "Comparer avec la fois d'avant" in text_of(ines, "response", second.public_id)[1]
    status, text = text_of(ines, "before_after", second.public_id)
    assert status == 200
    assert "du 10 mai 2021 au 14 mars 2022" in text
    assert (
        '<td>Le déroulement</td><td data-label="Avant">2</td><td data-label="Après">4</td><td class="num" data-label="Évolution">+ 50</td>'
        in text
    )
    assert "12,5 sur 100" in text
    assert "37,5 sur 100" in text
    assert "Une seule réponse pour l'instant" in text_of(ines, "before_after", first.public_id)[1]


def test_another_structures_answer_cannot_be_the_former_one(ines: Someone) -> None:
    version = world.published(ines.organisation)
    other = world.diagnosis(factories.organisation(), version, {"conduct": {"v": "5"}}, submitted_on=MAY)
    mine = world.diagnosis(factories.organisation(), version, {"conduct": {"v": "5"}}, submitted_on=LATER)
    assert text_of(ines, "before_after", mine.public_id, depuis=str(other.public_id))[0] == 404


@pytest.mark.covers("EVA-901")
def test_two_campaigns_structure_by_structure(ines: Someone) -> None:
    version = world.published(ines.organisation)
    structures = [factories.organisation(f"Atelier {letter}") for letter in "ABC"]
    entry, end = (world.campaign(ines.organisation, version, name=name, opens_on=day) for name, day in (("Entrée", MAY), ("Fin", LATER)))
    for rank, structure in enumerate(structures):
        world.answer(entry, {"conduct": {"v": "2"}, "results": {"v": "3"}}, of=structure)
        if rank < 2:
            world.answer(end, {"conduct": {"v": str(3 - 2 * rank)}, "results": {"v": "3"}}, of=structure)
    assert "Comparer avec Entrée" in text_of(ines, "synthesis", end.public_id)[1]
    status, text = text_of(ines, "campaign_before_after", end.public_id, entry.public_id)
    assert status == 200
    assert "2 réponses aux deux" in text
    assert "Atelier C" not in text
    row = text.split(">Atelier A</a>")[1].split("</tr>")[0]
    assert [part.split("<")[0] for part in row.split('">')[1:]] == ["37,5 sur 100", "50 sur 100", "+ 12,5"]
    question = text.split("<td>Le déroulement</td>")[1].split("</tr>")[0]
    assert [part.split("<")[0] for part in question.split('">')[1:]] == ["1", "0", "1", "="]


@pytest.mark.covers("EVA-902")
def test_anonymous_campaigns_are_not_compared_one_by_one(ines: Someone) -> None:
    version = world.published(ines.organisation)
    entry, end = (world.campaign(ines.organisation, version, anonymous=True, opens_on=day) for day in (MAY, LATER))
    assert text_of(ines, "campaign_before_after", end.public_id, entry.public_id)[0] == 404
    world.opinions(end, "59", [3] * 6)
    assert "Comparer avec" not in text_of(ines, "synthesis", end.public_id)[1]
