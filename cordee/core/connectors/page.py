"""What the page of settings shows of each connector."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from cordee.core.connectors.declare import Connector, connectors, mode_of
from cordee.core.models import ConnectorState


@dataclass(frozen=True, slots=True)
class Line:
    connector: Connector
    mode: str
    state: ConnectorState
    calls: int

    @property
    def waits(self) -> bool:
        return bool(self.state.not_before and self.state.not_before > timezone.now())


def lines() -> list[Line]:
    rows = ConnectorState.objects.for_system("shown to those who read the settings").order_by("code")
    states, day = {row.code: row for row in rows}, timezone.localdate()
    found = []
    for connector in connectors:
        state = states.get(connector.code) or ConnectorState(code=connector.code)
        found.append(Line(connector, mode_of(connector), state, state.calls if state.day == day else 0))
    return found
