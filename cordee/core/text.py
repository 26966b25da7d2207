"""French text, compared the same way here and in SQL (`fr_normalize` of migration core.0001)."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Func, TextField

_ACCENTS = re.compile("[\u0300-\u036f]")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_SEPARATORS = re.compile("['’`\u2010-\u2015_./-]+")
_NOT_DIALLED = re.compile("[^0-9+]")
_ABROAD = re.compile("^(?:[+]33|0033|33(?=[1-9][0-9]{8}$))0?")
_WORD = re.compile(r"[^\W_]+")


def fr_normalize(text: str) -> str:
    """The text without accents, ligatures or linking punctuation, in lower case."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).translate(_LIGATURES)
    return _SEPARATORS.sub(" ", bare).lower()


def words(text: str, limit: int = 12) -> list[str]:
    """The normalised words of a text: letters and digits only, so that they are safe inside a raw tsquery."""
    return _WORD.findall(fr_normalize(text))[:limit]


def phone_key(text: str) -> str:
    """A telephone in one writing: « +33 (0)6 12 … », « 0033 6 12 … » and « 06.12 … » are « 0612… » (`phone_key` of migration core.0006)."""
    return _ABROAD.sub("0", _NOT_DIALLED.sub("", text))


class PhoneKey(Func):
    """`phone_key` inside a query or an index."""

    function = "phone_key"
    output_field = TextField()


class FrNormalize(Func):
    """`fr_normalize` inside a query or a generated column."""

    function = "fr_normalize"
    output_field = TextField()
