"""Two small filters of the editor's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under this key, or nothing."""
    return mapping.get(key, ())


@register.filter
def after_dash(prefix: str) -> str:
    """The number of a line: « options-3 » → 3."""
    return prefix.rsplit("-", 1)[-1]
