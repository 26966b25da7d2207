"""What of a dossier is copied by hand into the tools of others, part by part. Each room declares the fields that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.core.registry import Registry

#: field → (its values as they are kept, its text)
Values = dict[str, tuple[list[Any], str]]


@dataclass(frozen=True, slots=True)
class CopiedPart:
    """`fields`: (code, title) in order. `read` answers those that have something to say; the reader conducts the dossier."""

    code: str
    title: str
    fields: Sequence[tuple[str, str]]
    read: Callable[[Case], Values]
    order: int = 50  # among the parts of a sheet that nobody rearranged


PARTED = " ; "  # between several values of one field

copied_parts: Registry[CopiedPart] = Registry("partie à recopier d'un dossier")


def in_order() -> list[CopiedPart]:
    return sorted(copied_parts, key=lambda part: part.order)


def declare(part: CopiedPart) -> CopiedPart:
    return copied_parts.add(part.code, part)
