"""Asking a service: what is known first, then what it asked us to wait, then one bounded call whose outcome is remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, Value, When
from django.utils import timezone

from cordee.core.connectors.declare import OFF, RECORDED, Connector, mode_of, recorded, url_of
from cordee.core.connectors.transport import Failed, fetch
from cordee.core.connectors.troubles import Trouble
from cordee.core.models import ConnectorAnswer, ConnectorState

WAIT = timedelta(minutes=1)  # a 429 that does not say how long
LONGEST = timedelta(hours=24)
PATIENCE = 3  # failures in a row before the service is left alone, then twice as long each time
FIRST_REST, LAST_REST = timedelta(seconds=30), timedelta(minutes=15)


def ask(connector: Connector, path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The answer as an object, or `Trouble`. Called outside any transaction: nothing is locked while a service thinks."""
    mode = mode_of(connector)
    if mode == OFF:
        raise Trouble("off", connector.title)
    if mode == RECORDED:
        return recorded[connector.code](path, query)
    question = f"{path}?{urlencode(sorted(query.items()))}"
    key = hashlib.sha256(question.encode()).hexdigest()
    if (known := _known(connector, key)) is not None:
        return known
    _may_call(connector)
    try:
        answer = _object(fetch(url_of(connector) + question))
    except Failed as failed:
        raise _failed(connector, failed) from None
    _states(connector).update(failures=0, not_before=None)
    expires = timezone.now() + timedelta(hours=connector.kept_hours)
    ConnectorAnswer.objects.for_system("kept for the next one who asks").update_or_create(
        connector=connector.code, question=key, defaults={"answer": answer, "expires_at": expires}
    )
    return answer


def _known(connector: Connector, key: str) -> dict[str, Any] | None:
    answers = ConnectorAnswer.objects.for_system("a public answer")
    row = answers.filter(connector=connector.code, question=key, expires_at__gt=timezone.now()).first()
    return row.answer if row else None


def _states(connector: Connector) -> Any:
    return ConnectorState.objects.for_system("how a service goes").filter(code=connector.code)


def _may_call(connector: Connector) -> None:
    """Counts the call before it is made: what fails is counted too."""
    now, day = timezone.now(), timezone.localdate()
    state, _ = ConnectorState.objects.for_system("how a service goes").get_or_create(code=connector.code)
    if state.not_before and state.not_before > now:
        raise Trouble("waiting", connector.title, state.not_before)
    calls = Case(When(day=day, then=F("calls") + 1), default=Value(1))
    _states(connector).update(calls=calls, day=day, called_at=now)


def _failed(connector: Connector, failed: Failed) -> Trouble:
    now = timezone.now()
    _states(connector).update(failures=F("failures") + 1, failed_at=now)
    failures = _states(connector).values_list("failures", flat=True).get()
    until = now + _asked(failed.wait, now) if failed.code == "limited" else None
    if until is None and failures >= PATIENCE:
        until = now + min(FIRST_REST * 2 ** min(failures - PATIENCE, 10), LAST_REST)
    trouble = Trouble(failed.code, connector.title, until)
    _states(connector).update(not_before=until, failure=trouble.sentence[:300])
    return trouble


def _asked(wait: str, now: datetime) -> timedelta:
    """« Retry-After » says seconds or a date; what it says wrong counts for a minute, and no service silences us for ever."""
    if wait.strip().isascii() and wait.strip().isdigit():
        return min(timedelta(seconds=min(int(wait.strip()[:9]), 10**6)), LONGEST)
    try:
        moment = parsedate_to_datetime(wait)
        return min(max(moment - now, timedelta(0)), LONGEST)
    except (TypeError, ValueError):
        return WAIT


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Failed("garbage") from None
    if not isinstance(answer, dict) or "\\u0000" in json.dumps(answer):
        raise Failed("garbage")
    return answer
