"""What a public form lets in: so many requests a day from one place, so many SIRET looked up."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from cordee.accompaniment.requests.parameters import DEPOSITS_PER_DAY
from cordee.core.parameters import param

DAY = 24 * 3600


def _place(request: HttpRequest, act: str) -> str:
    return f"requests.{act}.{request.META.get('REMOTE_ADDR', '')}"


def too_many(request: HttpRequest, act: str = "deposit") -> bool:
    return int(cache.get(_place(request, act), 0)) >= param(DEPOSITS_PER_DAY)


def count(request: HttpRequest, act: str = "deposit") -> None:
    if not cache.add(_place(request, act), 1, DAY):
        cache.incr(_place(request, act))
