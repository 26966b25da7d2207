"""The checklist of pooling projects: every line of the documents is there, at its stage, per structure where they say so."""

from __future__ import annotations

import pytest

from cordee.tools.surveys.definition import Item, Section
from cordee.tools.surveys.library import ready

CHECKLIST = ready()["mutualisation-checklist"].definition
#: requirement, stage, item, one answer per structure?, stage that waits for it
LINES: list[tuple[str, int, str, bool, int | None]] = [
    ("MUT-010", 1, "origin", False, 2), ("MUT-010", 1, "uninformed", False, 2), ("MUT-011", 1, "injunction", False, 2),
    ("MUT-012", 1, "injunction_echo", True, 2), ("MUT-013", 1, "adhesion", True, 2), ("MUT-013", 1, "political_adhesion", True, 2),
    ("MUT-013", 1, "partners_adhere", False, 2), ("MUT-014", 1, "widened", False, 2), ("MUT-015", 1, "institutional_echo", False, None),
    ("MUT-016", 1, "makes_sense", True, None), ("MUT-017", 1, "known_relations", True, None), ("MUT-019", 1, "common_prospect", True, None),
    ("MUT-030", 2, "diagnosis_document", False, None), ("MUT-031", 2, "shared_ambition", True, None),
    ("MUT-031", 2, "values_cohesion", True, None), ("MUT-032", 2, "strategic_base", False, 3),
    ("MUT-033", 2, "staff_reservations", True, None), ("MUT-033", 2, "funders_in_terms", False, None),
    ("MUT-033", 2, "convergence", True, None), ("MUT-033", 2, "blocking_factors", True, None),
    ("MUT-034", 2, "networks_asked", False, None),
    ("MUT-035", 2, "echo", False, None), ("MUT-036", 2, "leaders_informed", True, None), ("MUT-036", 2, "project_skills", True, None),
    ("MUT-036", 2, "dla_explained", True, None), ("MUT-036", 2, "institutions_known", True, None),
    ("MUT-037", 2, "elected_prepared", True, None), ("MUT-038", 2, "elected_supported", True, None),
    ("MUT-040", 3, "ambition_first", False, None), ("MUT-041", 3, "precise_objectives", True, None),
    ("MUT-042", 3, "mobilisation_terms", False, None), ("MUT-042", 3, "steering", False, None),
    ("MUT-042", 3, "validation_terms", False, None), ("MUT-042", 3, "staff_mobilised", True, None),
    ("MUT-043", 3, "project_governance", False, 4), ("MUT-044", 3, "preparation_time", False, None),
    ("MUT-045", 3, "appropriation_time", False, None), ("MUT-046", 3, "individual_meetings", True, None),
    ("MUT-047", 3, "provider_criteria", False, None), ("MUT-048", 3, "clear_terms", False, None),
    ("MUT-049", 3, "deliverables", False, None),
    ("MUT-050", 4, "operational", False, None), ("MUT-051", 4, "time_to_settle", True, None),
    ("MUT-052", 4, "follow_up_terms", False, None),
    ("MUT-053", 4, "secured_validations", False, None), ("MUT-054", 4, "evaluation_frame", False, None),
    ("MUT-055", 4, "commitments", True, None), ("MUT-056", 4, "shared_objectives", False, None),
    ("MUT-057", 4, "evaluation_recommended", False, None), ("MUT-058", 4, "charter", True, None), ("MUT-060", 4, "key_people", True, None),
    ("MUT-070", 5, "longer_support", False, None), ("MUT-071", 5, "partners_over_time", False, None),
    ("MUT-072", 5, "networks_mobilised", False, None), ("MUT-073", 5, "reproducible", False, None),
    ("MUT-074", 5, "dla_contact", False, None),
]  # fmt: skip


def place(code: str) -> tuple[Section, Item]:
    return next((section, item) for section in CHECKLIST.sections for item in section.items if item.code == code)


@pytest.mark.covers("MUT-902")
@pytest.mark.parametrize(("requirement", "stage", "code", "each", "gate"), LINES, ids=[f"{line[0]}-{line[2]}" for line in LINES])
def test_a_line_of_the_documents_is_at_its_stage(requirement: str, stage: int, code: str, each: bool, gate: int | None) -> None:
    section, item = place(code)
    assert section.title.startswith(f"Étape {stage} "), requirement
    assert bool(section.repeat) is each, "answered structure by structure, then put together"
    assert (f"avant l'étape {gate}" in item.help) if gate else ("avant l'étape" not in item.help)


def test_nothing_else_is_asked_than_names_and_which_injunction() -> None:
    known = {line[2] for line in LINES} | {"injunction_which"}
    assert {item.code for item in CHECKLIST.items if not item.code.endswith("_name")} == known


def test_each_block_of_a_structure_begins_with_its_name() -> None:
    for section in CHECKLIST.sections:
        if section.repeat:
            assert section.items[0].required
            assert section.items[0].kind == "short"
