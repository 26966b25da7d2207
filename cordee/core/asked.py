"""What an address or a form says, read without trust: numbers, keys, texts and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils.http import url_has_allowed_host_and_scheme


def whole_number(text: str | None, digits: int = 9) -> int | None:
    """A positive number of so many digits at most, or None. (`isdigit` alone accepts « ² ».)"""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def plain(text: str | None, most: int = 2000) -> str:
    """A text that the database can keep: no NUL, not longer than said."""
    return (text or "").replace("\x00", "").strip()[:most]


def uuid_of(text: str | None) -> uuid.UUID | None:
    """A public key, or None."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def operation_of(params: Mapping[str, str]) -> uuid.UUID | None:
    """The key of an operation: what a double click sends twice."""
    return uuid_of(params.get("operation"))


def way_back(text: str | None, default: str = "/") -> str:
    """An address of the house, never of another site."""
    return text if text and url_has_allowed_host_and_scheme(text, allowed_hosts=None) else default
