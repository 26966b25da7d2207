"""The words of the scheme, for those who use it today. Former names stay: the dossiers of their time bear them.

The words themselves are in `glossary.csv`, one a line.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify


@dataclass(frozen=True, slots=True)
class Word:
    term: str
    unfolded: str
    meaning: str
    former: bool = False

    @property
    def anchor(self) -> str:
        """As `{% sigle %}` writes it."""
        return slugify(self.term)


def _read() -> tuple[Word, ...]:
    with (Path(__file__).parent / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Word(row["term"], row["unfolded"], row["meaning"], former=bool(row["former"])) for row in rows)


WORDS = _read()

_ACRONYMS = {word.term: word for word in WORDS if word.term.isupper()}
#: letters and figures alone, the longest first: « CR DLA IAE » is not « DLA ». Pages open them by `sigles.js`.
ACRONYMS = "|".join(sorted(_ACRONYMS, key=len, reverse=True))
_ONE = re.compile(rf"(?<![\w/])({ACRONYMS})(?![\w/])")
_BREAK = re.compile(r" (?=[:;?»])|(?<=«) ")


def linked(text: str) -> SafeString:
    """The text, where the first appearance of each acronym opens the glossary, and no line begins with « : » or « » »."""
    parts, seen = [], set()
    for part in _ONE.split(_BREAK.sub("\N{NO-BREAK SPACE}", text)):
        if part in _ACRONYMS and part not in seen:
            seen.add(part)
            parts.append(format_html('<a class="sigle" href="/aide/glossaire/#{}"><abbr>{}</abbr></a>', _ACRONYMS[part].anchor, part))
        else:
            parts.append(conditional_escape(part))
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped above)


def by_letter() -> list[tuple[str, list[Word]]]:
    """As a reader looks for a word: alphabetically, whatever the accents and the capitals."""
    letters: dict[str, list[Word]] = {}
    for word in sorted(WORDS, key=lambda word: slugify(word.term)):
        letters.setdefault(slugify(word.term)[0].upper(), []).append(word)
    return list(letters.items())
