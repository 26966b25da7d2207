"""The empty deck of the house: 16:9, a cover and a content layout built by code, a footer that ties a slide to its version."""

from __future__ import annotations

import copy
import math
from datetime import UTC
from typing import Any

from pptx import Presentation
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu

from cordee.core.documents.blocks import Document
from cordee.core.documents.look import MUTED, OCHRE, OFFICE_FONT, PINE, SERIES
from cordee.core.documents.text import clean, footer

LEFT, TOP, WIDTH, BOTTOM = 0.75, 1.5, 11.83, 6.75
ROOM = BOTTOM - TOP
_LAYOUTS = {"cover": 0, "content": 5}
_PLACES = {  # placeholder type on a layout: left, top, width, height, size in points
    "ctrTitle": (LEFT, 2.2, WIDTH, 1.5, 40),
    "subTitle": (LEFT, 4.0, WIDTH, 1.1, 20),
    "title": (LEFT, 0.45, WIDTH, 0.85, 28),
    "ftr": (LEFT, 6.95, 9.8, 0.35, 10),
    "sldNum": (11.58, 6.95, 1.0, 0.35, 10),
}
_THEME = {"dk2": PINE, "lt2": "f4f7f5", "accent1": PINE, "accent2": OCHRE, "accent3": SERIES[2], "accent4": SERIES[3], "hlink": PINE}


def inches(value: float) -> Emu:
    return Emu(int(value * 914400))


def text_height(words: str, per_line: float, size: float = 18) -> float:
    """Inches that a text takes, by a careful guess: PowerPoint alone knows, and it is not there."""
    lines = sum(max(1, math.ceil(len(part) / per_line)) for part in words.split("\n"))
    return lines * size * 1.25 / 72 + 0.1


def blank(document: Document) -> Any:
    deck = Presentation()
    deck.slide_width, deck.slide_height = inches(13.333), inches(7.5)
    kept = {deck.slide_layouts[index].name for index in _LAYOUTS.values()}
    master = deck.slide_master
    _theme(master)
    _place(master, background=True)
    for layout in list(deck.slide_layouts):
        if layout.name not in kept:
            deck.slide_layouts.remove(layout)
    for layout, name, key in zip(deck.slide_layouts, ("Couverture", "Contenu"), _LAYOUTS, strict=True):
        layout.name = name
        _place(layout)
        _rule(layout, key)
    _properties(deck, document)
    return deck


def _place(holder: Any, background: bool = False) -> None:
    for shape in list(holder.placeholders):
        kind = shape.element.ph.get("type", "body")
        if kind == "dt":
            shape.element.getparent().remove(shape.element)
            continue
        if kind not in _PLACES:
            if background:  # the master's body, which no layout of ours shows
                shape.left, shape.top, shape.width, shape.height = map(inches, (LEFT, TOP, WIDTH, ROOM))
            continue
        left, top, width, height, size = _PLACES[kind]
        shape.left, shape.top, shape.width, shape.height = map(inches, (left, top, width, height))
        _dress(shape, size, PINE if "itle" in kind and kind != "subTitle" else MUTED, kind)


def _dress(shape: Any, size: float, colour: str, kind: str) -> None:
    """Size, weight and colour as the defaults of the placeholder, so that what is typed in it later follows."""
    body = shape.text_frame._txBody
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    level = OxmlElement("a:lvl1pPr")
    level.set("marL", "0")
    level.set("indent", "0")
    level.set("algn", "r" if kind == "sldNum" else "l")
    level.append(OxmlElement("a:buNone"))
    look = OxmlElement("a:defRPr")
    look.set("sz", str(int(size * 100)))
    look.set("b", "1" if "itle" in kind and kind != "subTitle" else "0")
    fill, rgb = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    rgb.set("val", colour.upper())
    fill.append(rgb)
    look.append(fill)
    level.append(look)
    style.append(level)
    body.find(qn("a:bodyPr")).set("anchor", "b" if kind == "ctrTitle" else "t" if kind == "subTitle" else "ctr")


def _rule(layout: Any, key: str) -> None:
    """The only ornament: the ochre rope. Written as XML, for python-pptx adds no shape to a layout."""
    left, top, width = (LEFT + 0.1, 3.82, 1.6) if key == "cover" else (LEFT + 0.1, 1.3, 0.9)
    bar = OxmlElement("p:sp")
    bar.append(_named("p:nvSpPr", "Filet"))
    properties = OxmlElement("p:spPr")
    properties.append(_frame(left, top, width, 0.05))
    shape = OxmlElement("a:prstGeom")
    shape.set("prst", "rect")
    shape.append(OxmlElement("a:avLst"))
    fill, rgb = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    rgb.set("val", OCHRE.upper())
    fill.append(rgb)
    properties.append(shape)
    properties.append(fill)
    bar.append(properties)
    layout.shapes._spTree.append(bar)


def _named(tag: str, name: str) -> Any:
    holder, identity = OxmlElement(tag), OxmlElement("p:cNvPr")
    identity.set("id", "99")
    identity.set("name", name)
    for part in (identity, OxmlElement("p:cNvSpPr"), OxmlElement("p:nvPr")):
        holder.append(part)
    return holder


def _frame(left: float, top: float, width: float, height: float) -> Any:
    place, offset, extent = OxmlElement("a:xfrm"), OxmlElement("a:off"), OxmlElement("a:ext")
    offset.set("x", str(inches(left)))
    offset.set("y", str(inches(top)))
    extent.set("cx", str(inches(width)))
    extent.set("cy", str(inches(height)))
    place.append(offset)
    place.append(extent)
    return place


def _theme(master: Any) -> None:
    """The house's colours and typeface in the theme, so that what a person adds to the deck looks like the rest."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    root = parse_xml(part.blob)
    for name, colour in _THEME.items():
        for holder in root.iter(qn(f"a:{name}")):
            for old in list(holder):
                holder.remove(old)
            rgb = OxmlElement("a:srgbClr")
            rgb.set("val", colour.upper())
            holder.append(rgb)
    for latin in root.iter(qn("a:latin")):
        latin.set("typeface", OFFICE_FONT)
    part._blob = serialize_part_xml(root)


def _properties(deck: Any, document: Document) -> None:
    properties = deck.core_properties
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
    properties.author = properties.last_modified_by = "Cordée"
    properties.identifier, properties.version = clean(document.reference)[:255], str(document.version)
    properties.keywords, properties.language = document.fingerprint[:255], "fr-FR"
    properties.revision = max(document.version, 1)
    properties.created = properties.modified = made_at


def add_slide(deck: Any, key: str, document: Document) -> Any:
    layout = deck.slide_layouts[list(_LAYOUTS).index(key)]
    slide = deck.slides.add_slide(layout)
    for shape in layout.placeholders:
        if shape.element.ph.get("type") in ("ftr", "sldNum"):
            slide.shapes._spTree.append(copy.deepcopy(shape.element))
    for shape in slide.placeholders:
        if shape.element.ph.get("type") == "ftr":
            shape.text_frame.text = footer(document)
    return slide


def bullet(paragraph: Any, mark: str) -> None:
    """A true list item: its mark is a property, not a character that a screen reader would read aloud."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "342900")
    properties.set("indent", "-342900")
    numbered = mark != "•"
    item = OxmlElement("a:buAutoNum" if numbered else "a:buChar")
    if numbered:
        item.set("type", "arabicPeriod")
        item.set("startAt", mark.rstrip("."))
    else:
        item.set("char", mark)
    properties.append(item)


def describe(shape: Any, words: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def plain_table(shape: Any) -> None:
    """No banding of PowerPoint's own: the cells are painted, the first row stays declared as a header."""
    shape.table.first_row, shape.table.horz_banding = True, False
