"""Guides: a whole work told step by step, on a page of its own (`/aide/<code>/`). A room declares those of its screens."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.core.help.gestures.shape import Gesture
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Guide:
    code: str
    title: str
    sentence: str
    steps: tuple[Gesture, ...]

    @property
    def anchors(self) -> frozenset[str]:
        return frozenset(step.anchor for step in self.steps)


guides: Registry[Guide] = Registry("guide")
