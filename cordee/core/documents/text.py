"""Text as it is printed: clean for XML, typographic for French eyes, cut into runs of one look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cordee.core.documents.blocks import Block, Document, Heading, Run, Table, Text

THIN = "\u202f"  # narrow no-break space
FIRM = "\u00a0"  # no-break space
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_RULES = (
    (re.compile(r"(?<=\S) (?=[;!?](?:\s|$))"), THIN),
    (re.compile(r"(?<=\S) (?=:(?:\s|$))"), FIRM),
    (re.compile(r"(?<=«) | (?=»)"), FIRM),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), THIN),
    (re.compile(r"(?<=\d) (?=[€%])"), FIRM),
    (re.compile(r"(?<=\bn°) (?=\d)"), FIRM),
)
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+\Z")


def clean(text: object) -> str:
    """Without the characters that no Word file may hold, and with the spaces that must not break a line."""
    result = _FORBIDDEN.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    for pattern, space in _RULES:
        result = pattern.sub(space, result)
    return result


def runs(text: Text) -> list[Run]:
    """The runs of a text, cleaned. A link that a reader should not follow is left as plain text."""
    parts = [text] if isinstance(text, str | Run) else list(text)
    result = []
    for part in parts:
        run = part if isinstance(part, Run) else Run(part)
        text, link = clean(run.text), run.link if _LINK.match(run.link) and run.link.isprintable() else ""
        if link:  # soft hyphens and the like: the PDF writer loses a link that ends on one, and nobody can follow one that shows nothing
            text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
            link = link if text.strip() else ""
        result.append(Run(text, run.bold, run.italic, link))
    return [run for run in result if run.text]


def plain(text: Text) -> str:
    return "".join(run.text for run in runs(text))


def outlined(blocks: Sequence[Block]) -> list[Block]:
    """Headings start at level 1 and never skip one: a reader who listens follows the levels.

    A heading without words and a table without columns say nothing: they are left out.
    """
    result: list[Block] = []
    previous = 0
    for block in blocks:
        if isinstance(block, Table) and not block.header:
            continue
        if isinstance(block, Heading):
            if not clean(block.text).strip():
                continue
            previous = max(1, min(block.level, previous + 1, 4))
            block = Heading(block.text, previous)
        result.append(block)
    return result


def footer(document: Document) -> str:
    """The line that ties a printed page to the version that is stored."""
    parts = [clean(document.title), clean(document.reference), clean(document.edition).replace(" ", FIRM), document.short_hash]
    return " · ".join(part for part in parts if part)


def number(value: float | None) -> str:
    """A figure as the French write it; a missing one is said, not left blank."""
    if value is None:
        return "—"
    written = f"{value:,.2f}".rstrip("0").rstrip(".")
    return written.replace(",", THIN).replace(".", ",").replace("-", "\u2212")
