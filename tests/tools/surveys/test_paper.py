"""The empty questionnaire that is printed from its page."""

from __future__ import annotations

import copy
from io import BytesIO

import docx
from django.urls import reverse

from cordee.tools.surveys import actions
from tests import factories as make
from tests.tools.surveys import scene
from tests.tools.surveys.trips import TRIPS


def test_a_draft_is_not_printed_and_the_paper_bears_the_version_in_service(db: None) -> None:
    ines = make.officer()
    asked = scene.questionnaire(ines)
    url = reverse("surveys:paper", args=[asked.public_id, "docx"])
    assert ines.client.get(url).status_code == 404
    for title in ("Trajets", "Trajets, seconde version"):
        actions.save_draft(actor=ines.actor, questionnaire=asked, definition=copy.deepcopy(TRIPS) | {"title": title})
        actions.publish(actor=ines.actor, questionnaire=asked)
    printed = ines.client.get(url)
    assert printed.status_code == 200
    footer = docx.Document(BytesIO(printed.content)).sections[0].footer.paragraphs[0].text
    assert "version 2" in footer.replace("\u00a0", " ")


def test_a_choice_on_paper_is_a_box_to_tick(db: None) -> None:
    ines = make.officer()
    asked = scene.published(ines, copy.deepcopy(TRIPS))
    printed = ines.client.get(reverse("surveys:paper", args=[asked.questionnaire.public_id, "docx"])).content
    lines = [paragraph.text for paragraph in docx.Document(BytesIO(printed)).paragraphs]
    found = [line for line in lines if "le mien" in line or line.endswith("Je ne sais pas")]
    assert found == ["☐  Oui, le mien", "☐  Je ne sais pas", "☐  Je ne sais pas"]
    assert not [line for line in lines if "Manque" in line]
