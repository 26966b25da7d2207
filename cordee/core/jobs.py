"""Background work of the house: ids in, one action called. Periodic jobs are idempotent; each item stands alone."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cordee.core import outbox, tasks
from cordee.core.files import texts
from cordee.core.find.near import refresh_vocabulary


@app.task(retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def send_mail(mail_id: int) -> None:
    outbox.send(mail_id)


@app.task()
def run_task(task_id: int) -> None:
    tasks.do_task(task_id)


@app.task()
def read_file(file_id: int) -> None:
    texts.read_text(file_id)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="read_files")
def read_files(timestamp: int) -> None:
    """Whatever was not read when it was joined: produced documents, files unsealed since, a worker that died."""
    for file_id in texts.unread():
        texts.read_text(file_id)


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="refresh_vocabulary")
def refresh_words(timestamp: int) -> None:
    """The words that « vouliez-vous dire » knows: those of the new sheets, without those of the erased ones."""
    refresh_vocabulary()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_mails")
def sweep_mails(timestamp: int) -> None:
    """Whatever is due and was not sent: a job lost by a dead worker, a retry whose time has come."""
    for mail_id in outbox.due():
        outbox.send(mail_id)


@app.periodic(cron="30 5 * * 1-5")
@app.task(queueing_lock="digests")
def send_digests(timestamp: int) -> None:
    outbox.send_digests()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="revive_jobs", pass_context=True)
async def revive_jobs(context: Any, timestamp: int) -> None:
    """Jobs left « doing » by a worker that died are put back."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="sweep_store")
def sweep_store(timestamp: int) -> None:
    """Nightly: drafts over thirty days, bytes that no row names, idempotency keys over two days."""
    from cordee.core.cleaning import sweep

    sweep()
