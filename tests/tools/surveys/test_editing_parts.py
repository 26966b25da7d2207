"""The pure part of the editor: pieces, codes, gestures on the plan, conditions as rows."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cordee.tools.surveys.definition import read
from cordee.tools.surveys.definition.rules import CODE
from cordee.tools.surveys.editing import conditions, parts
from cordee.tools.surveys.editing.conditions import Row
from cordee.tools.surveys.editing.merging import Clashing, merge
from cordee.tools.surveys.editing.parts import Part


def grid() -> dict[str, Any]:
    yes_no = [{"code": "yes", "label": "Oui"}, {"code": "no", "label": "Non"}]
    return {
        "format": 1,
        "title": "Pratiques",
        "axes": [{"code": "web", "label": "Site", "weight": 100}],
        "sections": [
            {"code": "start", "title": "Départ", "items": [{"code": "site", "kind": "single", "label": "Un site ?", "options": yes_no}]},
            {
                "code": "more",
                "title": "Plus loin",
                "items": [
                    {"code": "visits", "kind": "number", "label": "Visites", "condition": {"item": "site", "is": "yes"}},
                    {"code": "why", "kind": "long", "label": "Pourquoi ?", "condition": {"not": {"item": "site", "is": "yes"}}},
                ],
            },
        ],
        "levels": {"levels": [{"code": "low", "label": "Faible", "least": 0}], "guards": [
            {"items": ["site"], "at_most": 0, "level": "low", "says": "Sans site"}
        ]},
    }  # fmt: skip


def codes(data: dict[str, Any]) -> list[list[str]]:
    return [[section["code"], *(item["code"] for item in section["items"])] for section in data["sections"]]


PARTS = [Part("presentation"), Part("axes"), Part("levels"), Part("section", "more"), Part("item", "visits")]


@pytest.mark.parametrize("part", PARTS)
def test_a_piece_put_back_as_it_was_changes_nothing(part: Part) -> None:
    data = grid()
    piece = parts.piece(data, part)
    assert piece is not None
    assert parts.put(data, part, piece) == data == grid()


def test_a_piece_that_is_gone_says_so() -> None:
    assert parts.piece(grid(), Part("item", "nothing")) is None
    with pytest.raises(KeyError):
        parts.put(grid(), Part("item", "nothing"), {"code": "nothing"})


def test_a_field_emptied_in_the_presentation_leaves_the_definition() -> None:
    data = grid() | {"why": "Pour comprendre"}
    assert "why" not in parts.put(data, Part("presentation"), {"title": "Pratiques"})


def test_a_new_code_is_followed_by_conditions_and_guard_rails() -> None:
    piece = parts.piece(grid(), Part("item", "site"))
    assert piece
    made = parts.put(grid(), Part("item", "site"), piece | {"code": "website"})
    assert made["sections"][1]["items"][0]["condition"] == {"item": "website", "is": "yes"}
    assert made["sections"][1]["items"][1]["condition"] == {"not": {"item": "website", "is": "yes"}}
    assert made["levels"]["guards"][0]["items"] == ["website"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Avez-vous un site ?", "avez_vous_un_site"), ("", "question"), ("2027", "question"), ("Un site ?", "un_site"), ("Site", "site_2")],
)
def test_a_code_says_something_and_is_free(text: str, code: str) -> None:
    assert parts.code_for(text, {"site"}, "question") == code
    assert CODE.fullmatch(code)


def test_a_long_question_gives_a_code_that_fits_even_when_it_is_taken() -> None:
    first = parts.code_for("Combien de personnes " * 5, set(), "question")
    second = parts.code_for("Combien de personnes " * 5, {first}, "question")
    assert first != second
    assert CODE.fullmatch(second)


def test_adding_moving_and_taking_away() -> None:
    data, section = parts.add_section(grid(), "Moyens")
    added = parts.add_item(data, section.code, "single", "Un budget ?")
    assert added is not None
    data, item = added
    assert codes(data) == [["start", "site"], ["more", "visits", "why"], ["moyens", "un_budget"]]
    read(data)
    moved = parts.move(data, item, up=True)
    assert moved
    assert codes(moved) == [["start", "site"], ["more", "visits", "why", "un_budget"], ["moyens"]]
    down = parts.move(moved, Part("item", "visits"), up=False)
    assert down
    assert codes(down)[1] == ["more", "why", "visits", "un_budget"]
    assert parts.move(grid(), Part("item", "site"), up=True) is None
    assert parts.move(grid(), Part("section", "more"), up=False) is None
    lifted = parts.move(grid(), Part("section", "more"), up=True)
    assert lifted
    assert codes(lifted)[0][0] == "more"
    assert codes(parts.remove(grid(), Part("section", "start")) or {}) == [["more", "visits", "why"]]


def test_what_an_item_holds_up_is_told_before_it_goes() -> None:
    assert parts.uses(grid(), {"site"}) == ["Visites", "Pourquoi ?", "Sans site"]
    assert parts.uses(grid(), {"visits"}) == []
    assert parts.leaving(grid(), Part("section", "more")) == {"visits", "why"}


def test_a_copied_section_looks_at_its_own_items() -> None:
    data = grid()
    data["sections"][1]["items"].append(
        {"code": "more_why", "kind": "long", "label": "Mais encore ?", "condition": {"item": "why", "answered": True}}
    )
    made = parts.duplicate(data, Part("section", "more"))
    assert made
    copied, part = made
    assert codes(copied)[2] == [part.code, "visits_2", "why_2", "more_why_2"]
    assert [item.get("condition") for item in copied["sections"][2]["items"]] == [
        {"item": "site", "is": "yes"}, {"not": {"item": "site", "is": "yes"}}, {"item": "why_2", "answered": True}
    ]  # fmt: skip
    read(copied)


# -- conditions ------------------------------------------------------------------------------------------------------------------
CONDITIONS: list[dict[str, Any]] = [
    {"item": "site", "is": "yes"},
    {"not": {"item": "site", "is": "no"}},
    {"item": "visits", "at_least": "12.5"},
    {"item": "why", "answered": False},
    {"item": "site", "in": ["yes", "no"]},
    {"any": [{"item": "site", "is": "no"}, {"item": "visits", "at_most": "3"}]},
    {"all": [{"item": "site", "is": "yes"}, {"item": "why", "answered": True}]},
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_survives_its_rows(condition: dict[str, Any]) -> None:
    read_as = conditions.rows_of(copy.deepcopy(condition))
    assert read_as is not None
    assert conditions.condition_of(*read_as, grid()) == condition


def test_a_choice_among_several_is_had_not_been() -> None:
    data = grid()
    data["sections"][0]["items"][0]["kind"] = "multiple"
    assert conditions.condition_of("all", [Row("site", "is", "yes")], data) == {"item": "site", "has": "yes"}


def test_no_row_is_no_condition_and_storeys_are_kept_apart() -> None:
    assert conditions.rows_of(None) == ("all", [])
    assert conditions.condition_of("all", [Row("", "is", "yes")], grid()) is None
    assert conditions.rows_of({"all": [{"any": [{"item": "site", "is": "yes"}]}]}) is None


def test_conditions_are_told_in_words() -> None:
    told = {"all": [{"any": [{"item": "site", "is": "yes"}, {"item": "why", "answered": False}]}, {"item": "visits", "at_least": "2.5"}]}
    assert conditions.sentence(told, grid()) == (
        "(« Un site ? » est « Oui » ou « Pourquoi ? » n'a pas de réponse) et « Visites » est au moins 2,5"
    )
    assert conditions.sentence({"not": {"item": "site", "is": "no"}}, grid()) == "« Un site ? » n'est pas « Non »"
    assert conditions.sentence({"not": {"item": "gone", "in": ["a", "b"]}}, grid()) == "il est faux que « gone » est « a » ou « b »"


# -- two people -------------------------------------------------------------------------------------------------------------------
def test_what_each_changed_is_kept() -> None:
    base = {"label": "Un site ?", "help": "Ancien", "na": True}
    theirs = {"label": "Un site internet ?", "help": "Ancien", "na": True, "unit": "km"}
    mine = {"label": "Un site ?", "na": True, "required": True}
    assert merge(base, theirs, mine) == {"label": "Un site internet ?", "na": True, "unit": "km", "required": True}


def test_what_both_changed_is_asked_and_the_rest_is_already_kept() -> None:
    with pytest.raises(Clashing) as told:
        merge({"label": "A", "unit": "km"}, {"label": "B", "unit": "h"}, {"label": "C", "unit": "km"})
    assert [(clash.name, clash.before, clash.theirs, clash.mine) for clash in told.value.clashes] == [("label", "A", "B", "C")]
    assert told.value.merged == {"label": "C", "unit": "h"}


def test_the_same_change_twice_is_no_clash() -> None:
    assert merge({"label": "A"}, {"label": "B"}, {"label": "B"}) == {"label": "B"}
