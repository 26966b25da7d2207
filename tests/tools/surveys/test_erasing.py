"""Someone asks to be forgotten: what their questions call personal leaves the base, the rest still counts."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Person
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Erasure, Event
from cordee.tools.surveys import actions
from cordee.tools.surveys.actions.erasing import erase_personal
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response
from tests import factories as make
from tests.factories import Someone
from tests.tools.surveys import scene
from tests.tools.surveys.trips import GIVEN, TRIPS

PERSONAL = {"rest", "since", "name"}
SAID = GIVEN | {"rest": {"v": "J'habite rue des Lilas."}, "since": {"v": "2024-01-08"}, "means": {"v": ["bus"]}}
SITES = {"sites": {"rows": [{"name": {"v": "Chez moi"}, "night": {"v": "yes"}}, {"name": {"v": "Le dépôt"}}]}}


def definition() -> dict[str, Any]:
    asked = copy.deepcopy(TRIPS)
    for section in asked["sections"]:
        for item in section["items"]:
            item["personal"] = item["code"] in PERSONAL
    return asked


@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer()


def answered(by: Someone, person: Person, name: str = "Trajets", of: Organisation | None = None, zone: str = "") -> Response:
    asked = scene.published(by, definition(), title=name)
    made: Campaign = scene.campaign(by, asked, target="persons", name=name, zone=zone or by.organisation.zone)
    actions.invite(actor=by.actor, campaign=made, persons=[(person, of)], channel="link")
    advance(made, "open", actor=by.actor)
    invitation = Invitation.objects.for_system("test").get(campaign=made)
    scene.submit(invitation, SAID | SITES)
    found: Response = Response.objects.for_system("test").get(campaign=made)
    return found


def camille(name: str = "Camille") -> Person:
    made = Person(first_name=name, last_name="Essai", fictitious=True)
    made.save()
    return made


def test_a_person_is_forgotten_in_all_that_they_answered_and_nowhere_else(ines: Someone) -> None:
    person = camille()
    first, second, other = (
        answered(ines, person),
        answered(ines, person, "Trajets, un an après"),
        answered(ines, camille("Dominique"), "Autres"),
    )
    actions.keep_progress(submission=first.public_id, invitation=first.invitation, answers=SAID)
    marks = (first.marks, first.total)
    assert erase_personal(actor=ines.actor, response=first, reason="Demande de la personne") == 2
    for one in (first, second):
        one.refresh_from_db()
        assert one.answers == GIVEN | {"means": {"v": ["bus"]}, "sites": {"rows": [{"night": {"v": "yes"}}, {}]}}
    other.refresh_from_db()
    assert other.answers["rest"] == SAID["rest"]
    assert (first.marks, first.total) == marks, "what was measured still counts"
    assert not Progress.objects.for_system("test").exists()
    assert Erasure.objects.for_system("test").get().reason == "Demande de la personne"
    told = Event.objects.for_system("test").get(code="surveys.response.erased")
    assert told.data["count"] == 2
    assert "Lilas" not in str(told.data)


def test_what_another_team_asked_stays_with_them(ines: Someone) -> None:
    """What one's own organisation answered is read, and held by whoever asked it: each erases what it holds."""
    person, nation = camille(), make.national()
    own = answered(ines, person)
    theirs = answered(nation, person, "Enquête nationale", of=ines.organisation, zone="00")
    assert Response.objects.visible_to(ines.actor).filter(pk=theirs.pk).exists()
    assert erase_personal(actor=ines.actor, response=own, reason="Demande de la personne") == 1
    theirs.refresh_from_db()
    assert theirs.answers["rest"] == SAID["rest"]


def test_without_its_erasure_no_answer_is_rewritten(ines: Someone) -> None:
    kept = answered(ines, camille())
    with pytest.raises(IntegrityError, match="needs an erasure"), transaction.atomic():
        Response.objects.for_system("test").filter(pk=kept.pk).update(answers={})


def test_it_is_asked_with_its_reason_on_the_page_of_the_answer(ines: Someone) -> None:
    kept = answered(ines, camille())
    url = reverse("surveys:response_erase", args=[kept.public_id])
    assert url in ines.client.get(kept.get_absolute_url()).content.decode()
    page = ines.client.post(url, {"reason": " "})
    assert page.status_code == 409
    assert "Indiquez qui demande cet effacement" in page.content.decode()
    assert "Refusal(" not in page.content.decode()
    assert "Lilas" in ines.client.get(kept.get_absolute_url()).content.decode()
    done = ines.client.post(url, {"reason": "Par téléphone, le 3 mai"}, follow=True).content.decode()
    assert "les données personnelles sont effacées dans 1 réponse" in done.replace("\u00a0", " ")
    assert "Lilas" not in done
    assert "ont été effacées le" in done, "the page says that something is missing"
    assert url not in done, "nothing more is there to erase"
    assert "ou plus, de donnée personnelle" in ines.client.get(url).content.decode()
    with pytest.raises(Refused) as again:
        erase_personal(actor=ines.actor, response=kept, reason="Encore")
    assert again.value.refusal.code == "nothing"


def test_another_dla_erases_nothing(ines: Someone) -> None:
    kept, other = answered(ines, camille()), make.officer("02")
    with pytest.raises(Refused):
        erase_personal(actor=other.actor, response=kept, reason="Curiosité")
    assert other.client.post(reverse("surveys:response_erase", args=[kept.public_id]), {"reason": "Curiosité"}).status_code == 404
