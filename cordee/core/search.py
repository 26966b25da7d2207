"""Full-text search in French on plain PostgreSQL: stems, prefixes, no accents, nothing typed reaches a raw tsquery unsifted."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Func

from cordee.core.text import words

WORD = "(plainto_tsquery('french'::regconfig, %s) || to_tsquery('simple'::regconfig, %s))"


class Words(SearchQuery):
    """Each word stemmed in French, or as the beginning of a word as written; all of them, or one at least.

    One flat expression: what `SearchQuery` composes word by word costs a list page a tenth of its time.
    """

    def __init__(self, *sought: str, every: bool = True) -> None:
        Func.__init__(self)
        self.sought, self.joined = sought, " && " if every else " || "

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        return f"({self.joined.join([WORD] * len(self.sought))})", [part for word in self.sought for part in (word, f"{word}:*")]


def prefix_query(text: str) -> Words | None:
    """What is searched for, as a query on a search column. None when nothing can be searched."""
    sought = words(text)
    return Words(*sought) if sought else None
