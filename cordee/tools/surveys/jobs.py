"""Background work of questionnaires: openings and closings on their day, letters, reminders, what was begun and left."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.tools.surveys.actions import dated
from cordee.tools.surveys.actions.progress import sweep_progress as sweep


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="surveys_dates")
def keep_dates(timestamp: int) -> None:
    """Campaigns whose day or hour has come. Each stands alone: one that cannot open does not hold the others."""
    dated.open_due()
    dated.close_due()


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="surveys_letters")
def send_invitations(timestamp: int) -> None:
    """Whatever was opened, invited or interrupted since: a letter already sent is not sent again."""
    dated.send_unsent()


@app.periodic(cron="0 8 * * *")
@app.task(queueing_lock="surveys_reminders")
def send_reminders(timestamp: int) -> None:
    dated.send_reminders()


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="surveys_progress")
def sweep_progress(timestamp: int) -> None:
    sweep()
