"""Each grid of the library, answered from end to end on a phone; one of them with the network cut in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cordee.tools.surveys import queries
from cordee.tools.surveys.actions.inviting import ask, issue_link
from cordee.tools.surveys.definition import checks
from cordee.tools.surveys.library import loading, ready
from cordee.tools.surveys.models import Response
from tests import factories
from tests.journeys.conftest import Someone
from tests.journeys.filling import answer_part, fill

PHONE = 360
PATIENCE = 600_000  # milliseconds: a loaded machine is slow, and only a page that stands still is a failure


@pytest.fixture
def asked(own_db: Any) -> Any:
    """`asked("satisfaction")`: the address that a structure of the Nord received for this grid."""
    ines, structure = own_db.together(_world)[0]

    def address(code: str) -> str:
        def link() -> str:
            invitation = ask(actor=ines.actor, asked=queries.library(code), organisation=structure, channel="link")
            return issue_link(actor=ines.actor, invitation=invitation)

        return f"/q/{own_db.together(link)[0]}/"

    return address


def _world() -> Any:
    loading.load()
    return factories.officer("59"), factories.organisation("La Ressourcerie du Marais")


def received(own_db: Any, code: str) -> list[Response]:
    def rows() -> list[Response]:
        return list(Response.objects.for_system("test").filter(asked__questionnaire__code=code))

    found: list[Response] = own_db.together(rows)[0]
    return found


@pytest.fixture
def phone(browser: Any, site: Any) -> Iterator[Callable[[], Someone]]:
    present: list[Someone] = []

    def take() -> Someone:
        present.append(Someone(browser, site.url, PHONE, has_touch=True))
        present[-1].page.set_default_timeout(PATIENCE)
        return present[-1]

    yield take
    for person in present:
        person.leave()


@pytest.mark.parametrize("code", list(ready()))
def test_each_grid_is_answered_from_end_to_end_on_a_phone(code: str, own_db: Any, asked: Any, phone: Callable[[], Someone]) -> None:
    person, definition = phone(), ready()[code].definition
    person.open(asked(code))
    fill(person.page, definition)
    person.judge()
    person.page.locator("section[data-last] [data-go='send']").click()
    person.page.locator("#recu:visible").wait_for()
    (kept,) = received(own_db, code)
    assert checks.faults(definition, kept.answers, final=True) == {}


@pytest.mark.parametrize("code", ["digital-skills"])
def test_the_network_is_cut_in_the_middle_and_nothing_is_lost(code: str, own_db: Any, asked: Any, phone: Callable[[], Someone]) -> None:
    """The first part is answered, the bus enters a tunnel, the rest is answered, the bus comes out: one answer, whole."""
    person, definition = phone(), ready()[code].definition
    person.open(asked(code))
    page = person.page
    page.locator("section[data-step='0'] [data-go='next']").click()
    first = page.locator("section[data-step='1']")
    first.wait_for()
    answer_part(first, definition)
    person.context.set_offline(True)
    first.locator("[data-go='next']").click()
    fill(page, definition, begun=True)
    page.locator("section[data-last] [data-go='send']").click()
    page.locator("[data-panel='waiting']").wait_for()
    assert received(own_db, code) == []
    person.context.set_offline(False)
    page.locator("#recu:visible").wait_for()
    (kept,) = received(own_db, code)
    assert checks.faults(definition, kept.answers, final=True) == {}
    assert kept.answers["reading"] == {"v": "easy"}
    assert kept.total == 0, "the first choice everywhere: never done"
