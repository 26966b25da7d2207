"""Asking for access to a sheet of elsewhere: its DLA is told once a day by one asker, and the asker learns nothing."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.access_requests import CODE, ask_access
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.databases import OwnDatabase

SIRET = "55208131766522"


def asked() -> tuple[int, int]:
    events = Event.objects.for_system("test").filter(code=CODE)
    return events.count(), Mail.objects.for_system("test").filter(kind="directory.access_asked").count()


@pytest.mark.covers("ORG-901", "SYS-001")
def test_the_answer_is_the_same_whether_the_sheet_exists_or_not_and_its_dla_alone_is_told(db: None) -> None:
    sheet, keeper, ines = make.organisation("Secret de l'Aisne", zone="02", siret=SIRET), make.officer("02"), make.officer("59")
    numbers = (SIRET, "73282932000074", "x")
    answers: list[Any] = [ines.client.post("/annuaire/demander-acces/", {"siret": siret}, follow=True) for siret in numbers]
    said = [(answer.status_code, [str(m) for m in answer.context["messages"]]) for answer in answers]
    assert said[0] == said[1] == said[2]
    assert all("Secret" not in answer.content.decode() for answer in answers)
    [letter] = Mail.objects.for_system("test").filter(kind="directory.access_asked")
    assert (letter.recipient, letter.letter["path"]) == (keeper.user.email, sheet.get_absolute_url())
    assert ines.client.get(sheet.get_absolute_url()).status_code == 404, "asking opens nothing"
    ines.client.post("/annuaire/demander-acces/", {"siret": SIRET})
    assert asked() == (1, 1)
    make.officer("59", of=ines.organisation).client.post("/annuaire/demander-acces/", {"siret": SIRET})
    assert asked() == (2, 2), "another person asks in their own name"


def test_a_double_click_at_the_same_second_tells_once(own_db: OwnDatabase) -> None:
    make.organisation("Atelier de l'Aisne", zone="02", siret=SIRET)
    make.officer("02")
    actor = make.officer("59").actor
    own_db.together(*[lambda: ask_access(actor=actor, siret=SIRET)] * 2)
    assert asked() == (1, 1)
