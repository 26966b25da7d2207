"""The shape of a synthesis: plain values, as they are kept, frozen in a document and answered by the API."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from cordee.tools.surveys.synthesis.statistics import Stats

#: what a synthesis is crossed by → how a page calls it
DIMENSIONS = {"department": "département", "kind": "type de structure"}


class Share(TypedDict):
    """A choice and how many made it."""

    code: str
    label: str
    count: int


class Part(TypedDict):
    """An option of a question that shares out or ranks: the figures of its share, or of its rank."""

    code: str
    label: str
    stats: Stats | None


class Cell(TypedDict):
    """What one group said. Masked, it bears its name and nothing else."""

    code: str
    label: str
    masked: bool
    n: NotRequired[int]
    stats: NotRequired[Stats | None]
    shares: NotRequired[list[Share]]


class Measure(TypedDict):
    """The total, an axis or a question. `stats` is None under the least number of answers: the distribution alone is told."""

    code: str
    label: str
    kind: str  # « total », « axis », or the kind of the item
    section: str  # empty for the total and the axes
    unit: str
    n: int  # answers; of a repeated section, blocks
    stats: Stats | None
    shares: list[Share]
    parts: list[Part]
    top: Share | None  # the two highest levels together, of a question with four levels or more
    special: list[Share]  # « sans objet », « je ne sais pas », « je préfère ne pas répondre »
    groups: dict[str, list[Cell]]


class Synthesis(TypedDict):
    answers: int
    least: int
    out_of: int
    total: Measure | None
    axes: list[Measure]
    items: list[Measure]
    groups: dict[str, list[Cell]]
