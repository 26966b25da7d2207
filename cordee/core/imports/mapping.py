"""Which column fills which field: guessed from its title, remembered for this person and this shape of file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from cordee.core.imports.cells import key_of
from cordee.core.imports.declare import Field, Import
from cordee.core.models import ImportMapping

ORIGIN, REASON = "Ligne d'origine", "Motif"  # columns of the file of lines to mend
_YEAR = re.compile(r"\b(19[89]\d|20\d\d)\b")


def year_in(title: str) -> int | None:
    found = _YEAR.search(title)
    return int(found[1]) if found else None


def _words(declaration: Import) -> dict[str, Field]:
    return {key_of(word): field for field in declaration.fields().values() for word in (field.label, *field.titles)}


def score(declaration: Import) -> Any:
    """How many titles of a line are known: what finds the line of titles."""
    known = _words(declaration)

    def count(titles: Sequence[str]) -> int:
        return sum(1 for title in titles if title and key_of(_YEAR.sub("", title)) in known)

    return count


def guess(declaration: Import, titles: Sequence[str]) -> dict[str, str]:
    """Rank → field. Titles known word for word first; then those that hold all the words of a longer known title."""
    known, found, taken = _words(declaration), {}, set()
    for exact in (True, False):
        for rank, title in enumerate(titles):
            if str(rank) in found or title in (ORIGIN, REASON):
                continue
            field = _field_of(known, title, exact)
            target = _target(field, title) if field else ""
            if target and target not in taken:
                found[str(rank)] = target
                taken.add(target)
    return found


def _field_of(known: dict[str, Field], title: str, exact: bool) -> Field | None:
    key = key_of(title)
    bare = key_of(_YEAR.sub("", title))
    if exact:
        return known.get(key) or known.get(bare)
    words = set(bare.split())
    held = [word for word in known if len(word.split()) > 1 and set(word.split()) <= words]
    return known[max(held, key=len)] if held else None


def _target(field: Field, title: str) -> str:
    year = year_in(title)
    return f"{field.name}@{year}" if field.by_year and year else field.name


def split(target: str) -> tuple[str, int | None]:
    name, _, year = target.partition("@")
    return name, int(year) if year else None


def shape_of(titles: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(key_of(t) for t in titles if t not in (ORIGIN, REASON)).encode()).hexdigest()


def remembered(user_id: int | None, declaration: Import, titles: Sequence[str]) -> dict[str, str] | None:
    own = (
        ImportMapping.objects.for_system("one's own habits").filter(user_id=user_id, kind=declaration.code, shape=shape_of(titles)).first()
    )
    fields = declaration.fields()
    return {rank: target for rank, target in own.mapping.items() if split(target)[0] in fields} if own else None


def remember(user_id: int | None, declaration: Import, titles: Sequence[str], mapping: dict[str, str]) -> None:
    if user_id is not None:
        ImportMapping.objects.for_system("one's own habits").update_or_create(
            user_id=user_id, kind=declaration.code, shape=shape_of(titles), defaults={"mapping": mapping}
        )
