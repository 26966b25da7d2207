"""A service that hangs, drips, refuses, lies, floods or asks to wait: each time one sentence, and the work goes on by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory.connected.companies import COMPANIES
from cordee.core.access import Actor
from cordee.core.connectors import Trouble, ask, transport
from cordee.core.models import ConnectorAnswer, ConnectorState
from cordee.core.parameters import forget_parameters, set_param
from tests import factories as make
from tests.public_services import Service, public_service

QUERY = {"q": "99900010200015"}


def turn_on(connector: Any = COMPANIES) -> None:
    set_param(connector.switch, True, actor=Actor.system("essais"), since=timezone.localdate(), reason="Essai", zone=None)
    forget_parameters()


@pytest.fixture
def service(db: None, settings: Any) -> Iterator[Service]:
    with public_service() as found:
        settings.CONNECTOR_URLS = {COMPANIES.code: found.url}
        turn_on()
        yield found


def trouble(code: str) -> Trouble:
    with pytest.raises(Trouble) as met:
        ask(COMPANIES, "/search", QUERY)
    assert met.value.code == code
    assert "main" in met.value.sentence
    return met.value


def state() -> ConnectorState:
    found: ConnectorState = ConnectorState.objects.for_system("test").get(code=COMPANIES.code)
    return found


def test_off_until_someone_turns_it_on(db: None) -> None:
    assert "n'est pas branché" in trouble("off").sentence
    assert not ConnectorState.objects.for_system("test").exists()


def test_an_answer_is_asked_once_and_believed_until_it_expires(service: Service) -> None:
    service.says({"results": []})
    assert ask(COMPANIES, "/search", QUERY) == {"results": []}
    assert ask(COMPANIES, "/search", QUERY) == {"results": []}
    assert service.asked == ["/search?q=99900010200015"]
    ConnectorAnswer.objects.for_system("test").update(expires_at=timezone.now() - timedelta(seconds=1))
    ask(COMPANIES, "/search", QUERY)
    assert len(service.asked) == 2
    assert state().calls == 2


def test_it_is_called_with_no_connection_held_back_for_ever(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS", 0.3)
    service.sleep = 20
    before = time.monotonic()
    trouble("timeout")
    assert time.monotonic() - before < 3
    assert "n'a pas répondu" in state().failure


def test_a_service_that_drips_is_as_slow_as_one_that_hangs(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS", 0.4)
    service.says(b"x" * 200)
    service.drip = 0.1
    before = time.monotonic()
    trouble("timeout")
    assert time.monotonic() - before < 3


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"<html>maintenance</html>", 200, "garbage"),
        (b"", 200, "garbage"),
        ([1, 2], 200, "garbage"),
        (b"\xff\xfe\x00", 200, "garbage"),
        (b"[" * 100_000, 200, "garbage"),
        ({"nul": "a\u0000b"}, 200, "garbage"),
        (b" " * (transport.BYTES + 10), 200, "huge"),
        ({}, 500, "failed"),
        ({}, 503, "failed"),
        ({}, 400, "refused"),
        ({}, 404, "refused"),
    ],
)
def test_whatever_it_says_wrong_is_one_sentence(service: Service, body: Any, status: int, code: str) -> None:
    service.says(body, status)
    trouble(code)
    assert state().failures == 1
    assert not ConnectorAnswer.objects.for_system("test").exists()


@pytest.mark.parametrize("asked", ["120", "date"])
def test_a_wait_that_is_asked_is_stored_and_honoured_by_everyone(service: Service, asked: str) -> None:
    until = timezone.now() + timedelta(seconds=120)
    service.says({}, 429, Retry_After=format_datetime(until, usegmt=False) if asked == "date" else asked)
    assert "trop de demandes" in trouble("limited").sentence
    stored = state().not_before
    assert stored
    assert abs(stored - until) < timedelta(seconds=5)
    trouble("waiting")
    assert len(service.asked) == 1
    ConnectorState.objects.for_system("test").update(not_before=timezone.now() - timedelta(seconds=1))
    service.says({"results": []})
    ask(COMPANIES, "/search", QUERY)
    assert (state().failures, state().not_before) == (0, None)


@pytest.mark.parametrize(("asked", "most"), [("", 61), ("bientôt", 61), ("-5", 61), ("9" * 40, 24 * 3600 + 1)])
def test_a_wait_said_wrong_is_a_minute_and_never_for_ever(service: Service, asked: str, most: int) -> None:
    service.says({}, 429, **({"Retry_After": asked.encode().decode("latin-1")} if asked else {}))
    trouble("limited")
    stored = state().not_before
    assert stored
    assert timedelta(0) < stored - timezone.now() <= timedelta(seconds=most)


def test_after_three_failures_it_is_left_alone_longer_and_longer(service: Service) -> None:
    service.says({}, 500)
    rests = []
    for _ in range(5):
        trouble("failed")
        found = state()
        rests.append((found.not_before - timezone.now()).total_seconds() if found.not_before else 0)
        ConnectorState.objects.for_system("test").update(not_before=None)
    assert rests[:2] == [0, 0]
    assert 25 < rests[2] <= 30 < rests[3] <= 60 < rests[4] <= 120


def test_another_host_is_not_followed_and_a_port_that_nobody_holds_is_said(service: Service, settings: Any) -> None:
    with public_service() as other:
        service.says({}, 302, Location=f"{other.url}/search")
        trouble("redirect")
        assert other.asked == []
        gone = other.url
    settings.CONNECTOR_URLS = {COMPANIES.code: gone}
    trouble("unreachable")


def test_the_demonstration_calls_no_one(service: Service, settings: Any) -> None:
    settings.DEMO = True
    assert isinstance(ask(COMPANIES, "/search", QUERY), dict)
    assert service.asked == []


def test_settings_show_each_connector_its_calls_and_its_last_failure(service: Service) -> None:
    service.says({}, 500)
    trouble("failed")
    page = make.admin().client.get("/reglages/?quoi=connecteurs").content.decode()
    assert "Branché" in page
    assert "1\u00a0appel aujourd'hui" in page.replace("&#x27;", "'").replace("&nbsp;", "\u00a0")
    assert "est en panne de son côté" in page
    assert make.officer().client.get("/reglages/?quoi=connecteurs").status_code == 404
