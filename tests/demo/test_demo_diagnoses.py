"""The diagnoses of the demonstration on first opening."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.accompaniment.diagnoses import indicators, queries
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.core.access import Actor
from cordee.core.todo import todos
from cordee.demo.examples import dossiers, shelf
from cordee.demo.examples.when import working_day

TODAY = timezone.localdate()
J = working_day(TODAY)


def actor(code: str) -> Actor:
    found = load_actor(User.objects.get(email=f"{code}@cordee.example").pk)
    assert found
    return found


def owed(code: str) -> list[str]:
    return [one.title for one in todos(actor(code)) if "diagnosti" in one.url or "diagnosti" in one.title]


@pytest.mark.covers("DOC-023")
def test_each_finds_what_the_story_says_of_diagnoses(story: None, db: None) -> None:
    assert owed("charge-mission-aisne") == ["Valider ensemble le diagnostic : Recycl'Aisne (fictif)"]
    assert owed("structure-presidente") == ["Relire le diagnostic adopté : La Fabrique des Rives (fictif)"]
    assert owed("structure-directrice") == []
    assert owed("reseau-coorace") == ["Écrire la note de vigilance : Linge et Compagnie (fictif)"]
    note = Contribution.objects.visible_to(actor("reseau-coorace")).get()
    assert note.due_on == J + timedelta(days=8)
    ines = owed("charge-mission-nord")
    assert any(title.startswith("Relever les indicateurs N+2 : ") for title in ines)
    assert len(ines) == 2
    rives = Diagnosis.objects.for_system("test").get(case=dossiers.case_of(dossiers.RIVES))
    version = queries.latest(rives)
    assert version
    adopted = [one.on for one in queries.assents_of(version) if one.by_bodies]
    assert adopted == [J - timedelta(days=25)]
    assert queries.answer_of(rives)
    due = Diagnosis.objects.for_system("test").get(case__title=shelf.READING_DUE)
    assert indicators.readings(due, close=True)
    astre = Diagnosis.objects.visible_to(actor("reseau-coorace")).filter(organisation__name="ASTRE").order_by("opened_on")
    assert [one.opened_on.year for one in astre] == [2008, 2009]
    review = queries.review_of(astre[1])
    assert review
    assert "huit mois" in review.induced
    assert "démarche qualité" in review.new_needs
