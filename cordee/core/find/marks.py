"""Showing why something answers: the words that were typed, marked where they stand, whatever their accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BEFORE, AFTER = 60, 120
#: letters with one accent → without, letter for letter, so that a place in one text is the same place in the other
_FOLD = {code: base for code in range(0xC0, 0x250) if (base := unicodedata.normalize("NFKD", chr(code))[0]).isascii() and base.isalpha()}


def folded(text: str) -> str:
    """Same length, no accents, lower case."""
    return "".join(letter if len(letter) == 1 else letter[0] for letter in map(str.lower, text.translate(_FOLD)))


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Words that begin so; a long word may end otherwise (« formations », « formation »)."""
    roots = {re.escape(word if len(word) < 6 else word[: len(word) - 1]) for word in words}
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(roots, key=len, reverse=True))})[^\W_]*") if roots else None


def passage(body: str, words: Iterable[str]) -> str:
    """Where the text says one of these words, with a little around it; empty when it does not."""
    pattern = pattern_of(words)
    place = pattern.search(folded(body)) if pattern else None
    if place is None:
        return ""
    start, end = max(0, place.start() - BEFORE), min(len(body), place.end() + AFTER)
    if start:
        start = next((i + 1 for i in range(start, place.start()) if body[i].isspace()), start)
    if end < len(body):
        end = next((i for i in range(end, place.end(), -1) if body[i - 1].isspace()), end)
    return f"{'… ' if start else ''}{' '.join(body[start:end].split())}{' …' if end < len(body) else ''}"


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text escaped, these words in `<mark>`."""
    pattern, done, pieces = pattern_of(words), 0, []
    for place in pattern.finditer(folded(text)) if pattern else ():
        pieces += [escape(text[done : place.start()]), "<mark>", escape(text[place.start() : place.end()]), "</mark>"]
        done = place.end()
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308  every piece is escaped
