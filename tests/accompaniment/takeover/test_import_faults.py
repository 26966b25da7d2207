"""Two colleagues send the file at the same second; the worker dies once all is written and nothing is committed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connection

from cordee.accompaniment.cases.models import Assignment, Beneficiary, Case
from cordee.accompaniment.takeover.models import Entry
from cordee.core.imports import actions
from cordee.core.models import Event, Thread
from cordee.core.tasks import do_task
from cordee.demo.volume import numbers
from tests import factories as make
from tests.accompaniment.takeover.test_import_cases import line, send, table, work
from tests.actors.directory.test_import_faults import KILLED

TABLE = table(*(line(f"R-{n}", numbers.siret(97500 + n), state="Accueil", met="20/03/2024") for n in range(12)))


def structures() -> None:
    for n in range(12):
        make.organisation(f"Structure {n}", siret=numbers.siret(97500 + n))


def rows() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in (Case, Beneficiary, Assignment, Entry, Thread, Event)}


def test_two_colleagues_import_the_same_dossiers_at_the_same_second(own_db: Any) -> None:
    ines = make.officer("59")
    marc = make.officer(of=ines.organisation)
    structures()
    both = [(who.actor, work(who, send(who, TABLE), write=False)) for who in (ines, marc)]
    writes = [lambda a=actor, r=run: actions.work(actor=a, run=r, write=True, progress=lambda done: None) for actor, run in both]
    results = own_db.together(*writes)
    assert sorted(run.counts["create"] for run in results) == [0, 12], results
    assert sorted(run.counts["same"] for run in results) == [0, 12]
    assert Case._base_manager.count() == 12


def test_a_worker_killed_in_the_middle_leaves_no_dossier_and_the_next_one_finishes(own_db: Any) -> None:
    ines = make.officer("59")
    structures()
    run = work(ines, send(ines, TABLE), write=False)
    task = actions.start_work(actor=ines.actor, run=run, write=True)
    before = rows()
    connection.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(task.pk)], env=own_db.environment, cwd=Path(__file__).parents[3], check=False)
    assert done.returncode == -9
    assert rows() == before, "nothing half-written"
    do_task(task.pk)
    run.refresh_from_db()
    assert (run.state, run.counts["create"], Case._base_manager.count()) == ("done", 12, 12)
