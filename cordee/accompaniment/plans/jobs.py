"""Each morning: the plans that ended, the actions whose date has passed. Each is told once, and stands alone."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.accompaniment.plans import reminding


@app.periodic(cron="0 6 * * *")
@app.task(queueing_lock="plans_reminders")
def remind(timestamp: int) -> None:
    reminding.tell_ended()
    reminding.tell_late()
