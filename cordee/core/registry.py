"""Registries: how a higher room hangs something on a lower one without the lower one knowing it.

Filled while the rooms' `AppConfig.ready()` run, read afterwards: there is no half-filled registry to observe.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from django.apps import apps

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things of one kind, each under its own key, in the order of declaration."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, T] = {}

    def add(self, key: str, item: T) -> T:
        if apps.ready:
            raise RuntimeError(f"{self.what} « {key} » declared after the start: declare it in the room's room.py")
        if key in self._items:
            raise RuntimeError(f"{self.what} « {key} » is declared twice")
        self._items[key] = item
        return item

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> list[tuple[str, T]]:
        return list(self._items.items())
