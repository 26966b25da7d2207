"""The drawing of France, read once per process from `data/map.json.gz`."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class MapDepartment:
    code: str
    name: str
    region: str
    path: str  # empty for the overseas collectivities, which are named in the table only
    zoom: str  # a second, larger path in the inset of Paris and its neighbours

    @property
    def label(self) -> str:
        return f"{self.name} ({self.code})"


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    borders: str
    departments: tuple[MapDepartment, ...]


@cache
def drawing() -> Drawing:
    raw = json.loads(gzip.decompress((DATA / "map.json.gz").read_bytes()))
    departments = tuple(MapDepartment(**department) for department in raw.pop("departments"))
    return Drawing(departments=departments, **raw)
