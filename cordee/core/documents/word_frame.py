"""The empty Word document of the house: A4, real styles, French, footer with the version; and the XML that python-docx lacks."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordFile
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from cordee.core.documents.blocks import Document
from cordee.core.documents.look import INK, LINE, MUTED, OFFICE_FONT, PINE
from cordee.core.documents.text import FIRM, clean, footer

LINE_WIDTH = Mm(166)
# style: size in points, colour, bold, space before, space after
_STYLES = {
    "Normal": (10.5, INK, False, 0, 6),
    "Title": (22, PINE, True, 0, 4),
    "Subtitle": (12, MUTED, False, 0, 4),
    "Heading 1": (15, PINE, True, 18, 6),
    "Heading 2": (12.5, PINE, True, 14, 5),
    "Heading 3": (11, PINE, True, 12, 4),
    "Heading 4": (10.5, INK, True, 10, 3),
    "Caption": (9, MUTED, True, 8, 4),
    "List Bullet": (10.5, INK, False, 0, 4),
    "List Number": (10.5, INK, False, 0, 4),
    "Footer": (8, MUTED, False, 0, 0),
}


def element(tag: str, **attributes: str) -> Any:
    """An element of the `w:` vocabulary with its `w:` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def border(tag: str, side: str, colour: str, eighths: int = 4, space: int = 0) -> Any:
    edge = element(side, val="single", sz=str(eighths), space=str(space), color=colour)
    holder = element(tag)
    holder.append(edge)
    return holder


def field(paragraph: WordParagraph, instruction: str) -> None:
    """A value that Word computes: the page, the number of pages."""
    for kind in ("begin", instruction, "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == instruction:
            code = element("instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind == "1":
            run.text = kind
        else:
            run._r.append(element("fldChar", fldCharType=kind))


def blank(document: Document) -> WordFile:
    word = new_document()
    _drop_thumbnail(word)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    for name, (size, colour, bold, before, after) in _STYLES.items():
        _dress(word.styles[name], size, colour, bold, before, after)
    _round_bullets(word)
    _speak_french(word)
    _footer(word, document)
    _properties(word, document)
    return word


def _drop_thumbnail(word: WordFile) -> None:
    rels = word.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]


def _dress(style: Any, size: float, colour: str, bold: bool, before: float, after: float) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = OFFICE_FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour.upper())
    fonts = style.element.rPr.rFonts
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # the theme would win over the name
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    fonts.set(qn("w:cs"), OFFICE_FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if style.name == "Title":
        for edge in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(edge)
    if style.name == "Caption":
        style.paragraph_format.keep_with_next = True


def _round_bullets(word: WordFile) -> None:
    """The default bullets are drawn by the Symbol font, which not every machine has."""
    for level in word.part.numbering_part.element.iter(qn("w:lvl")):
        if level.find(qn("w:numFmt")).get(qn("w:val")) == "bullet":
            level.find(qn("w:lvlText")).set(qn("w:val"), "•")
            for fonts in level.iter(qn("w:rFonts")):
                for attribute in ("ascii", "hAnsi", "cs"):
                    fonts.set(qn(f"w:{attribute}"), OFFICE_FONT)


def _speak_french(word: WordFile) -> None:
    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    settings = word.settings.element
    theme = settings.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), "fr-FR")


def _footer(word: WordFile, document: Document) -> None:
    line = word.sections[0].footer.paragraphs[0]
    line.paragraph_format.tab_stops.clear_all()
    stops = element("tabs")
    for position in ("4320", "8640"):  # those of the style, which would come before ours
        stops.append(element("tab", val="clear", pos=position))
    line._p.get_or_add_pPr().insert_element_before(stops, "w:spacing", "w:ind", "w:jc", "w:rPr")
    line.paragraph_format.tab_stops.add_tab_stop(LINE_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    line._p.get_or_add_pPr().insert_element_before(border("pBdr", "top", LINE, 4, 6), "w:shd", "w:tabs", "w:spacing", "w:jc", "w:rPr")
    line.add_run(f"{footer(document)}\tPage{FIRM}")
    field(line, "PAGE")
    line.add_run(f" sur{FIRM}")
    field(line, "NUMPAGES")


def _properties(word: WordFile, document: Document) -> None:
    properties = word.core_properties
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
    properties.author = properties.last_modified_by = "Cordée"
    properties.identifier, properties.version = clean(document.reference)[:255], str(document.version)
    properties.keywords, properties.comments = document.fingerprint[:255], ""
    properties.language = "fr-FR"
    properties.revision = max(document.version, 1)
    properties.created = properties.modified = made_at


def add_part(word: WordFile, name: str, content_type: str, data: bytes) -> Any:
    """A part that python-docx does not know, in the package but not yet related to anything."""
    return Part(PackURI(name), content_type, data, word.part.package)
