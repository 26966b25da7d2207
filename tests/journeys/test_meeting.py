"""An officer and a director fill a grid together, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cordee.actors.accounts.models import User
from cordee.tools.surveys.models import Response
from tests import factories as make
from tests.journeys.conftest import Someone
from tests.tools.surveys.scene import published


@pytest.fixture
def at_the_table(browser: Any, site: Any, own_db: Any) -> Any:
    """An officer signed in before a large screen, and the address of the meeting."""

    def build() -> tuple[str, str]:
        ines = make.officer()
        rives = make.organisation("Atelier des Rives")
        User.objects.get(pk=ines.user.pk).set_password("x")
        asked = published(ines)
        return ines.client.cookies["sessionid"].value, f"/questionnaires/{asked.questionnaire.public_id}/en-reunion/{rives.public_id}/"

    session, url = own_db.together(build)[0]
    person = Someone(browser, site.url, 1280)
    person.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    yield person, url
    person.leave()


def test_two_voices_at_the_keyboard_then_what_differs(at_the_table: tuple[Someone, str], own_db: Any) -> None:
    person, url = at_the_table
    person.open(url)
    page = person.page
    person.has_the_hand("[autofocus]")  # « Commencer la réunion »
    page.keyboard.press("Enter")
    page.get_by_text("Question 1 sur 6").wait_for()
    person.judge()
    for number in range(1, 7):
        page.get_by_text(f"Question {number} sur 6").wait_for()
        person.has_the_hand("[data-voice] *")
        page.keyboard.press("4")
        page.keyboard.press("Tab")
        if number > 1:
            page.keyboard.press("4" if number < 6 else "1")
        page.keyboard.press("Enter")
    person.sees("1 question où la structure et le")  # what follows is an acronym, which opens the glossary
    person.judge()
    page.get_by_label("Niveau 1").check()
    person.press("Enregistrer la réponse commune")
    kept: Callable[[], Any] = lambda: sorted(one.voice for one in Response.objects.for_system("test"))  # noqa: E731
    assert own_db.together(kept)[0] == ["agreed", "officer", "respondent"]
