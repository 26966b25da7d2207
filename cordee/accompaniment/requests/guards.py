"""What a request still lacks before it is received."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.actions.opening import NO_OPERATOR
from cordee.accompaniment.cases.guards import unclear
from cordee.accompaniment.cases.queries import operator_of
from cordee.accompaniment.requests.models import Request
from cordee.core.access import Refusal


def is_clear(demand: Request, data: Any = None) -> Refusal | None:
    """A clear request before anything starts, even when the DLA or a network suggested it."""
    return unclear(demand.need, demand.motives.exists())


def has_operator(demand: Request, data: Any = None) -> Refusal | None:
    return None if operator_of(demand.zone) else NO_OPERATOR
