"""What the directory asks of the room of accounts, which knows who signs in: filled by its `room.py`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor


@dataclass(frozen=True, slots=True)
class Access:
    """Someone who signs in for an organisation, as one line of its sheet."""

    person_id: int | None
    name: str
    title: str
    since: date | None
    key: uuid.UUID
    end_url: str  # empty when this actor may not end it


@dataclass(frozen=True, slots=True)
class Standing:
    accesses: list[Access]  # in force; none when the actor may not see who has access
    invite_url: str  # empty when the actor invites nobody here


class Accounts(Protocol):
    def standing(self, actor: Actor, organisation: Organisation) -> Standing:
        """Who signs in for this organisation, and where this actor invites someone."""

    def end_access(self, actor: Actor, organisation: Organisation, key: uuid.UUID) -> None:
        """Ends an access, in the caller's transaction; refuses as the screen of accounts does."""

    def person_of(self, user_id: int) -> int | None:
        """The person of an account."""


class _Room:
    accounts: Accounts


def register_accounts(accounts: Accounts) -> None:
    _Room.accounts = accounts


def accounts() -> Accounts:
    return _Room.accounts
