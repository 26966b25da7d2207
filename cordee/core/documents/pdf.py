"""PDF writer: one Typst template of ours, tagged and accessible (PDF/UA-1).

The text of a document never becomes Typst source: it travels as JSON and is printed letter by letter. Pictures lie beside
the template in a folder of their own, that of one compilation.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from cordee.core.documents import svg
from cordee.core.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Checklist,
    Document,
    Facts,
    Heading,
    Image,
    Letter,
    LogoBand,
    Numbered,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    Text,
)
from cordee.core.documents.charts import as_table, description
from cordee.core.documents.look import picture, typst_font
from cordee.core.documents.text import clean, footer, outlined, runs

_TEMPLATE = Path(__file__).with_name("document.typ")
Node = dict[str, Any]


class _Tree:
    """The blocks as data for the template, and the pictures that they show."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.files: dict[str, bytes] = {}

    def nodes(self, blocks: Sequence[Block]) -> list[Node]:
        return [node for block in outlined(blocks) for node in self.node(block)]

    def node(self, block: Block) -> list[Node]:
        if isinstance(block, Chart):
            return [self._chart(block)] if block.categories and block.series else []
        if isinstance(block, LogoBand):
            return [self._logos(block)]
        if isinstance(block, Letter):
            return [_letter(block) | {"logos": [self._logos(LogoBand([block.logo]))] if block.logo else []}]
        if isinstance(block, Image):
            share = min(max(block.width, 0.05), 1.0)
            name = self._store(block.data)
            return [{"kind": "image", "file": name, "alt": clean(block.alt), "caption": clean(block.caption), "width": share}]
        return [_PLAIN[type(block)](block)]

    def _store(self, data: bytes) -> str:
        ready = picture(data)
        return self._keep(ready.data, ready.extension)

    def _keep(self, data: bytes, extension: str) -> str:
        name = f"picture-{len(self.files) + 1}.{extension}"
        self.files[name] = data
        return name

    def _chart(self, chart: Chart) -> Node:
        name = self._keep(svg.draw(chart, self.family), "svg")
        return {"kind": "chart", "file": name, "alt": description(chart), "title": clean(chart.title), "table": _table(as_table(chart))}

    def _logos(self, band: LogoBand) -> Node:
        logos = [
            {"name": clean(logo.name), "alt": clean(logo.alt or logo.name), "file": self._store(logo.data) if logo.data else ""}
            for logo in band.logos
        ]
        return {"kind": "logos", "logos": logos, "mentions": [clean(mention) for mention in band.mentions]}


def _text(text: Text) -> list[Node]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic, "link": run.link} for run in runs(text)]


def _table(table: Table) -> Node:
    columns = len(table.header)
    return {
        "kind": "table",
        "header": [clean(cell) for cell in table.header],
        "rows": [[_text(cell) for cell in [*row, *[""] * columns][:columns]] for row in table.rows],
        "caption": clean(table.caption),
        "align": [*table.align, *["left"] * columns][:columns],
        "widths": [float(width) for width in [*table.widths, *[1.0] * columns][:columns]],
    }


def _signatures(block: Signatures) -> Node:
    boxes = [{"name": clean(s.name), "capacity": clean(s.capacity), "date": clean(s.signed_on)} for s in block.signatories]
    return {"kind": "signatures", "place": clean(block.place), "boxes": boxes}


def _checklist(block: Checklist) -> Node:
    items = [{"text": _text(item.text), "done": item.done, "note": clean(item.note)} for item in block.items]
    return {"kind": "checklist", "items": items}


def _letter(block: Letter) -> Node:
    several = ("sender", "recipient", "paragraphs", "signature")
    node: Node = {name: [clean(line) for line in getattr(block, name)] for name in several}
    return node | {"kind": "letter", **{name: clean(getattr(block, name)) for name in ("dated", "subject", "reference")}}


_PLAIN: dict[type, Callable[[Any], Node]] = {
    Heading: lambda b: {"kind": "heading", "level": b.level, "text": clean(b.text)},
    Paragraph: lambda b: {"kind": "paragraph", "text": _text(b.text)},
    Bullets: lambda b: {"kind": "bullets", "items": [_text(item) for item in b.items]},
    Numbered: lambda b: {"kind": "numbered", "items": [_text(item) for item in b.items]},
    Facts: lambda b: {"kind": "facts", "pairs": [{"label": clean(label), "value": _text(value)} for label, value in b.pairs]},
    Table: _table,
    Signatures: _signatures,
    Checklist: _checklist,
    Callout: lambda b: {"kind": "callout", "tone": b.tone, "title": clean(b.title), "text": _text(b.text)},
    PageBreak: lambda b: {"kind": "pagebreak"},
}


def write_pdf(document: Document) -> bytes:
    family, folders = typst_font()
    tree = _Tree(family)
    made_at = document.made_at.astimezone(UTC)
    data = {
        "font": family,
        "title": clean(document.title),
        "subtitle": clean(document.subtitle),
        "reference": clean(document.reference),
        "footer": footer(document),
        "date": [made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second],
        "publicity": tree.node(document.publicity) if document.publicity else [],
        "blocks": tree.nodes(document.blocks),
        "letters": bool(document.blocks) and all(isinstance(block, Letter) for block in document.blocks),
    }
    with tempfile.TemporaryDirectory(prefix="cordee-pdf-") as folder:
        for name, content in tree.files.items():
            (Path(folder) / name).write_bytes(content)
        source = Path(folder) / "document.typ"
        source.write_bytes(_TEMPLATE.read_bytes())
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        return _compile(source, folders, inputs, made_at)


def _compile(source: Path, folders: list[str], inputs: dict[str, str], made_at: datetime) -> bytes:
    """PDF/UA-1; or, where a name holds a letter that no font of ours draws, the same tagged file without that claim."""
    compiler = typst.Compiler(str(source), root=str(source.parent), font_paths=folders, ignore_system_fonts=True, sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made_at.replace(microsecond=0))
    except typst.TypstError as refusal:
        if "could not be displayed with" not in refusal.message:
            raise
        made = compiler.compile(format="pdf", timestamp=made_at.replace(microsecond=0))
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no file")
    return made
