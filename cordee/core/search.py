"""Full-text search in French on plain PostgreSQL: stems, prefixes, no accents, nothing typed reaches a raw tsquery unsifted."""

from __future__ import annotations

from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchQuery

from cordee.core.text import words


def prefix_query(text: str) -> Any | None:
    """Each word stemmed in French, or as the beginning of a word as written; all of them. None when nothing can be searched."""
    terms: list[Any] = [
        SearchQuery(word, config="french") | SearchQuery(f"{word}:*", config="simple", search_type="raw") for word in words(text)
    ]
    return reduce(lambda a, b: a & b, terms) if terms else None
