"""Who receives: asked by lower rooms, answered by the room of accounts, which knows the users."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Address = tuple[int, str]  # user id, e-mail address


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
