"""The files, read once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cordee.tools.surveys.definition import Definition, read

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Grid:
    """One file: what the questionnaire is known by, and the JSON of its definition."""

    code: str
    use: str
    purpose: str
    data: Mapping[str, Any]

    @property
    def title(self) -> str:
        return str(self.data["title"])

    @property
    def definition(self) -> Definition:
        return read(self.data)


@cache
def ready() -> dict[str, Grid]:
    """Every grid of the library, by its code, in the order of the codes."""
    return {path.stem: _grid(path) for path in sorted(HERE.glob("*.json"))}


def _grid(path: Path) -> Grid:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Grid(data["code"], data["use"], data["purpose"], data["definition"])
