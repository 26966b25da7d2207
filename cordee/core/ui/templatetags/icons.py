"""`{% lucide "house" size=20 %}`, drawn once per process: an icon never changes, and a page shows dozens."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as draw

register = template.Library()


@lru_cache(maxsize=512)
def drawn(name: str, size: int, attributes: tuple[tuple[str, object], ...]) -> SafeString:
    return SafeString(draw(name, size=size, **dict(attributes)))


@register.simple_tag
def lucide(name: str, *, size: int = 24, **attributes: object) -> SafeString:
    return drawn(name, size, tuple(sorted(attributes.items())))
