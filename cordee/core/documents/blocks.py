"""What a document is made of: a small tree of inert blocks, written by three writers that know nothing of the rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look. Only http, https, mailto and tel links are followed by the writers."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


Text: TypeAlias = str | Run | Sequence[str | Run]
Align: TypeAlias = Literal["left", "center", "right"]
ChartKind: TypeAlias = Literal["bar", "hbar", "line", "radar"]
Tone: TypeAlias = Literal["info", "warning", "success"]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    items: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Numbered:
    items: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs: an identity, a date, an amount."""

    pairs: Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the line, of any unit; without them the columns are equal."""

    header: Sequence[str]
    rows: Sequence[Sequence[Text]]
    caption: str = ""
    align: Sequence[Align] = ()
    widths: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Always followed by its table, which says the same to those who do not see it.

    `unit` is shown with the name of each series, `label` heads the column of the categories.
    """

    kind: ChartKind
    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    maximum: float | None = None
    label: str = "Rubrique"


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    capacity: str
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    signatories: Sequence[Signatory]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """`data` empty: the name is written in the place of the picture."""

    name: str
    data: bytes = b""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class LogoBand:
    logos: Sequence[Logo] = ()
    mentions: Sequence[str] = ()


#: of a line to check; none = a box, left to who fills the paper
STATES: dict[bool | None, str] = {True: "Fait", False: "Manque", None: "☐"}


@dataclass(frozen=True, slots=True)
class Check:
    text: Text
    done: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    items: Sequence[Check]


@dataclass(frozen=True, slots=True)
class Callout:
    text: Text
    title: str = ""
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Image:
    """`width` is a share of the line, between 0 and 1."""

    data: bytes
    alt: str
    caption: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A postal letter, on a page of its own: the recipient's lines fall in the window of a French DL envelope."""

    sender: Sequence[str]
    recipient: Sequence[str]
    dated: str
    subject: str
    paragraphs: Sequence[str]
    signature: Sequence[str] = ()
    reference: str = ""
    logo: Logo | None = None


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | Numbered
    | Facts
    | Table
    | Chart
    | Signatures
    | LogoBand
    | Checklist
    | Callout
    | PageBreak
    | Image
    | Letter
)


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of what a writer receives. `made_at` is the only date it may print or store: same document, same bytes."""

    title: str
    reference: str
    version: int
    edition: str  # what its reader calls this version
    fingerprint: str
    made_at: datetime
    blocks: Sequence[Block] = ()
    publicity: LogoBand | None = None
    subtitle: str = ""

    @property
    def short_hash(self) -> str:
        return self.fingerprint[:10]
