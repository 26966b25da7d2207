"""Keys tried at random: after some that open nothing, the same place waits. Keys that open are never counted."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

MOST, WINDOW = 30, 300  # wrong keys from one place, seconds


def _place(request: HttpRequest) -> str:
    return f"surveys.miss.{request.META.get('REMOTE_ADDR', '')}"


def too_many(request: HttpRequest) -> bool:
    return int(cache.get(_place(request), 0)) >= MOST


def count(request: HttpRequest) -> None:
    if not cache.add(_place(request), 1, WINDOW):
        cache.incr(_place(request))
