"""What the page of a sheet costs: the same number of queries for two children and for twenty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.actors.directory import actions
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.workshops import Line
from cordee.core import panels
from cordee.core.access import capacities_in
from cordee.core.once import asked_once
from cordee.core.produce import produce
from tests import factories as make

pytestmark = pytest.mark.django_db
#: the page without the panels of the rooms: session, actor, sheet, fil (2), labels, rows (2), accounts (2), documents (2), files,
#: levels, who looked, what the panels read together
OWN = 16


def bound(organisation: Organisation) -> int:
    return OWN + sum(panel.queries for panel in panels.panels if panel.on == organisation._meta.label_lower)


def asked_by(someone: Any, organisation: Organisation) -> int:
    someone.client.get(organisation.get_absolute_url())
    with CaptureQueriesContext(connection) as seen:
        assert someone.client.get(organisation.get_absolute_url()).status_code == 200
    return len(seen.captured_queries)


def more(organisation: Organisation, number: int) -> None:
    """Places, names, networks, posts, years and what was said, `number` of each."""
    for n in range(number):
        make.child("site", organisation, kind="antenna", name=f"Antenne {number} {n}", period=make.EVER)
        make.child("alias", organisation, name=f"Ancien nom {number} {n}", period=make.LONG_AGO)
        network = make.organisation(f"Réseau {number} {n}", roles=("network",))
        make.child("tie", organisation, kind="member", target=network, period=make.EVER)
        make.position(organisation, f"Passerelle{number}{n}", "staff")
        lines = [Line("Maraîchage", 60, "regular"), Line("Espaces verts", 40, "")]
        actions.save_year(
            actor=make.SYSTEM, organisation=organisation, year=2025 - number - n, values={"permanent": n + 1}, workshops=lines
        )


@pytest.fixture
def rich(db: None) -> Organisation:
    """A sheet with something of everything."""
    made = make.organisation("La Fabrique des Rives")
    make.children(made)
    for level, day in ((1, date(2024, 3, 1)), (2, date(2026, 3, 1))):
        made.refresh_from_db()
        values = {"digital_level": level, "digital_level_on": day}
        actions.edit_organisation(actor=make.SYSTEM, organisation=made, values=values, version=made.version)
    produce("directory.sheet", made, actor=make.SYSTEM)
    more(made, 2)
    return made


def test_the_page_costs_the_same_for_two_children_and_for_twenty(rich: Organisation) -> None:
    readers = {
        "officer": make.officer("59"),
        "national": make.national(),
        "director": make.director(rich),
        "funder": make.funder("59"),
        "provider": make.provider("62"),
    }
    make.takes_part(readers["provider"].organisation, rich.thread, "provider")
    before = {name: asked_by(someone, rich) for name, someone in readers.items()}
    more(rich, 20)
    after = {name: asked_by(someone, rich) for name, someone in readers.items()}
    assert after == before
    assert max(before.values()) <= bound(rich), before


def test_what_one_is_in_a_thread_is_asked_once_a_read_and_afresh_by_the_next(db: None) -> None:
    sheet, ana = make.organisation(), make.provider("62")
    thread, actor = sheet.thread, ana.actor
    with asked_once():
        assert capacities_in(actor, thread) == []
        part = make.takes_part(ana.organisation, thread, "provider")
        with CaptureQueriesContext(connection) as seen:
            assert capacities_in(actor, thread) == []
        assert len(seen.captured_queries) == 0
    assert capacities_in(actor, thread) == ["provider"], "outside a read, rights are read at the time of the act"
    part.delete()
    assert capacities_in(actor, thread) == []
