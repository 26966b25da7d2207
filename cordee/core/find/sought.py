"""What was typed in the box, understood once: its words, and the number, telephone or address that it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cordee.core.search import prefix_query
from cordee.core.text import phone_key, words

LONGEST = 200
SHORTEST = 2
#: linking words that nobody means to find; kept when nothing else was typed
LINKING = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])
_BETWEEN_DIGITS = re.compile(r"[\s./()-]+")
_PHONE_START = 6  # digits from which a beginning of a number says whose it is


@dataclass(frozen=True)
class Sought:
    """`text` is what the person reads back; `words` are normalised; the rest is empty when the text has not that form."""

    text: str
    words: tuple[str, ...]

    @cached_property
    def query(self) -> Any:
        """Every word, stemmed or as the beginning of one, in any order. Asked only of what `refusal` lets through."""
        return prefix_query(" ".join(self.words))

    @cached_property
    def compact(self) -> str:
        """Without what people put between digits: « 123 456 789 00012 » → « 12345678900012 »."""
        return _BETWEEN_DIGITS.sub("", self.text).upper()

    @cached_property
    def digits(self) -> str:
        """The beginning of a number, when only digits were typed and enough of them."""
        return self.compact if self.compact.isascii() and self.compact.isdigit() and len(self.compact) >= _PHONE_START else ""

    @cached_property
    def phone(self) -> str:
        """The telephone in the one writing that they are compared in, whole or its beginning."""
        bare = self.compact.removeprefix("+")
        return phone_key(self.compact) if bare.isascii() and bare.isdigit() and len(bare) >= _PHONE_START else ""

    @cached_property
    def email(self) -> str:
        name, at, _ = self.text.lower().partition("@")
        return self.text.lower() if at and name and " " not in self.text else ""

    @property
    def refusal(self) -> str:
        """Why nothing can be looked for, or nothing."""
        if not self.text:
            return ""
        if not self.words:
            return "Votre recherche ne contient ni lettre ni chiffre : tapez un nom, une ville, un numéro."
        if max(map(len, self.words)) < SHORTEST:
            return "Une lettre seule se trouve partout : tapez-en au moins deux."
        return ""


def seek(text: str) -> Sought:
    """Anything typed or forged can be sought: what cannot be stored or is too long is dropped."""
    clean = " ".join(text.replace("\x00", " ").split())[:LONGEST].strip()
    found = words(clean)
    meant = [word for word in found if word not in LINKING]
    return Sought(clean, tuple(meant or found))
