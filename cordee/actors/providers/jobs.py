"""Background work of the register."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from cordee.actors.providers import ages, weekly
from cordee.actors.providers.queries import mend_facets

logger = logging.getLogger(__name__)


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="mend_providers")
def mend_providers(timestamp: int) -> None:
    """Nightly: what the search reads is compared with the dated links (some begin or end this very day), and mended."""
    if mended := mend_facets():
        logger.info("%d provider sheets had their search columns brought up to date", mended)
    ages.forget_departed()


@app.periodic(cron="0 6 * * 1")
@app.task(queueing_lock="providers_weekly")
def tell_the_week(timestamp: int) -> None:
    """Mondays: letters of the week, rows of the outbox."""
    weekly.tell_regional()
    weekly.tell_providers()
