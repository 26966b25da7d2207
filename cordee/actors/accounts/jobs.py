"""Background work of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.actors.accounts import actions


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Daily: invitations past their date expire, each in its own transaction."""
    actions.expire_invitations()


@app.periodic(cron="45 3 * * *")
@app.task(queueing_lock="forget_token_uses")
def forget_token_uses(timestamp: int) -> None:
    """A year of what each token did is kept, not more."""
    actions.forget_token_uses()
