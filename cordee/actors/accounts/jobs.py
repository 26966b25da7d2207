"""Background work of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from cordee.actors.accounts import actions, weekly
from cordee.actors.accounts.sessions import SessionStore


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Daily: invitations past their date expire, each in its own transaction."""
    actions.expire_invitations()


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="forget_entrances")
def forget_entrances(timestamp: int) -> None:
    """Sessions past their day and old sign-in links go."""
    SessionStore.clear_expired()
    actions.forget_login_links()


@app.periodic(cron="45 3 * * *")
@app.task(queueing_lock="forget_token_uses")
def forget_token_uses(timestamp: int) -> None:
    """A year of what each token did is kept, not more."""
    actions.forget_token_uses()


@app.periodic(cron="0 5 * * 1")
@app.task(queueing_lock="weekly_letters")
def weekly_letters(timestamp: int) -> None:
    """On Monday morning: what the week holds, to each person of a DLA."""
    weekly.send_weekly()
