"""Full-text search in French on plain PostgreSQL: stems, prefixes, no accents, nothing typed reaches a raw tsquery unsifted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchQuery

from cordee.core.text import words


def prefix_query(text: str) -> Any | None:
    """Each word stemmed in French, or as the beginning of a word as written; all of them. None when nothing can be searched."""
    terms = _terms(words(text))
    return reduce(lambda a, b: a & b, terms) if terms else None


def any_prefix_query(normalised: Iterable[str]) -> Any | None:
    """One of these words at least."""
    terms = _terms(normalised)
    return reduce(lambda a, b: a | b, terms) if terms else None


def _terms(normalised: Iterable[str]) -> list[Any]:
    return [SearchQuery(word, config="french") | SearchQuery(f"{word}:*", config="simple", search_type="raw") for word in normalised]
