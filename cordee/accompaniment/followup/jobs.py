"""Background work of follow-up: the reminders of pieces, each morning."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.accompaniment.followup.actions import remind_due


@app.periodic(cron="15 8 * * 1-5")
@app.task(queueing_lock="followup_reminders")
def remind_pieces(timestamp: int) -> None:
    remind_due()
