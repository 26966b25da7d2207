"""Who asks: the bearer of a token, acting as the membership that made it. No session is ever read here."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from cordee.core.access import ActingRequest, Refusal
from cordee.core.api.faults import Answered
from cordee.core.api.registry import WINDOW, Grant, grant_of


class ApiRequest(ActingRequest):
    grant: Grant


class Bearer(HttpBearer):
    """`Authorization: Bearer cordee_…`, within a scope: `read` or `write`."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Grant:
        found = grant_of(token.strip())
        if found is None:
            raise Answered(401, "unknown", "Ce jeton n'est pas connu : vérifiez qu'il est copié en entier.")
        if isinstance(found, Refusal):
            raise Answered(401, found.code, found.sentence)
        asking: Any = request
        asking.grant, asking.actor = found, found.actor
        self.check(found)
        return found

    def check(self, grant: Grant) -> None:
        """The log of uses is also their count: exact whatever the number of servers, and a read writes nothing more."""
        waited = (timezone.now() - grant.earliest).total_seconds() if grant.earliest else WINDOW
        if waited < WINDOW:
            raise Answered(429, Retry_After=str(math.ceil(WINDOW - waited)))
        if self.scope not in grant.scopes:
            what = "lire" if self.scope == "read" else "écrire"
            raise Answered(403, "scope", f"Ce jeton ne permet pas de {what} : créez-en un autre, avec ce droit.")
