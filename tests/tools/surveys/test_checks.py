"""What is refused of a definition and of answers, with the sentence that says what to do."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cordee.tools.surveys.definition import checks, read
from tests.tools.surveys.definitions import form, grid, level

ONE = {"code": "q", "kind": "short", "label": "Votre nom ?"}


def said(data: Any) -> dict[str, str]:
    return {problem.path: problem.sentence for problem in checks.problems(data)}


def mended(**more: Any) -> dict[str, Any]:
    return form({**ONE, **more})


def test_a_sound_definition_has_no_problem_and_comes_back_as_it_was_written() -> None:
    for data in (grid(), form(ONE)):
        assert checks.problems(data) == []
        assert checks.problems(read(data).to_json()) == []
        assert read(read(data).to_json()) == read(data)


UNSHAPED = [
    None, [], "texte", 3, {}, {"title": 3}, {"title": "T", "sections": {}}, {"title": "T", "sections": [3]}, {"title": "T", "format": 9},
    form({**ONE, "kind": "essay"}), {"title": "T", "unknown": 1}, {"title": "T", "minutes": True},
    {"title": "T", "axes": [{"code": "a", "label": "A", "weight": float("nan")}]},
    form({**ONE, "condition": "always"}), form({**ONE, "weight": "1"}), {"title": "x" * 6000},
]  # fmt: skip


@pytest.mark.parametrize("data", UNSHAPED)
def test_what_is_not_a_definition_is_refused_where_it_fails(data: Any) -> None:
    assert checks.problems(data)


def test_weights_that_do_not_total_100_are_refused_and_equal_ones_are_shares() -> None:
    off = grid()
    off["axes"][0]["weight"] = 40
    assert said(off) == {"axes": "Les poids des axes font 90 % : ils doivent faire 100 %, ou être tous égaux."}
    for axis in off["axes"]:
        axis["weight"] = 1
    assert said(off) == {}


def test_a_code_serves_once_among_questions_and_repeated_sections() -> None:
    assert "sert déjà" in said(form(ONE, ONE))["sections.0.items.1.code"]
    twice = form(ONE)
    twice["sections"].append({"code": "q", "title": "Sites", "repeat": {"label": "Site"}, "items": []})
    assert "sert déjà" in said(twice)["sections.0.items.0.code"]
    assert "minuscules" in said(mended(code="Été"))["sections.0.items.0.code"]


def condition(**test: Any) -> dict[str, Any]:
    return form(level("first"), {**ONE, "condition": test})


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ({"item": "ghost", "is": "x"}, "n'existe pas"),
        ({"item": "first", "is": "l9"}, "n'est pas un choix"),
        ({"item": "first", "has": "l1"}, "ne se compare pas ainsi"),
        ({"item": "first", "at_least": "beaucoup"}, "en chiffres"),
        ({"item": "first"}, "ne se lit pas"),
        ({"item": "first", "is": "l1", "in": ["l1"]}, "ne se lit pas"),
        ({"all": []}, "ne se lit pas"),
        ({"not": {"not": {"not": {"not": {"not": {"not": {"not": {"item": "first", "is": "l1"}}}}}}}}, "trop d'étages"),
    ],
)
def test_a_condition_that_cannot_be_answered_is_refused(test: dict[str, Any], words: str) -> None:
    assert words in said(condition(**test))["sections.0.items.1.condition"]


def test_a_loop_of_conditions_is_refused_once_and_named() -> None:
    one = {**ONE, "code": "a", "condition": {"item": "b", "answered": True}}
    two = {**ONE, "code": "b", "condition": {"item": "a", "answered": True}}
    assert list(said(form(one, two)).values()) == ["Cette condition dépend d'elle-même : a → b → a. Retirez-en une."]
    own = form(ONE)
    own["sections"][0]["condition"] = {"item": "q", "answered": True}
    assert "dépend d'elle-même" in said(own)["sections.0.condition"]


def test_a_block_is_not_seen_from_outside() -> None:
    data = form({**ONE, "condition": {"item": "site", "answered": True}})
    data["sections"].insert(0, {"code": "sites", "title": "Sites", "repeat": {"label": "Site"}, "items": [{**ONE, "code": "site"}]})
    assert "par bloc" in said(data)["sections.1.items.0.condition"]


def test_an_axis_holds_marked_questions_only_and_each_axis_has_one() -> None:
    data = grid()
    data["sections"][0]["items"][0] = {**ONE, "axis": "a"}
    assert "ne porte pas de note" in said(data)["sections.0.items.0.axis"]
    data["sections"][0]["items"] = [ONE]
    assert "Aucune question notée" in said(data)["axes.0.code"]


def test_levels_go_from_zero_upwards_and_guards_look_at_marked_questions() -> None:
    data = grid()
    data["levels"]["levels"][0]["least"] = 0.1
    assert "commence à 0" in said(data)["levels.levels.0.least"]
    data = grid()
    data["levels"]["levels"].reverse()
    assert "du plus bas au plus haut" in said(data)["levels.levels"]
    data = grid()
    data["levels"]["guards"] = [{"items": ["ghost"], "at_most": 0.2, "level": "none", "says": ""}]
    assert set(said(data)) == {f"levels.guards.0.{name}" for name in ("level", "items", "says")}
    data["levels"] = {"least_answers": 7}
    assert "6 questions notées" in said(data)["levels.least_answers"]


# -- answers ------------------------------------------------------------------------------------------------------------
EVERY = read(
    form(
        {"code": "many", "kind": "multiple", "label": "?", "most_choices": 2, "options": [{"code": c, "label": c} for c in "abc"]},
        {"code": "count", "kind": "number", "label": "?", "least": 0, "most": 99.5, "decimals": 1, "unit": "h"},
        {"code": "euros", "kind": "money", "label": "?"},
        {"code": "parts", "kind": "shares", "label": "?", "options": [{"code": c, "label": c} for c in "ab"]},
        {"code": "name", "kind": "short", "label": "?"},
        {"code": "story", "kind": "long", "label": "?"},
        {"code": "day", "kind": "date", "label": "?"},
        {"code": "photo", "kind": "file", "label": "?"},
        {"code": "grid", "kind": "matrix", "label": "?", "required": True, "options": [{"code": c, "label": c} for c in "xy"],
         "rows": [{"code": c, "label": c} for c in "12"]},
        {"code": "order", "kind": "ranking", "label": "?", "options": [{"code": c, "label": c} for c in "ab"]},
        {"code": "yes", "kind": "three", "label": "?", "unknown": True, "comment": True},
        level("seen", observable=True, required=True, na=False),
    )
)  # fmt: skip


def fault(code: str, answer: Any, *, final: bool = False) -> str:
    return checks.faults(EVERY, {code: answer}, final=final).get(code, "")


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("many", ["a", "a"], "n'est pas proposé"), ("many", ["a", "b", "c"], "décochez-en 1"), ("many", "a", "n'est pas proposé"),
        ("many", ["z"], "n'est pas proposé"), ("many", ["a", "b"], ""),
        ("count", "douze", "n'est pas un nombre"), ("count", "1e3", "n'est pas un nombre"), ("count", "-1", "0 h au moins"),
        ("count", "100", "99,5 h au plus"), ("count", "1.25", "1 chiffre au plus"), ("count", "12.5", ""),
        ("euros", "12.345", "2 chiffres au plus"), ("euros", "12.30", ""),
        ("parts", {"a": "60", "b": "30"}, "font 90 %"), ("parts", {"a": "60", "b": "40"}, ""), ("parts", {"a": "-1"}, "de 0 à 100"),
        ("parts", {"z": "100"}, "pas pu être lue"), ("parts", ["a"], "pas pu être lue"),
        ("name", "x" * 301, "301 caractères, 300 au plus"), ("story", "x" * 5000, ""),
        ("story", "x" * 50_000, "50\u202f000 caractères, 5\u202f000 au plus"),
        ("day", "2026-02-30", "n'existe pas"), ("day", "21/11/2026", "n'existe pas"), ("day", "2026-11-21", ""),
        ("photo", ["not a file"], "pas pu être lue"), ("photo", ["7b1f8a44-6a2f-4e0b-9a51-0d5a3f0c2a11"], ""),
        ("grid", {"1": "x"}, "Il reste 1 ligne à remplir"), ("grid", {"1": "x", "2": "y"}, ""), ("grid", {"1": "z"}, "n'est pas proposé"),
        ("order", ["b", "a"], ""), ("yes", "maybe", "n'est pas proposé"), ("yes", "average", ""),
    ],
)  # fmt: skip
def test_an_answer_is_judged_by_the_kind_of_its_question(code: str, value: Any, words: str) -> None:
    sentence = fault(code, {"v": value})
    assert words in sentence if words else sentence == ""


def test_only_the_special_answers_that_are_offered_are_taken() -> None:
    assert fault("yes", {"s": "unknown"}) == ""
    assert "n'est pas proposé" in fault("yes", {"s": "declined"})
    assert "n'est pas proposé" in fault("yes", {"s": "forged"})


def test_what_is_required_is_asked_at_the_end_only_and_what_was_observed_counts() -> None:
    assert fault("seen", {}, final=False) == ""
    assert fault("seen", {}, final=True) == "Cette question attend une réponse."
    assert fault("seen", {"observed": "l2"}, final=True) == ""
    assert "n'est pas proposé" in fault("seen", {"v": "l1", "observed": "l9"})


def test_a_repeated_section_is_judged_block_by_block() -> None:
    data = form(ONE)
    data["sections"].append(
        {"code": "sites", "title": "S", "repeat": {"label": "Site", "most": 2}, "items": [{**ONE, "code": "town", "required": True}]}
    )
    definition = read(copy.deepcopy(data))
    answers = {"sites": {"rows": [{"town": {"v": "Lens"}}, {"town": {"v": "x" * 400}}, {}]}}
    told = checks.faults(definition, answers, final=True)
    assert told["sites"] == "2 blocs au plus : retirez-en 1."
    assert set(told) == {"sites", "sites.1.town"}
