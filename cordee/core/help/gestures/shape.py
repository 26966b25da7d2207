"""A gesture: where it stands on its page, its name, and what one does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gesture:
    anchor: str
    title: str
    lines: tuple[str, ...]
