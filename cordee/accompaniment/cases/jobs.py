"""Background work of dossiers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.accompaniment.cases import actions


@app.periodic(cron="1 * * * *")
@app.task(queueing_lock="territory_passes")
def territory_passes(timestamp: int) -> None:
    """Hourly: midnight in Paris is one of these hours, in summer as in winter."""
    actions.territory_passes()
