"""A part taken in one capacity opens what is addressed to that capacity, and nothing of what one is elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.actors.directory.notices import MANUAL
from cordee.actors.directory.people.queries import visible_persons
from cordee.core import notices
from cordee.core.journal import record
from cordee.core.models import Event, Notice
from cordee.core.recipients import addressee
from tests import factories as make
from tests.factories import Someone

pytestmark = pytest.mark.covers("SYS-001", "SYS-005", "SYS-902")
ESSAY = "directory.organisation.edited"


@pytest.fixture
def sheet(db: None) -> Organisation:
    made = make.organisation("La Fabrique des Rives")
    for audience in (["operator"], ["structure"], ["partner"]):
        record(made, ESSAY, actor=make.SYSTEM, audience=audience, data={"fields": ["phone"]})
    return made


def told(someone: Someone, sheet: Organisation) -> set[str]:
    """Audiences of the events of this sheet that reach a home or the journal."""
    seen = Event.objects.visible_to(someone.actor).filter(thread=sheet.thread, code=ESSAY)
    return {audience for event in seen for audience in event.audience}


@pytest.mark.parametrize("profile", ["director", "officer"])
def test_a_partner_is_not_told_what_is_addressed_to_those_who_bear_its_profile(sheet: Organisation, profile: str) -> None:
    """A structure, or a neighbouring DLA, that sits on a committee: neither the structure's side nor the DLA's is its own."""
    invited: Someone = make.officer("02") if profile == "officer" else make.director(make.organisation(zone="02"))
    make.takes_part(invited.organisation, sheet.thread, "partner")
    assert invited.actor.away
    assert not told(invited, sheet) & {"operator", "structure"}
    assert sheet.name not in invited.client.get("/").content.decode()


def test_a_dla_that_takes_part_as_a_dla_and_the_structure_s_own_people_are_told(sheet: Organisation) -> None:
    neighbour = make.officer("02")
    make.takes_part(neighbour.organisation, sheet.thread, "operator")
    assert (told(neighbour, sheet), told(make.director(sheet), sheet)) == ({"operator"}, {"structure"})


def test_the_journal_of_a_head_holds_nothing_of_a_dossier_to_which_its_dla_was_invited(sheet: Organisation) -> None:
    head = make.head("02")
    make.takes_part(head.organisation, sheet.thread, "partner")
    assert "Fiche modifiée" not in head.client.get("/journal/").content.decode()


@pytest.mark.parametrize("capacity", ["provider", "partner", "network", "operator"])
def test_what_the_dla_and_the_structure_write_to_each_other_is_not_read_by_a_dla_invited_as_something_else(
    sheet: Organisation, capacity: str
) -> None:
    salome, neighbour = make.director(sheet), make.officer("02")
    change = make.proposal(salome, phone="0320998877")
    to = addressee(sheet.pk)
    assert to
    values: dict[str, Any] = {"objet": "Objet", "texte": "Texte."}
    notice = notices.issue(MANUAL, actor=make.officer("59").actor, thread=sheet.thread, to=to, values=values, way="in_app")
    post = make.position(sheet)
    make.takes_part(neighbour.organisation, sheet.thread, capacity)
    seen = (
        ChangeRequest.objects.visible_to(neighbour.actor).filter(pk=change.pk).exists(),
        Notice.objects.visible_to(neighbour.actor).filter(pk=notice.pk).exists(),
        visible_persons(neighbour.actor).filter(pk=post.person_id).exists(),
    )
    assert seen == (capacity == "operator",) * 3
    assert neighbour.client.get(change.get_absolute_url()).status_code == (200 if capacity == "operator" else 404)
    assert neighbour.client.get(notice.get_absolute_url()).status_code == (200 if capacity == "operator" else 404)
