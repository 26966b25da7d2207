"""Word writer: real styles and outline, headers repeated and declared, alternative texts, charts that Word can edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as WordFile
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from cordee.core.documents import word_frame as frame
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
from cordee.core.documents.charts import as_table, description, native_part
from cordee.core.documents.look import LINE, MUTED, OCHRE, PINE, TONES, picture
from cordee.core.documents.text import clean, outlined, runs

_SIDES = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_DRAWING = """<w:drawing {namespaces}><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="Graphique {id}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{rel}"/>
</a:graphicData></a:graphic></wp:inline></w:drawing>"""

LINE_SHARE = int(frame.LINE_WIDTH)


def write_docx(document: Document) -> bytes:
    writer = _Writer(frame.blank(document))
    writer.opening(document)
    for block in outlined(document.blocks):
        writer.write(block)
    out = BytesIO()
    writer.word.save(out)
    return still(out.getvalue(), document.made_at)


class _Writer:
    def __init__(self, word: WordFile) -> None:
        self.word = word
        self.charts = 0
        self.verbs: dict[type, Callable[[Any], object]] = {
            Heading: lambda b: self._styled(b.text, f"Heading {b.level}"),
            Paragraph: lambda b: self._styled(b.text, "Normal"),
            Bullets: lambda b: self._list(b.items, "List Bullet"),
            Numbered: self._numbered,
            Facts: self._facts,
            Table: self._table,
            Chart: self._chart,
            Signatures: self._signatures,
            LogoBand: self._logos,
            Checklist: self._checklist,
            Callout: self._callout,
            PageBreak: lambda b: self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE),
            Image: self._image,
            Letter: self._letter,
        }

    def write(self, block: Block) -> None:
        self.verbs[type(block)](block)

    def opening(self, document: Document) -> None:
        if document.publicity:
            self._logos(document.publicity)
        self._styled(document.title, "Title")
        if document.subtitle:
            self._styled(document.subtitle, "Subtitle")
        line = self._small(document.reference)
        line.paragraph_format.space_after = Pt(14)
        line._p.get_or_add_pPr().insert_element_before(
            frame.border("pBdr", "bottom", OCHRE, 18, 6), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def _letter(self, block: Letter) -> None:
        """The words of a letter, one under the other; its place in a window envelope is the business of the PDF."""
        if block.logo:
            self._logos(LogoBand([block.logo]))
        for lines in (block.sender, block.recipient, [block.dated]):
            self._styled("\n".join(lines), "Normal")
        if block.reference:
            self._small(f"Nos références : {block.reference}")
        self._styled(Run(f"Objet : {block.subject}", bold=True), "Normal")
        for words in (*block.paragraphs, "\n".join(block.signature)):
            self._styled(words, "Normal")

    # -- text ---------------------------------------------------------------------------------------------------------
    def _styled(self, text: Text, style: str) -> WordParagraph:
        paragraph = self.word.add_paragraph(style=style)
        self._fill(paragraph, text)
        return paragraph

    def _small(self, words: str, paragraph: WordParagraph | None = None) -> WordParagraph:
        paragraph = paragraph or self.word.add_paragraph()
        run = paragraph.add_run(clean(words))
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(MUTED.upper())
        paragraph.paragraph_format.space_after = Pt(3)
        return paragraph

    def _fill(self, paragraph: WordParagraph, text: Text, *, size: float = 0) -> None:
        for run in runs(text):
            written = paragraph.add_run(run.text)
            written.bold, written.italic = run.bold or None, run.italic or None
            if size:
                written.font.size = Pt(size)
            if run.link:
                self._link(paragraph, written, run)

    def _link(self, paragraph: WordParagraph, written: Any, run: Run) -> None:
        written.font.underline, written.font.color.rgb = True, RGBColor.from_string(PINE.upper())
        link = frame.element("hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(run.link, RT.HYPERLINK, is_external=True))
        paragraph._p.append(link)
        link.append(written._r)

    def _list(self, items: Sequence[Text], style: str) -> list[WordParagraph]:
        return [self._styled(item, style) for item in items]

    def _numbered(self, block: Numbered) -> None:
        """Each list starts again at 1: a numbering of its own, on the abstract one of the style."""
        numbering: Any = self.word.part.numbering_part.element
        style: Any = self.word.styles["List Number"].element
        abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        for paragraph in self._list(block.items, "List Number"):
            properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number.numId

    def _callout(self, block: Callout) -> None:
        colour, paper = TONES[block.tone]
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.space_after = Pt(10)
        paragraph.paragraph_format.left_indent = Mm(3)
        if block.title:
            paragraph.add_run(clean(block.title)).bold = True
            paragraph.add_run().add_break()
        self._fill(paragraph, block.text)
        properties = paragraph._p.get_or_add_pPr()
        after = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
        properties.insert_element_before(frame.border("pBdr", "left", colour, 24, 8), "w:shd", *after)
        properties.insert_element_before(frame.element("shd", val="clear", color="auto", fill=paper), *after)

    # -- tables -------------------------------------------------------------------------------------------------------
    def _grid(self, rows: int, widths: Sequence[float], *, header: bool, caption: str) -> Any:
        table: Any = self.word.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        shares = [LINE_SHARE * max(width, 0.01) / sum(max(w, 0.01) for w in widths) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(int(share))
        properties = table._tbl.tblPr
        look = properties.find(qn("w:tblLook"))
        if look is not None:
            properties.remove(look)
        first, side = ("1", "0") if header else ("0", "1")
        edges = frame.element("tblBorders")
        for name in ("bottom", "insideH"):
            edges.append(frame.element(name, val="single", sz="4", space="0", color=LINE))
        properties.insert_element_before(edges, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
        value = "0420" if header else "0480"
        properties.append(
            frame.element("tblLook", val=value, firstRow=first, lastRow="0", firstColumn=side, lastColumn="0", noHBand="0", noVBand="1")
        )
        properties.append(frame.element("tblCaption", val=caption))
        return table, [Emu(int(share)) for share in shares]

    def _row(self, row: Any, texts: Sequence[Text], widths: Sequence[Any], sides: Sequence[str], keep: bool = False) -> None:
        row._tr.get_or_add_trPr().append(frame.element("cantSplit"))
        for cell, text, width, side in zip(row.cells, texts, widths, sides, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _SIDES[side]
            paragraph.paragraph_format.keep_with_next = keep or None
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2.5)
            self._fill(paragraph, text, size=9.5)

    def _table(self, block: Table) -> None:
        count = len(block.header)
        if block.caption:
            self._styled(block.caption, "Caption")
        sides = [*block.align, *["left"] * count][:count]
        table, widths = self._grid(1 + len(block.rows), [*block.widths, *[1.0] * count][:count], header=True, caption=clean(block.caption))
        rows = iter(table.rows)
        head = next(rows)
        self._row(head, [Run(cell, bold=True) for cell in block.header], widths, sides, keep=True)
        head._tr.get_or_add_trPr().append(frame.element("tblHeader"))
        for cell in head.cells:
            cell._tc.get_or_add_tcPr().append(frame.border("tcBorders", "bottom", PINE, 10))
            for run in cell.paragraphs[0].runs:
                run.font.color.rgb = RGBColor.from_string(PINE.upper())
        last = len(block.rows) - 1
        for rank, (row, texts) in enumerate(zip(rows, block.rows, strict=True)):  # a short table stays on one page
            self._row(row, [*texts, *[""] * count][:count], widths, sides, keep=last < 12 and rank < last)
        self._air()

    def _facts(self, block: Facts) -> None:
        if not block.pairs:
            return
        table, widths = self._grid(len(block.pairs), [1, 2], header=False, caption="")
        for row, (label, value) in zip(table.rows, block.pairs, strict=True):
            self._row(row, [label, value if runs(value) else "—"], widths, ["left", "left"])
            for run in row.cells[0].paragraphs[0].runs:
                run.font.color.rgb = RGBColor.from_string(MUTED.upper())
        self._air()

    def _checklist(self, block: Checklist) -> None:
        if all(item.done is None for item in block.items):
            for item in block.items:
                self._styled([Run(f"{STATES[None]}  "), *runs(item.text)], "Normal").paragraph_format.space_after = Pt(2)
            return
        rows: list[list[Text]] = []
        for item in block.items:
            note = f"\n{item.note}" if item.note else ""
            rows.append([Run(STATES[item.done], bold=True), [*runs(item.text), Run(note, italic=True)]])
        self._table(Table(["État", "Élément"], rows, widths=[1, 5]))

    def _signatures(self, block: Signatures) -> None:
        if block.place:
            self._styled(block.place, "Normal").paragraph_format.keep_with_next = True
        if not block.signatories:
            return
        table, widths = self._grid((len(block.signatories) + 1) // 2, [1, 1], header=False, caption="Signatures")
        for row in table.rows:
            row.height, row.height_rule = Mm(34), WD_ROW_HEIGHT_RULE.AT_LEAST
            row._tr.get_or_add_trPr().append(frame.element("cantSplit"))
        for row in list(table.rows)[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        cells = [cell for row in table.rows for cell in row.cells]
        for cell, signatory in zip(cells, block.signatories, strict=False):
            cell.width = widths[0]
            edges = frame.element("tcBorders")
            for side in ("top", "left", "bottom", "right"):
                edges.append(frame.element(side, val="single", sz="6", space="0", color=LINE))
            cell._tc.get_or_add_tcPr().append(edges)
            self._fill(cell.paragraphs[0], Run(signatory.name, bold=True))
            self._small(signatory.capacity, cell.add_paragraph())
            self._small(f"Signé le {signatory.signed_on}" if signatory.signed_on else "Date et signature :", cell.add_paragraph())
        self._air()

    def _air(self) -> None:
        """Word glues two tables that nothing parts."""
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(8)

    # -- pictures -----------------------------------------------------------------------------------------------------
    def _picture(self, paragraph: WordParagraph, data: bytes, alt: str, *, width: Any = None, height: Any = None) -> None:
        shape = paragraph.add_run().add_picture(BytesIO(picture(data).data), width=width, height=height)
        shape._inline.docPr.set("descr", clean(alt))

    def _image(self, block: Image) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._picture(paragraph, block.data, block.alt, width=Emu(int(LINE_SHARE * min(max(block.width, 0.05), 1))))
        if block.caption:
            paragraph.paragraph_format.keep_with_next = True
            self._styled(block.caption, "Caption").paragraph_format.keep_with_next = False

    def _logos(self, block: LogoBand) -> None:
        if block.logos:
            paragraph = self.word.add_paragraph()
            for logo in block.logos:
                if logo.data:
                    self._picture(paragraph, logo.data, logo.alt or logo.name, height=Mm(12))
                else:
                    paragraph.add_run(clean(logo.name)).bold = True
                paragraph.add_run("    ")
        for mention in block.mentions:
            self._small(mention)

    def _chart(self, block: Chart) -> None:
        if not block.categories or not block.series:
            return
        self._styled(block.title, "Caption")
        self.charts += 1
        native = native_part(block)
        part = frame.add_part(self.word, f"/word/charts/chart{self.charts}.xml", _CHART_TYPE, native.xml)
        sheet = frame.add_part(self.word, f"/word/embeddings/classeur{self.charts}.xlsx", _SHEET_TYPE, native.workbook)
        part.rels.add_relationship(f"{_OFFICE}/package", sheet, native.relation)
        self._place(self.word.part.relate_to(part, f"{_OFFICE}/chart"), description(block), 78 if block.kind != "radar" else 92)
        self._table(as_table(block))

    def _place(self, rel: str, alt: str, height: int) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        xml = _CHART_DRAWING.format(
            namespaces=nsdecls("w", "wp", "a", "r"), width=int(LINE_SHARE), height=int(Mm(height)), id=self.word.part.next_id, rel=rel
        )
        drawing: Any = parse_xml(xml)
        drawing.find(f".//{qn('wp:docPr')}").set("descr", alt)
        paragraph.add_run()._r.append(drawing)
