"""A grid filled in a meeting: two voices, what differs, what is agreed."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.models import Organisation
from cordee.tools.surveys.models import Progress, Response, Version
from tests import factories as make
from tests.actors.accounts.people import text
from tests.factories import Someone
from tests.tools.surveys.definitions import grid, level
from tests.tools.surveys.scene import published, questionnaire


@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer()


@pytest.fixture
def rives(db: None) -> Organisation:
    return make.organisation("Atelier des Rives")


def sitting(ines: Someone, rives: Organisation, asked: Version | None = None) -> str:
    asked = asked or published(ines)
    url = f"/questionnaires/{asked.questionnaire.public_id}/en-reunion/{rives.public_id}/"
    assert ines.client.post(url).headers["Location"] == f"{url}?question=1"
    return url


def note(ines: Someone, url: str, item: str, structure: str, officer: str, **more: Any) -> Any:
    values = {"item": item, f"respondent.{item}": structure, f"officer.{item}": officer, "aller": "suite", **more}
    return ines.client.post(f"{url}?question=1", values)


def test_the_two_voices_are_kept_apart_as_they_come(ines: Someone, rives: Organisation) -> None:
    url = sitting(ines, rives)
    assert note(ines, url, "a1", "l3", "l1").headers["Location"] == f"{url}?question=2"
    kept = {one.voice: one.answers for one in Progress.objects.all()}
    assert kept == {"respondent": {"a1": {"v": "l3"}}, "officer": {"a1": {"v": "l1"}}}
    assert "Reprendre la réunion" in text(ines.client.get(url))


def test_gaps_are_shown_the_widest_first_with_what_each_said(ines: Someone, rives: Organisation) -> None:
    url = sitting(ines, rives)
    for item, structure, officer in (("a1", "l2", "l1"), ("a2", "l3", "l3"), ("b1", "l3", "l0"), ("b2", "", "l2"), ("c1", "l1", "")):
        note(ines, url, item, structure, officer)
    said = text(ines.client.get(f"{url}?ecarts=1"))
    assert "3 questions où la structure et le DLA ne disent pas la même chose" in said.replace("\u00a0", " ")
    assert (
        said.index("Question b1 3 niveaux d'écart")
        < said.index("Question a1 1 niveau d'écart")
        < said.index("Question b2 une seule réponse")
    )
    assert "Question a2" not in said


def test_an_agreed_answer_is_owed_for_each_gap_then_three_answers_are_kept(ines: Someone, rives: Organisation) -> None:
    url = sitting(ines, rives)
    for item in ("a1", "a2", "b1", "b2", "c1"):
        note(ines, url, item, "l3", "l3")
    note(ines, url, "c2", "l3", "l0")
    refused = ines.client.post(f"{url}?ecarts=1", {})
    assert refused.status_code == 409
    assert "Il reste des écarts sans réponse commune" in text(refused)
    done = ines.client.post(f"{url}?ecarts=1", {"agreed.c2": "l1"})
    assert done.status_code == 302
    kept = {one.voice: one.answers["c2"]["v"] for one in Response.objects.for_system("test")}
    assert kept == {"respondent": "l3", "officer": "l0", "agreed": "l1"}
    assert {one.channel for one in Response.objects.for_system("test")} == {"meeting"}
    assert not Progress.objects.exists()
    assert "Commencer la réunion" in text(ines.client.get(url)), "the next sitting is a new one"


def test_what_was_observed_is_what_the_dla_says(ines: Someone, rives: Organisation) -> None:
    item = level("a1", "a", observable=True)
    shown = {**grid(), "sections": [{"code": "one", "title": "Une", "items": [item, level("a2", "a")]}], "axes": grid()["axes"][:1]}
    url = sitting(ines, rives, published(ines, shown))
    assert "Ce qui a été observé" in text(ines.client.get(f"{url}?question=1"))
    note(ines, url, "a1", "l3", "l3", **{"officer.a1:observed": "l1"})
    assert "2 niveaux d'écart" in text(ines.client.get(f"{url}?ecarts=1")).replace("\u00a0", " ")


def test_who_is_elsewhere_or_a_structure_opens_no_meeting(ines: Someone, rives: Organisation) -> None:
    url = sitting(ines, rives)
    assert make.officer(zone="02").client.get(url).status_code == 404
    assert make.director(rives).client.get(url).status_code == 404


def test_an_unpublished_questionnaire_says_what_to_do(ines: Someone, rives: Organisation) -> None:
    draft = questionnaire(ines)
    answer = ines.client.get(f"/questionnaires/{draft.public_id}/en-reunion/{rives.public_id}/")
    assert answer.status_code == 409
    assert "publiez-la" in text(answer)


def test_the_structure_is_chosen_by_its_name(ines: Someone, rives: Organisation) -> None:
    url = f"/questionnaires/{published(ines).questionnaire.public_id}/en-reunion/"
    assert ines.client.post(url, {"organisation": "Inconnue"}).status_code == 422
    assert ines.client.post(url, {"organisation": rives.name}).headers["Location"] == f"{url}{rives.public_id}/"


def test_the_questionnaire_is_printed_for_a_visit(ines: Someone) -> None:
    asked = published(ines)
    for format_, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = ines.client.get(f"/questionnaires/{asked.questionnaire.public_id}/papier/{format_}/")
        assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert ines.client.get(f"/questionnaires/{asked.questionnaire.public_id}/papier/exe/").status_code == 404


def test_choices_without_order_are_not_levels_apart_and_a_text_has_its_label(ines: Someone, rives: Organisation) -> None:
    """And an invented structure is said so once."""
    Organisation.objects.filter(pk=rives.pk).update(fictitious=True, name="Atelier des Rives (fictif)")
    choices = [{"code": code, "label": label} for code, label in (("l0", "Par un réseau"), ("l1", "Par un financeur"))]
    known = {"code": "known", "kind": "single", "label": "Comment avez-vous connu le DLA ?", "options": choices}
    words = {"code": "words", "kind": "long", "label": "Votre demande"}
    shown = {**grid(), "sections": [{"code": "one", "title": "Une", "items": [known, words, level("a1", "a")]}], "axes": grid()["axes"][:1]}
    url = sitting(ines, rives, published(ines, shown))
    note(ines, url, "known", "l0", "l1")
    said = text(ines.client.get(f"{url}?ecarts=1")).replace("\u00a0", " ")
    assert "Comment avez-vous connu le DLA ? réponses différentes" in said
    assert "(fictif) (fictif)" not in said
    page = ines.client.get(f"{url}?question=2").content.decode()
    assert '<label class="question-label" for="q-respondent.words">' in page
