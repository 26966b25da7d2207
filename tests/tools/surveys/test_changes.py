"""What changes between two versions of a questionnaire, told in sentences."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from cordee.tools.surveys.definition import changes, read
from tests.tools.surveys.definitions import grid, level


def told(**edits: Any) -> list[str]:
    """The sentences after these edits of the grid: path → value, None = taken away."""
    data = grid()
    for path, value in edits.items():
        place: Any = data
        *parents, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        for part in parents:
            place = place[part]
        if value is None:
            del place[last]
        elif isinstance(place, list) and last == len(place):
            place.append(value)
        else:
            place[last] = value
    found = changes.between(read(grid()), read(data))
    assert all(change.data == {} or isinstance(change.data, dict) for change in found)
    return [changes.sentence(change) for change in found]


def test_nothing_changed_says_nothing() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ({"title": "Autre"}, "La présentation change : titre"),
        ({"weighting": "items"}, "Le total est calculé autrement"),
        ({"axes__0__weight": 40.5}, "Le poids de l'axe « Axe a » passe de 50 à 40,5"),
        ({"axes__0__label": "Autre"}, "L'axe « Axe a » devient « Autre »"),
        ({"axes__3": {"code": "d", "label": "Nouveau"}}, "Nouvel axe : « Nouveau »"),
        ({"sections__0__title": "Autre"}, "La section « Section a » devient « Autre »"),
        ({"sections__0__readers": ["operator"]}, "Ceux qui lisent la section « Section a » changent"),
        ({"sections__0__items__2": level("a3")}, "Nouvelle question : « Question a3 »"),
        ({"sections__0__items__1": None}, "Question retirée : « Question a2 »"),
        ({"sections__0__items__0__label": "Autre"}, "Question récrite : « Question a1 » devient « Autre »"),
        ({"sections__0__items__0__required": True}, "La question « Question a1 » devient obligatoire"),
        ({"sections__0__items__0__weight": 2.0}, "La question « Question a1 » ne compte plus de la même façon"),
        ({"sections__0__items__0__help": "Aide"}, "Des précisions changent dans la question « Question a1 »"),
        ({"sections__1__items__0__condition": {"item": "a1", "is": "l1"}}, "Ce qui fait apparaître « Question b1 » change"),
        ({"sections__0__items__0__options__4": {"code": "x", "label": "Plus", "mark": 4}}, "Choix ajoutés à « Question a1 » : « Plus »"),
        ({"sections__0__items__0__options__0": None}, "Choix retirés de « Question a1 » : « Niveau 0 »"),
        ({"sections__0__items__0__options__1__mark": 1.5}, "Les notes des choix de « Question a1 » changent"),
        ({"sections__0__items__0__options__1__label": "Autre"}, "Des choix de « Question a1 » sont récrits"),
        ({"levels__least_answers": 2}, "Les niveaux ou leurs garde-fous changent"),
    ],
)
def test_each_change_has_its_sentence(edits: dict[str, Any], sentence: str) -> None:
    assert told(**edits) == [sentence]


def test_a_question_of_another_kind_and_a_section_taken_away() -> None:
    number = {"code": "a1", "kind": "number", "label": "Question a1"}
    assert told(sections__0__items__0=number)[0] == (
        "La question « Question a1 » change de genre : de « Échelle à niveaux décrits » à « Nombre »"
    )
    gone = told(sections__2=None)
    assert gone == ["Section retirée : « Section c »", "Question retirée : « Question c1 »", "Question retirée : « Question c2 »"]


def test_an_order_that_changes_is_said_once() -> None:
    data = grid()
    data["sections"].reverse()
    codes = [change.code for change in changes.between(read(grid()), read(data))]
    assert codes == ["sections_moved", "items_moved"]


def test_every_code_has_its_sentence() -> None:
    codes = set(re.findall(r'Change\("(\w+)"', inspect.getsource(changes))) | {"item_required", "item_optional"}
    assert codes == set(changes.SENTENCES) | {"presentation"}
