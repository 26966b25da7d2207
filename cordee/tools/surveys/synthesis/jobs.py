"""A closed campaign's synthesis is kept by a job: counting a hundred thousand answers does not hold the closing."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cordee.tools.surveys.synthesis import store


@app.task(retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def keep_synthesis(campaign_id: int) -> None:
    store.keep(campaign_id)
