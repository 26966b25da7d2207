"""Who receives: asked by lower rooms, answered by the room of accounts, which knows the users."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

Address = tuple[int, str]  # user id, e-mail address


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a notice is for: an organisation, or someone in it by their function. Names and addresses are read here when they
    serve, from where they live; nothing else keeps them."""

    organisation: int
    name: str
    person: int | None = None
    user: int | None = None
    title: str = ""  # function of the person, « Présidence »
    attention: str = ""  # the person's name
    address: tuple[str, ...] = ()  # postal lines below the name; none when it is incomplete
    city: str = ""
    email: str = ""
    phone: str = ""
    prefers: str = ""  # email | phone | post | visit


AddresseeSource = Callable[[int, int | None], Addressee | None]
ChoiceSource = Callable[[int], Sequence[Addressee]]
JoinedSource = Callable[[int | None], QuerySet[Any]]


class _Addressees:
    one: AddresseeSource
    all: ChoiceSource
    joined: JoinedSource


def register_addressees(*, one: AddresseeSource, all_of: ChoiceSource, joined: JoinedSource) -> None:
    """The directory knows organisations, persons and their posts."""
    _Addressees.one, _Addressees.all, _Addressees.joined = staticmethod(one), staticmethod(all_of), staticmethod(joined)


def stood_for(organisation_id: int | None) -> QuerySet[Any]:
    """Ids of this organisation and of those that were joined to it: what was written to them is read by its people."""
    return _Addressees.joined(organisation_id)


def addressee(organisation_id: int, person_id: int | None = None) -> Addressee | None:
    """An organisation as it is today (what it was merged into), with this person if they are still in its posts' history."""
    return _Addressees.one(organisation_id, person_id)


def addressees_of(organisation_id: int) -> Sequence[Addressee]:
    """The organisation itself, then each person who holds a post in it today."""
    return _Addressees.all(organisation_id)


class _Sources:
    keepers: Callable[[str], Iterable[Address]]
    members: Callable[[int], Iterable[Address]]
    address: Callable[[int], str | None]


def register_recipients(
    *,
    keepers: Callable[[str], Iterable[Address]],
    members: Callable[[int], Iterable[Address]],
    address: Callable[[int], str | None],
) -> None:
    _Sources.keepers, _Sources.members, _Sources.address = staticmethod(keepers), staticmethod(members), staticmethod(address)


def keepers_of(zone: str) -> Iterable[Address]:
    """The officers of the operators of a zone today, each once."""
    return _Sources.keepers(zone)


def members_of(organisation_id: int) -> Iterable[Address]:
    """The users who act for an organisation today, each once."""
    return _Sources.members(organisation_id)


def user_address(user_id: int | None) -> str | None:
    return _Sources.address(user_id) if user_id else None
