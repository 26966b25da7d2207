"""The forms of pieces: what is stored, shown and sent back unchanged is stored the same; the bad input of a person says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from cordee.tools.surveys.editing import parts
from cordee.tools.surveys.editing.parts import Part
from cordee.tools.surveys.editing.posting import posted_by
from cordee.tools.surveys.forms import FORMS

FULL: dict[str, Any] = {
    "format": 1, "title": "Pratiques", "why": "Pour comprendre.", "minutes": 12, "readers": "Vous", "kept": "Trois ans", "out_of": 5,
    "weighting": "items",
    "axes": [
        {"code": "web", "label": "Site", "weight": 40}, {"code": "net", "label": "Réseaux", "weight": 60}, {"code": "one", "label": "Un"},
    ],
    "sections": [
        {"code": "start", "title": "Départ", "intro": "Bonjour", "readers": ["operator"], "items": [
            {"code": "site", "kind": "single", "label": "Un site ?", "axis": "web", "weight": 2.5, "required": True, "na": True,
             "options": [{"code": "yes", "label": "Oui", "mark": 1}, {"code": "no", "label": "Non", "mark": 0, "pictogram": "house"}]},
            {"code": "tools", "kind": "multiple", "label": "Outils", "most_choices": 2,
             "options": [{"code": "a", "label": "A", "mark": 0.5}]},
            {"code": "staff", "kind": "number", "label": "Effectif", "unit": "ETP", "least": 0, "most": 900.5, "decimals": 2,
             "condition": {"all": [{"item": "site", "is": "yes"}, {"item": "tools", "has": "a"}]}},
            {"code": "deep", "kind": "long", "label": "Mais encore", "longest": 900, "personal": True,
             "condition": {"all": [{"any": [{"item": "site", "is": "yes"}]}]}},
            {"code": "grid", "kind": "matrix", "label": "Grille", "rows": [{"code": "r", "label": "R"}],
             "options": [{"code": "c", "label": "C", "mark": 2}], "condition": {"not": {"item": "site", "is": "no"}}},
            {"code": "part", "kind": "shares", "label": "Part", "options": [{"code": "x", "label": "X"}],
             "condition": {"item": "staff", "at_most": "2.5"}},
            {"code": "ok", "kind": "three", "label": "D'accord ?", "target": True, "feasibility": True, "observable": True,
             "comment": True, "pictogram": "anchor"},
        ]},
        {"code": "each", "title": "Chaque", "pictogram": "truck", "repeat": {"label": "Véhicule", "most": 5},
         "condition": {"item": "site", "answered": False}, "items": []},
    ],
    "levels": {
        "levels": [
            {"code": "low", "label": "Faible", "least": 0, "meaning": "À construire"}, {"code": "high", "label": "Fort", "least": 0.655},
        ],
        "guards": [{"items": ["site", "ok"], "at_most": 0.5, "level": "low", "says": "Sans site"}],
        "least_answers": 3,
    },
}  # fmt: skip
ALL = [
    Part("presentation"), Part("axes"), Part("levels"), *(Part("section", s["code"]) for s in FULL["sections"]),
    *(Part("item", i["code"]) for i in FULL["sections"][0]["items"]),
]  # fmt: skip


def sent(part: Part, change: dict[str, str] | None = None, gesture: str = "", data: dict[str, Any] = FULL) -> Any:
    """The form as the browser would send it back, with what someone changed."""
    piece = parts.piece(data, part) or {}
    posted = QueryDict(mutable=True)
    for name, value in posted_by(FORMS[part.kind](piece, data)):
        posted.appendlist(name, value)
    for name, value in (change or {}).items():
        posted[name] = value
    return FORMS[part.kind](piece, data, posted, gesture)


@pytest.mark.parametrize("part", ALL, ids=lambda part: f"{part.kind}-{part.code}")
def test_a_form_sent_back_as_it_was_shown_changes_nothing(part: Part) -> None:
    form = sent(part)
    assert form.is_valid(), form.errors
    assert form.written() == parts.piece(FULL, part)


def test_a_choice_is_added_moved_and_taken_away() -> None:
    item = Part("item", "site")
    form = sent(item, {"options-2-label": "Bientôt", "options-2-mark": "0,5"})
    assert form.is_valid()
    assert form.written()["options"][2] == {"code": "bientot", "label": "Bientôt", "mark": 0.5}
    for gesture, expected in (("monter:options:1", ["no", "yes"]), ("descendre:options:1", ["yes", "no"]), ("retirer:options:0", ["no"])):
        form = sent(item, gesture=gesture)
        assert form.is_valid()
        assert [one["code"] for one in form.written()["options"]] == expected


def test_another_kind_keeps_its_choices_where_it_has_some() -> None:
    form = sent(Part("item", "site"), {"kind": "multiple"})
    assert form.is_valid()
    assert [one["label"] for one in form.written()["options"]] == ["Oui", "Non"]


@pytest.mark.parametrize(
    ("part", "change", "field", "sentence"),
    [
        (Part("item", "site"), {"code": "tools"}, "code", "« tools » sert déjà à une autre question ou section"),
        (Part("item", "site"), {"code": "Le Site"}, "code", "Un repère s'écrit en minuscules"),
        (Part("item", "site"), {"weight": "beaucoup"}, "weight", "Écrivez un nombre"),
        (Part("presentation"), {"minutes": "0"}, "minutes", "au moins 1"),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(part: Part, change: dict[str, str], field: str, sentence: str) -> None:
    form = sent(part, change)
    assert not form.is_valid()
    assert sentence in str(form.errors[field][0])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"conditions-0-choice": "tools:a"}, "Choisissez une réponse de cette question."),
        ({"conditions-0-how": "at_least", "conditions-0-value": ""}, "Indiquez la valeur à comparer"),
    ],
)
def test_a_condition_that_is_half_chosen_says_what_is_missing(change: dict[str, str], sentence: str) -> None:
    form = sent(Part("item", "grid"), change)
    assert not form.is_valid()
    assert any(sentence in told for _, told in form.lines["conditions"].mistakes())


def test_a_condition_is_chosen_by_its_answer_alone() -> None:
    """Without JavaScript, one list says both the question and its answer."""
    form = sent(Part("item", "ok"), {"conditions-0-choice": "site:no", "conditions-0-how": "is", "conditions-0-item": ""})
    assert form.is_valid(), form.errors
    assert form.written()["condition"] == {"item": "site", "is": "no"}


def test_a_condition_of_several_storeys_is_kept_until_it_is_taken_away() -> None:
    deep = Part("item", "deep")
    form = sent(deep, {"condition_drop": "on"})
    assert form.is_valid()
    assert "condition" not in form.written()


def test_an_item_never_looks_at_itself_nor_into_a_repeated_section() -> None:
    data = {**FULL, "sections": [FULL["sections"][0], {**FULL["sections"][1], "items": [{"code": "km", "kind": "number", "label": "Km"}]}]}
    form = FORMS["item"](parts.piece(data, Part("item", "site")) or {}, data)
    line = form.lines["conditions"]
    assert [item["code"] for item in line.given["items"]] == ["tools", "staff", "deep", "grid", "part", "ok"]
