"""Background work of the directory."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.actors.directory import duplicates
from cordee.actors.directory.connected import watching


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="find_duplicates")
def find_duplicates(timestamp: int) -> None:
    """Nightly: the pairs of sheets that may be one."""
    duplicates.find_duplicates()


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="watch_companies")
def watch_companies(timestamp: int) -> None:
    """Nightly: what the public register says of the sheets that bear a SIRET."""
    watching.watch()
