"""The grids that come with the platform: each one is whole, ours, in plain French, and says what the documents ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from lucide.templatetags.lucide import lucide

from cordee.core.access import CAPACITIES
from cordee.tools.surveys.definition import KINDS, Definition, Item, checks, read
from cordee.tools.surveys.library import Grid, ready
from cordee.tools.surveys.models import Questionnaire
from tests.tools.surveys.filled import Choose, filled, first, last

GRIDS = ready()
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
UNKIND = re.compile(r"veuillez|invalide|erreur|bénéficiaire|!", re.IGNORECASE)
#: what the documents ask for → the grid that answers
NAMED = {
    "diagnostic partagé": "shared-diagnosis", "pratiques de marketing digital": "digital-marketing", "questionnaire flash": "flash-needs",
    "satisfaction après un webinaire": "webinar-satisfaction", "satisfaction de la structure": "satisfaction",
    "évaluation d'atelier": "workshop-evaluation", "évaluation par les participants": "participants-evaluation",
    "évaluation d'une mission": "mission-evaluation", "compétences numériques": "digital-skills", "besoins de mobilité": "mobility-needs",
    "liste de vérification d'une mutualisation": "mutualisation-checklist", "grille d'investigation": "investigation",
    "suivi N et N+2": "follow-up", "fiche type ACI": "type-sheet-aci", "fiche type AI": "type-sheet-ai",
    "enquête auprès des membres": "members-survey",
}  # fmt: skip
every_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=list(GRIDS))


def definition(code: str) -> Definition:
    return GRIDS[code].definition


def texts(value: Any) -> Iterator[str]:
    """All that a person reads."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key not in ("code", "kind", "axis", "pictogram", "condition", "items", "use", "level") or isinstance(one, (list, Mapping)):
                yield from texts(one) if key not in ("condition", "readers") or isinstance(one, str) else ()
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def named_by(condition: Mapping[str, Any]) -> Iterator[str]:
    for word in ("all", "any"):
        for one in condition.get(word, ()):
            yield from named_by(one)
    if "not" in condition:
        yield from named_by(condition["not"])
    if "item" in condition:
        yield condition["item"]


def test_the_library_holds_every_grid_that_the_documents_name() -> None:
    assert sorted(NAMED.values()) == sorted(GRIDS)


@every_grid
def test_a_grid_is_known_by_the_name_of_its_file(grid: Grid) -> None:
    assert GRIDS[grid.code] is grid
    assert grid.use in Questionnaire.Use.values
    assert 0 < len(grid.title) <= 160
    assert 0 < len(grid.purpose) <= 1000


@every_grid
def test_its_first_screen_is_complete(grid: Grid) -> None:
    found = grid.definition
    assert all((found.why, found.readers, found.kept))
    assert 1 <= found.minutes <= 120


@every_grid
def test_a_grid_survives_an_export_and_an_import(grid: Grid) -> None:
    assert read(grid.definition.to_json()) == grid.definition


@every_grid
def test_a_grid_can_be_published_as_it_is(grid: Grid) -> None:
    assert checks.problems(grid.data) == []


@every_grid
@pytest.mark.parametrize("choose", [first, last])
def test_a_grid_can_be_answered_from_end_to_end(grid: Grid, choose: Choose) -> None:
    found = grid.definition
    assert checks.faults(found, filled(found, choose), final=True) == {}
    owed = [item for section in found.sections for item in section.items if item.required and not (section.condition or section.repeat)]
    assert checks.faults(found, {}, final=True).keys() >= {item.code for item in owed if not item.condition}, "nothing owed is forgotten"


@every_grid
def test_codes_are_plain_and_borne_once(grid: Grid) -> None:
    found = grid.definition
    codes = [one.code for one in (*found.axes, *found.sections, *found.items)]
    assert [code for code in codes if not CODE.fullmatch(code)] == []
    assert [code for code in codes if codes.count(code) > 1] == []
    for item in found.items:
        assert item.kind in KINDS
        for choices in (item.options, item.rows):
            assert len({option.code for option in choices}) == len({option.label for option in choices}) == len(choices), item.code


@every_grid
def test_conditions_look_back_and_name_real_answers(grid: Grid) -> None:
    """What decides comes before what it opens; the answer that it waits for can be given."""
    before: dict[str, Item] = {}
    for section in grid.definition.sections:
        for condition in [section.condition, *(item.condition for item in section.items)]:
            for code in named_by(condition or {}):
                assert code in before or code in {item.code for item in section.items}, code
        for item in section.items:
            for code in named_by(item.condition or {}):
                assert code in before, f"{item.code} waits for {code}"
            before[item.code] = item
    for one in [item.condition for item in before.values() if item.condition]:
        if "item" in one and ("is" in one or "in" in one or "has" in one):
            wanted = {one["is"]} if "is" in one else {one["has"]} if "has" in one else set(one["in"])
            assert wanted <= {option.code for option in before[one["item"]].choices}


@every_grid
def test_axes_levels_and_guard_rails_name_what_exists(grid: Grid) -> None:
    found = grid.definition
    axes, levels = {axis.code for axis in found.axes}, [level.code for level in found.levels.levels]
    assert {item.axis for item in found.items if item.axis} == axes
    assert all(item.marked for item in found.items if item.axis), "an axis is made of marked items"
    assert [level.least for level in found.levels.levels] == sorted({level.least for level in found.levels.levels})
    assert not levels or found.levels.levels[0].least == 0, "every total bears a name"
    for guard in found.levels.guards:
        assert guard.level in levels
        assert all(found.item(code) for code in guard.items)


@every_grid
def test_pictograms_and_readers_are_those_of_the_house(grid: Grid) -> None:
    found = grid.definition
    for name in {one.pictogram for one in (*found.sections, *found.items) if one.pictogram}:
        assert "<svg" in lucide(name)
    assert {capacity for section in found.sections for capacity in section.readers} <= set(CAPACITIES)


@every_grid
def test_it_speaks_as_the_house_does(grid: Grid) -> None:
    said = [*texts(dict(grid.data)), grid.purpose]
    assert [text for text in said if UNKIND.search(text)] == []
    assert [text for text in said if "'" in text and re.search(r"\w ' |' \w", text)] == []
    labels = [item.label for item in grid.definition.items]
    assert len(labels) - len(set(labels)) <= sum(1 for item in grid.definition.items if item.code.endswith("_name")), "asked once"
    assert [label for label in labels if label.endswith("?") and not label.endswith(" ?")] == []


@pytest.mark.parametrize("code", ["digital-skills", "mobility-needs"])
def test_people_who_read_little_meet_short_sentences(code: str) -> None:
    for item in definition(code).items:
        for sentence in re.split(r"(?<=[.?:])\s", f"{item.label} {item.help}".replace(" ?", "?").replace(" :", ":")):
            assert len(sentence.split()) <= 13, f"{item.code}: {sentence}"
        assert all(len(option.label.split()) <= 12 for option in item.options)


@pytest.mark.covers("EVA-001")
def test_satisfaction_asks_of_the_six_topics() -> None:
    found = definition("satisfaction")
    topics = ["Modalités d'intervention", "Déroulement", "Compétences du prestataire", "Résultats", "Impact", "Durabilité"]
    assert [axis.label for axis in found.axes] == topics
    assert all(any(item.axis == axis.code and item.required for item in found.items) for axis in found.axes)


@pytest.mark.covers("EVA-003")
def test_the_flash_questionnaire_asks_interest_time_and_ease() -> None:
    found = definition("flash-needs")
    assert found.minutes <= 5
    assert [item.code for item in found.items if item.required] == ["interested", "ready"]
    ease = found.item("appropriation")
    assert ease
    assert [option.label for option in ease.options][::3] == ["Très faiblement", "Bien"]


@pytest.mark.covers("EVA-004")
@pytest.mark.parametrize("code", ["webinar-satisfaction", "workshop-evaluation", "satisfaction"])
def test_satisfaction_is_given_from_one_to_five(code: str) -> None:
    overall = definition(code).item("overall")
    assert overall
    assert overall.required
    assert [option.mark for option in overall.options] == [1, 2, 3, 4, 5]
    assert definition(code).out_of == 5, "a four is shown as a four"


@pytest.mark.covers("EVA-005")
def test_digital_marketing_has_twelve_axes_of_five_levels_and_a_hundred_points() -> None:
    found = definition("digital-marketing")
    assert [axis.weight for axis in found.axes] == [12, 10, 12, 8, 8, 7, 8, 10, 8, 7, 6, 4]
    marked = [item for item in found.items if item.axis]
    assert sorted(item.axis for item in marked) == sorted(axis.code for axis in found.axes)
    for item in marked:
        assert [option.mark for option in item.options] == [0, 1, 2, 3, 4]
        assert item.na
        assert item.comment
        assert item.proof
        assert item.target
        assert item.feasibility
    assert [(level.label, level.least) for level in found.levels.levels] == [
        ("À initier", 0), ("À structurer", 0.25), ("À développer", 0.5), ("À optimiser", 0.75),
    ]  # fmt: skip


@pytest.mark.covers("EVA-007", "COL-024")
def test_a_workshop_is_judged_on_theory_practice_and_exchanges() -> None:
    assert {"theory", "practice", "exchange"} <= {item.code for item in definition("workshop-evaluation").items}


@pytest.mark.covers("EVA-009")
def test_a_mission_is_judged_on_seven_indicators() -> None:
    assert [axis.label for axis in definition("mission-evaluation").axes] == [
        "Respect du cahier des charges", "Respect des délais", "Disponibilité", "Adaptabilité", "Qualité du contact et des échanges",
        "Résultats et appropriation", "Réalisme des préconisations",
    ]  # fmt: skip


@pytest.mark.covers("EVA-012")
def test_digital_skills_are_twenty_gestures_that_can_be_observed() -> None:
    found = definition("digital-skills")
    gestures = [item for item in found.items if item.axis]
    assert len(gestures) == 20
    assert all(item.observable and item.na and [option.mark for option in item.options] == [0, 1, 2, 3] for item in gestures)
    assert [sum(item.axis == axis.code for item in gestures) for axis in found.axes] == [5, 5, 4, 2, 2, 2]
    assert found.levels.least_answers == 12
    assert all("structure" not in section.readers and section.readers for section in found.sections), "an employer reads nothing by right"


@pytest.mark.covers("EVA-011")
def test_mobility_needs_ask_for_no_name() -> None:
    found = definition("mobility-needs")
    assert not any(item.personal for item in found.items)
    assert {"reason", "licence", "missed", "through"} <= {item.code for item in found.items}


@pytest.mark.covers("ORG-019")
@pytest.mark.parametrize("code", ["type-sheet-aci", "type-sheet-ai"])
def test_type_sheets_ask_what_is_indispensable(code: str) -> None:
    found = definition(code)
    assert {"Organisation interne", "Gouvernance", "Comptabilité et fiscalité"} <= {section.title for section in found.sections}
    for axis in found.axes:
        assert sum(item.axis == axis.code for item in found.items) >= 2, axis.label
    accounting = next(section for section in found.sections if section.code == "accounting_part")
    assert {"analytical", "tax_position"} <= {item.code for item in accounting.items}
    assert "network" not in accounting.readers
    assert accounting.readers


@pytest.mark.parametrize(("code", "section"), [("shared-diagnosis", "economy_part"), ("follow-up", "accounts")])
def test_a_network_does_not_read_the_accounts(code: str, section: str) -> None:
    closed = next(one for one in definition(code).sections if one.code == section)
    assert sorted(closed.readers) == ["funder", "operator", "structure"]


@pytest.mark.covers("EVA-002")
def test_the_follow_up_takes_the_same_figures_twice_and_asks_new_needs_the_second_time() -> None:
    found = definition("follow-up")
    always = {item.code for section in found.sections if not section.condition for item in section.items}
    figures = {"permanent_contracts", "fte", "integration_posts", "volunteers", "users", "income", "income_shares", "biggest_funder",
               "net_result", "equity", "working_capital", "working_capital_need", "cash", "partnerships"}  # fmt: skip
    assert figures | {"project_rewritten", "governance_works"} <= always
    later = next(section for section in found.sections if section.condition)
    assert later.condition == {"item": "reading", "is": "n2"}
    assert {"satisfaction", "new_needs"} <= {item.code for item in later.items}


@pytest.mark.covers("CAP-030", "CAP-031", "CAP-032", "CAP-033", "CAP-034", "CAP-035", "CAP-036")
def test_the_investigation_grid_follows_the_process_then_its_effects() -> None:
    titles = [section.title for section in definition("investigation").sections]
    assert titles[1:] == [
        "A1. L'origine du projet", "A2. Les conditions de mobilisation", "A3. Le diagnostic", "A4. Le plan d'accompagnement",
        "A5. La mise en œuvre", "Questions transverses", "B. Les résultats et les effets",
    ]  # fmt: skip
    moments = [item for item in definition("investigation").items if item.kind == "matrix"]
    assert len(moments) == 4
    assert all(len(item.rows) == 5 for item in moments)
