"""Background work of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.actors.accounts import actions


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Daily: invitations past their date expire, each in its own transaction."""
    actions.expire_invitations()
