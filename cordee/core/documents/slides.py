"""Slides writer: each heading of level 1 or 2 opens a slide, what does not fit goes on to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Pt

from cordee.core.documents import slides_frame as frame
from cordee.core.documents.archive import still
from cordee.core.documents.blocks import (
    STATES,
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
    Run,
    Signatures,
    Table,
    Text,
)
from cordee.core.documents.charts import as_table, chart_data, chart_type, description, paint, rgb
from cordee.core.documents.look import INK, LINE, MUTED, OFFICE_FONT, PAPER, PINE, TONES, picture
from cordee.core.documents.text import FIRM, clean, outlined, plain, runs

_SIDES = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def write_pptx(document: Document) -> bytes:
    writer = _Writer(document)
    for block in outlined(document.blocks):
        writer.write(block)
    out = BytesIO()
    writer.deck.save(out)
    return still(out.getvalue(), document.made_at)


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.deck = frame.blank(document)
        self.slide: Any = None
        self.top = 0.0
        self.heading = clean(document.title)
        self.verbs: dict[type, Callable[[Any], object]] = {
            Heading: self._heading,
            Paragraph: lambda b: self._lines([(b.text, "")]),
            Bullets: lambda b: self._lines([(item, "•") for item in b.items]),
            Numbered: lambda b: self._lines([(item, f"{i}.") for i, item in enumerate(b.items, 1)]),
            Facts: lambda b: self._table(Table(["Donnée", "Valeur"], [[k, v if runs(v) else "—"] for k, v in b.pairs], widths=[1, 2])),
            Table: self._table,
            Chart: self._chart,
            Signatures: self._signatures,
            LogoBand: self._logos,
            Checklist: self._checklist,
            Callout: self._callout,
            PageBreak: lambda b: self._leave(),
            Image: self._image,
            Letter: lambda b: self._lines([(words, "") for words in (f"Objet : {b.subject}", *b.paragraphs)]),
        }
        self._opening()

    def write(self, block: Block) -> None:
        self.verbs[type(block)](block)

    # -- slides -------------------------------------------------------------------------------------------------------
    def _opening(self) -> None:
        document = self.document
        self.slide = frame.add_slide(self.deck, "cover", document)
        self.slide.shapes.title.text = clean(document.title)
        under = [part for part in (document.subtitle, document.reference) if part]
        self.slide.placeholders[1].text = "\n".join(clean(part) for part in under)
        if document.publicity:
            self.top = 5.45
            self._logos(document.publicity)
        self.slide = None

    def _leave(self) -> None:
        self.slide = None

    def _open(self, title: str) -> None:
        self.slide = frame.add_slide(self.deck, "content", self.document)
        self.slide.shapes.title.text = title
        self.top = frame.TOP

    def _room(self, height: float) -> float:
        """Where a shape of this height goes: here, or at the top of the slide that continues this one."""
        if self.slide is None:
            self._open(self.heading)
        elif self.top > frame.TOP and self.top + height > frame.BOTTOM:
            self._open(f"{self.heading} (suite)")
        top = self.top
        self.top += height + 0.15
        return top

    def _heading(self, block: Heading) -> None:
        if block.level <= 2:
            self.heading = clean(block.text)
            self._open(self.heading)
        else:
            self._room_for_subtitle()
            self._lines([(Run(block.text, bold=True), "")])

    def _room_for_subtitle(self) -> None:
        """A subtitle never stays alone at the foot of a slide."""
        if self.slide is not None and self.top + 1.2 > frame.BOTTOM:
            self._open(f"{self.heading} (suite)")

    # -- text ---------------------------------------------------------------------------------------------------------
    def _box(self, height: float, width: float = frame.WIDTH) -> Any:
        top = self._room(height)
        shape = self.slide.shapes.add_textbox(frame.inches(frame.LEFT), frame.inches(top), frame.inches(width), frame.inches(height))
        shape.text_frame.word_wrap = True
        return shape

    def _fill(self, paragraph: Any, text: Text, size: float, colour: str = INK) -> None:
        for run in runs(text):
            for rank, part in enumerate(run.text.split("\n")):
                if rank:
                    paragraph.add_line_break()
                written = paragraph.add_run()
                written.text = part
                font = written.font
                font.size, font.name, font.bold, font.italic = Pt(size), OFFICE_FONT, run.bold or None, run.italic or None
                font.color.rgb = rgb(colour)
                if run.link:
                    written.hyperlink.address = run.link

    def _lines(self, lines: Sequence[tuple[Text, str]]) -> None:
        for pack in _packs(lines, [frame.text_height(plain(text), 96) for text, _ in lines]):
            height = sum(frame.text_height(plain(text), 96) for text, _ in pack) + 0.12
            body = self._box(height).text_frame
            for rank, (text, mark) in enumerate(pack):
                paragraph = body.paragraphs[0] if rank == 0 else body.add_paragraph()
                paragraph.space_after = Pt(6)
                if mark:
                    frame.bullet(paragraph, mark)
                self._fill(paragraph, text, 18)

    def _callout(self, block: Callout) -> None:
        colour, paper = TONES[block.tone]
        words = f"{block.title} {plain(block.text)}"
        shape = self._box(frame.text_height(words, 92) + (0.6 if block.title else 0.25))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(paper)
        shape.line.color.rgb = rgb(colour)
        body = shape.text_frame
        body.vertical_anchor = MSO_ANCHOR.MIDDLE
        if block.title:
            self._fill(body.paragraphs[0], Run(block.title, bold=True), 18)
            self._fill(body.add_paragraph(), block.text, 18)
        else:
            self._fill(body.paragraphs[0], block.text, 18)

    def _signatures(self, block: Signatures) -> None:
        if block.place:
            self._lines([(block.place, "")])
        width = (frame.WIDTH - 0.4) / 2
        for start in range(0, len(block.signatories), 2):
            top = self._room(1.5)
            for side, signatory in enumerate(block.signatories[start : start + 2]):
                left = frame.LEFT + side * (width + 0.4)
                shape = self.slide.shapes.add_textbox(*map(frame.inches, (left, top, width, 1.5)))
                shape.line.color.rgb = rgb(LINE)
                body = shape.text_frame
                body.word_wrap, body.auto_size = True, MSO_AUTO_SIZE.NONE
                self._fill(body.paragraphs[0], Run(signatory.name, bold=True), 16)
                self._fill(body.add_paragraph(), signatory.capacity, 13, MUTED)
                signed = f"Signé le {signatory.signed_on}" if signatory.signed_on else "Date et signature :"
                self._fill(body.add_paragraph(), signed, 13, MUTED)

    # -- tables and charts --------------------------------------------------------------------------------------------
    def _checklist(self, block: Checklist) -> None:
        rows: list[list[Text]] = []
        for item in block.items:
            note = f" — {item.note}" if item.note else ""
            rows.append([Run(STATES[item.done], bold=True), [*runs(item.text), Run(note, italic=True)]])
        self._table(Table(["État", "Élément"], rows, widths=[1, 6]))

    def _table(self, block: Table) -> None:
        if not block.rows or not block.header:
            return
        count = len(block.header)
        shares = [max(width, 0.01) for width in [*block.widths, *[1.0] * count][:count]]
        widths = [frame.WIDTH * share / sum(shares) for share in shares]
        rows = [[*row, *[""] * count][:count] for row in block.rows]
        heights = [max(frame.text_height(plain(c), max(4, w * 9), 14) for c, w in zip(row, widths, strict=True)) + 0.08 for row in rows]
        title = 0.4 if block.caption else 0.0
        if self.slide is not None and self.top + title + 0.4 + heights[0] > frame.BOTTOM:
            self._open(f"{self.heading} (suite)")
        if block.caption:
            self._lines([(Run(block.caption, bold=True), "")])
        start = self.top if self.slide is not None else frame.TOP
        for pack in _packs(list(zip(rows, heights, strict=True)), heights, first=frame.BOTTOM - start - 0.4, rest=frame.ROOM - 0.4):
            self._table_part(block, [row for row, _ in pack], [height for _, height in pack], widths)

    def _table_part(
        self, block: Table, rows: list[list[Text]], heights: list[float], widths: list[float], left: float = frame.LEFT
    ) -> None:
        top = self._room(0.4 + sum(heights))
        place = map(frame.inches, (left, top, sum(widths), 0.4 + sum(heights)))
        shape: Any = self.slide.shapes.add_table(len(rows) + 1, len(widths), *place)
        frame.describe(shape, clean(block.caption) or "Tableau")
        table = shape.table
        frame.plain_table(shape)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = frame.inches(width)
        for row, height in zip(table.rows, [0.4, *heights], strict=True):
            row.height = frame.inches(height)
        sides = [*block.align, *["left"] * len(widths)][: len(widths)]
        head: list[Text] = [Run(cell, bold=True) for cell in block.header]
        for rank, (row, texts) in enumerate(zip(table.rows, [head, *rows], strict=True)):
            for cell, text, side in zip(row.cells, texts, sides, strict=True):
                cell.margin_top = cell.margin_bottom = Emu(36000)
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(PINE if rank == 0 else PAPER if rank % 2 == 0 else "ffffff")
                cell.text_frame.paragraphs[0].alignment = _SIDES[side]
                self._fill(cell.text_frame.paragraphs[0], text, 14, "ffffff" if rank == 0 else INK)

    def _chart(self, block: Chart) -> None:
        """The chart and its figures side by side when they fit; otherwise the figures follow on slides of their own."""
        if not block.categories or not block.series:
            return
        title = clean(block.title)
        if self.slide is not None and self.top == frame.TOP:  # a heading that only announces this chart
            title = f"{self.heading}{FIRM}: {title}"
            self.slide.shapes.title.text = title
        else:
            self._open(title)
        table = as_table(block)
        beside = len(table.rows) <= 9 and len(table.header) <= 4
        place = map(frame.inches, (frame.LEFT, frame.TOP, 7.0 if beside else frame.WIDTH, frame.ROOM))
        shape: Any = self.slide.shapes.add_chart(chart_type(block), *place, chart_data(block))
        paint(shape.chart, block)
        shape.chart.font.size = Pt(14)
        frame.describe(shape, description(block))
        if beside:
            width = (frame.WIDTH - 7.2) / len(table.header)
            self._table_part(table, [list(row) for row in table.rows], [0.42] * len(table.rows), [width] * len(table.header), left=7.95)
            self.slide = None
        else:
            self._open(f"{title}{FIRM}: valeurs")
            self._table(table)

    # -- pictures -----------------------------------------------------------------------------------------------------
    def _image(self, block: Image) -> None:
        ready = picture(block.data)
        width = frame.WIDTH * min(max(block.width, 0.05), 1)
        height = width * ready.height / max(ready.width, 1)
        limit = frame.ROOM - (0.55 if block.caption else 0.1)
        if height > limit:
            width, height = width * limit / height, limit
        top = self._room(height)
        left = frame.LEFT + (frame.WIDTH - width) / 2
        shape = self.slide.shapes.add_picture(BytesIO(ready.data), *map(frame.inches, (left, top, width, height)))
        frame.describe(shape, clean(block.alt))
        if block.caption:
            self._lines([(Run(block.caption, italic=True), "")])

    def _logos(self, block: LogoBand) -> None:
        top, left = self._room(0.65 if block.logos else 0), frame.LEFT
        for logo in block.logos:
            if logo.data:
                place = [frame.inches(left), frame.inches(top)]
                shape = self.slide.shapes.add_picture(BytesIO(picture(logo.data).data), *place, height=frame.inches(0.6))
                frame.describe(shape, clean(logo.alt or logo.name))
                left += shape.width / 914400 + 0.3
            else:
                if left + 2.2 > frame.LEFT + frame.WIDTH:  # many funders stand on several lines
                    top, left = self._room(0.65), frame.LEFT
                box = self.slide.shapes.add_textbox(*map(frame.inches, (left, top, 2.2, 0.6)))
                box.text_frame.word_wrap = True
                self._fill(box.text_frame.paragraphs[0], Run(logo.name, bold=True), 12)
                left += 2.4
        for mention in block.mentions:
            self._fill(self._box(0.35).text_frame.paragraphs[0], mention, 13, MUTED)


def _packs(items: Sequence[Any], heights: Sequence[float], first: float = frame.ROOM, rest: float = frame.ROOM) -> Iterator[list[Any]]:
    """Items in packs that fit a slide: the first in the room that is left, the others on slides of their own."""
    pack: list[Any] = []
    used, room = 0.0, first
    for item, height in zip(items, heights, strict=True):
        if pack and used + height > room:
            yield pack
            pack, used, room = [], 0.0, rest
        pack.append(item)
        used += height
    if pack:
        yield pack
