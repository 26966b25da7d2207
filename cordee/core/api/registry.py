"""What the rooms hang on the API: their routers, and the one function that knows the tokens. Light: imported at every start."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cordee.core.access import Actor, Refusal
from cordee.core.registry import Registry

#: room → dotted path of its router
api_routers: Registry[str] = Registry("routeur d'API")

RATE, WINDOW = 600, 60  # uses of one token, in seconds


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token opens: its membership's actor, within its scopes. `earliest` is the date of its RATE-th latest use."""

    token_id: int
    name: str
    scopes: frozenset[str]
    expires_at: datetime
    actor: Actor
    earliest: datetime | None = None


GrantSource = Callable[[str, int], Grant | Refusal | None]
UseSink = Callable[[int, str, str, int], None]


class _Sources:
    """Filled by the room of accounts, which owns tokens and memberships."""

    grant: GrantSource
    used: UseSink


def register_tokens(*, grant: GrantSource, used: UseSink) -> None:
    _Sources.grant, _Sources.used = staticmethod(grant), staticmethod(used)


def grant_of(secret: str) -> Grant | Refusal | None:
    """The grant of a secret; a refusal says why a known token no longer opens anything; None = unknown."""
    return _Sources.grant(fingerprint(secret), RATE)


def log_use(token_id: int, method: str, path: str, status: int) -> None:
    _Sources.used(token_id, method, path, status)


def fingerprint(secret: str) -> str:
    """What is kept of a token. The secret holds 256 random bits: a plain hash is enough, and is looked up by index."""
    return hashlib.sha256(secret.encode()).hexdigest()
