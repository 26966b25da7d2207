"""Two people who send the same file, or mark the same sheet, at the same second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.enee import copies
from cordee.actors.providers.models import EneeCopy, Provider
from cordee.core.copying import fields_of
from cordee.core.imports import actions
from cordee.core.models import Event
from cordee.demo.volume import numbers
from tests import factories as make
from tests.actors.providers.enee.test_flat_file import imported


@pytest.mark.covers("EXT-902")
def test_two_equal_files_at_the_same_second_open_one_sheet(own_db: Any) -> None:
    regional = make.regional()
    text = f"Nom;SIRET;CP;Ville\nCap Nord;{numbers.siret(88004)};59000;Lille\n"
    runs = [imported(regional, text, write=False) for _ in range(2)]
    done = at_once(lambda rank: actions.work(actor=regional.actor, run=runs[rank], write=True, progress=lambda done: None))
    assert sorted(run.counts["create"] for run in done) == [0, 1]
    assert Organisation.objects.for_system("t").filter(name="Cap Nord").count() == 1


@pytest.mark.covers("EXT-902")
def test_two_people_who_mark_a_sheet_at_the_same_second_leave_one_copy(own_db: Any) -> None:
    people, sheet = (make.regional(), make.officer("59")), make.full_sheet()
    seen = [fields_of(copies.lines(who.actor, sheet)) for who in people]
    done = at_once(lambda rank: copies.SHEET.mark(actor=people[rank].actor, subject=fresh(sheet), seen=seen[rank]))
    assert len(done) == 2
    assert EneeCopy.objects.for_system("t").count() == 1
    assert Event.objects.for_system("t").filter(code=copies.COPIED).count() == 2


def fresh(sheet: Provider) -> Provider:
    found: Provider = Provider.objects.for_system("t").get(pk=sheet.pk)
    return found


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Two threads that start together, each on its own connection; what they answered."""
    barrier, done = threading.Barrier(2), []

    def play(rank: int) -> None:
        try:
            barrier.wait()
            done.append(act(rank))
        finally:
            connection.close()

    threads = [threading.Thread(target=play, args=[rank]) for rank in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done
