"""Two people who send the same file at the same second."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from cordee.actors.directory.models import Organisation
from cordee.core.imports import actions
from cordee.core.models import ImportRun
from cordee.demo.volume import numbers
from tests import factories as make
from tests.actors.providers.enee.test_flat_file import imported


@pytest.mark.covers("EXT-902")
def test_two_equal_files_at_the_same_second_open_one_sheet(own_db: Any) -> None:
    regional = make.regional()
    text = f"Nom;SIRET;CP;Ville\nCap Nord;{numbers.siret(88004)};59000;Lille\n"
    runs = [imported(regional, text, write=False) for _ in range(2)]
    barrier, counts = threading.Barrier(2), []

    def write(run: ImportRun) -> None:
        try:
            barrier.wait()
            counts.append(actions.work(actor=regional.actor, run=run, write=True, progress=lambda done: None).counts)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(count["create"] for count in counts) == [0, 1]
    assert Organisation.objects.for_system("t").filter(name="Cap Nord").count() == 1
