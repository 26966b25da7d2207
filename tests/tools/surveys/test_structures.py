"""The questionnaires of a structure: on its sheet and on their own page, for the DLA and for the structure, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Person
from cordee.core.access import Actor
from cordee.core.together import read_together
from cordee.tools.surveys import actions
from cordee.tools.surveys.library.loading import load
from cordee.tools.surveys.models import Response
from cordee.tools.surveys.queries import definition_of, library
from cordee.tools.surveys.structures import queries
from cordee.tools.surveys.structures.panel import questionnaires_of, reads
from tests import factories as make
from tests.factories import Someone
from tests.tools.surveys.filled import filled, last
from tests.tools.surveys.reading import world
from tests.tools.surveys.scene import HIGH, LOW, invitation_of, published, scene, submit

OPERATOR, STRUCTURE = frozenset({"operator"}), frozenset({"structure"})


def panel(structure: Organisation, actor: Actor, capacities: frozenset[str]) -> dict[str, Any] | None:
    return questionnaires_of(structure, actor, capacities, read_together(**reads(structure, actor, capacities)))


def page(who: Someone, of: Organisation) -> tuple[int, str]:
    response = who.client.get(reverse("surveys:of_structure", args=[of.public_id]))
    return response.status_code, response.content.decode()


@pytest.mark.covers("EVA-901")
def test_a_grid_filled_twice_in_a_meeting_offers_its_comparison(db: None) -> None:
    ines, structure = make.officer(), make.organisation("La Ressourcerie du Marais")
    asked = published(ines, title="Grille de gestion")
    for answers in (LOW, HIGH):
        invitation = actions.ask(actor=ines.actor, asked=asked, organisation=structure)
        submit(invitation, answers, actor=ines.actor, voice="agreed", channel="meeting")
    (filled,) = queries.by_questionnaire(queries.answers_of(structure, ines.actor))
    assert filled.twice
    status, text = page(ines, structure)
    assert status == 200
    assert reverse("surveys:before_after", args=[filled.latest.public_id]) in text
    assert "Comparer avant et après" in text


def test_voices_are_not_compared_with_one_another(db: None) -> None:
    ines, structure = make.officer(), make.organisation()
    asked = published(ines)
    invitation = actions.ask(actor=ines.actor, asked=asked, organisation=structure)
    submit(invitation, LOW, channel="meeting", voice="officer", actor=ines.actor)
    submit(invitation, HIGH, channel="meeting", voice="agreed", actor=ines.actor)
    found = queries.by_questionnaire(queries.answers_of(structure, ines.actor))
    assert [one.latest.voice for one in found] == [Response.Voice.AGREED, Response.Voice.OFFICER]
    assert not any(one.twice for one in found)


def test_what_waits_for_an_answer_leaves_once_answered_or_closed(db: None) -> None:
    told = scene(1)
    (structure,) = told.structures
    director = make.director(structure)
    assert [one.campaign for one in queries.waiting_for(structure, director.actor)] == [told.campaign]
    assert "Besoins 2027" in page(director, structure)[1]
    way = reverse("surveys:invitation_answer", args=[invitation_of(told.campaign, structure).public_id])
    assert way in page(director, structure)[1], "a structure goes from what it is asked to the questionnaire"
    assert way in director.client.get(structure.get_absolute_url()).content.decode()
    assert way not in page(told.ines, structure)[1]
    submit(invitation_of(told.campaign, structure))
    assert queries.waiting_for(structure, director.actor) == []
    assert len(queries.answers_of(structure, director.actor)) == 1


def test_the_dla_opens_a_grid_from_there_and_a_structure_does_not(db: None) -> None:
    load()
    ines, structure = make.officer(), make.organisation()
    director = make.director(structure)
    _, for_ines = page(ines, structure)
    offered = queries.grids_for(ines.actor)
    assert next(one.code for one in offered) == "shared-diagnosis"
    assert {"type-sheet-aci", "type-sheet-ai", "digital-marketing", "follow-up"} <= {one.code for one in offered}
    assert "satisfaction" not in {one.code for one in offered}, "an opinion is not given before the one it is about"
    assert reverse("surveys:meeting", args=[offered[0].public_id, structure.public_id]) in for_ines
    status, for_director = page(director, structure)
    assert status == 200
    assert "Remplir en réunion" not in for_director


def test_a_neighbour_a_network_and_a_funder_find_nothing(db: None) -> None:
    structure = make.organisation()
    for other in (make.director(), make.officer("02"), make.network(), make.funder(), make.provider()):
        assert page(other, structure)[0] == 404


def test_the_panel_is_silent_until_something_is_asked_save_for_the_dla(db: None) -> None:
    ines, structure = make.officer(), make.organisation()
    director = make.director(structure)
    assert panel(structure, director.actor, STRUCTURE) is None
    shown = panel(structure, ines.actor, OPERATOR)
    assert shown
    assert shown["opens"]
    asked = actions.ask(actor=ines.actor, asked=published(ines, title="Grille de gestion"), organisation=structure)
    submit(asked, actor=ines.actor, voice="agreed", channel="meeting")
    text = director.client.get(structure.get_absolute_url()).content.decode()
    assert "volet-surveys-structure" in text
    assert "Grille de gestion" in text


@pytest.mark.parametrize("count", [1, 6])
def test_the_panel_costs_one_query_whatever_it_shows(db: None, django_assert_max_num_queries: Any, count: int) -> None:
    ines, structure = make.officer(), make.organisation()
    for number in range(count):
        asked = actions.ask(actor=ines.actor, asked=published(ines, title=f"Grille {number}"), organisation=structure)
        submit(asked, actor=ines.actor, voice="agreed", channel="meeting")
    actor = ines.actor
    with django_assert_max_num_queries(1):
        assert panel(structure, actor, OPERATOR)


def test_an_employer_reads_neither_the_level_nor_the_answers_of_an_employee_on_digital_skills(db: None) -> None:
    """It is theirs, and of those who accompany them: the employer learns it from them, if they wish."""
    load()
    ines, structure = make.officer(), make.organisation("Chantier des Berges")
    director, asked = make.director(structure), library("digital-skills")
    person = Person(first_name="Camille", last_name="Essai", fictitious=True)
    person.save()
    answers = filled(definition_of(asked.pk), last)
    given = world.filled(asked, answers, organisation=structure, person=person, thread=structure.thread, zone=structure.zone)
    level = given.result["level"]["label"]
    read = ines.client.get(given.get_absolute_url())
    assert level in read.content.decode(), "the DLA reads it"
    pages = [given.get_absolute_url(), reverse("surveys:before_after", args=[given.public_id])]
    pages += [reverse("surveys:of_structure", args=[structure.public_id]), structure.get_absolute_url()]
    for address in pages:
        seen = director.client.get(address)
        assert seen.status_code in (200, 404)
        assert level not in seen.content.decode(), address
        assert "Résultat</h2>" not in seen.content.decode()
