"""French text, compared the same way here and in SQL (`fr_normalize` of migration core.0001)."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Func, TextField

_ACCENTS = re.compile("[\u0300-\u036f]")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_SEPARATORS = re.compile("['’`\u2010-\u2015_./-]+")
_WORD = re.compile(r"[^\W_]+")


def fr_normalize(text: str) -> str:
    """The text without accents, ligatures or linking punctuation, in lower case."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).translate(_LIGATURES)
    return _SEPARATORS.sub(" ", bare).lower()


def words(text: str, limit: int = 12) -> list[str]:
    """The normalised words of a text: letters and digits only, so that they are safe inside a raw tsquery."""
    return _WORD.findall(fr_normalize(text))[:limit]


class FrNormalize(Func):
    """`fr_normalize` inside a query or a generated column."""

    function = "fr_normalize"
    output_field = TextField()
