"""Which services are known, whether they are on, and the recorded answers that stand for them in the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cordee.core.parameters import P, param
from cordee.core.registry import Registry

ON, OFF, RECORDED = "on", "off", "recorded"
Recorded = Callable[[str, Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """`title` begins the sentences of its failures; `kept_hours` is how long an answer is believed."""

    code: str
    title: str
    what: str  # what it is for, on the page of settings
    url: str
    switch: P
    kept_hours: int
    pause: float  # seconds between two calls of a job: well under what the service allows


connectors: Registry[Connector] = Registry("connecteur")
recorded: Registry[Recorded] = Registry("réponses enregistrées")


def declare(connector: Connector) -> Connector:
    return connectors.add(connector.code, connector)


def switch(code: str, title: str) -> P:
    """The setting that turns a connector on: off, and the same everywhere."""
    return P(
        f"core.connector.{code}",
        f"Connecteur « {title} »",
        bool,
        default=False,
        help="Éteint, la saisie à la main suffit à tout.",
        local=False,
    )


def mode_of(connector: Connector) -> str:
    """The demonstration never calls anyone: recorded answers stand for the service."""
    if settings.DEMO:
        return RECORDED
    return ON if param(connector.switch) else OFF


def url_of(connector: Connector) -> str:
    address: str = settings.CONNECTOR_URLS.get(connector.code, connector.url)
    return address.rstrip("/")
