"""Slides read back: titles, native charts with their data, tables cut before they overflow."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pptx import Presentation

from cordee.core.documents.blocks import Bullets, Heading, Table
from cordee.core.documents.slides import write_pptx
from tests.core.documents.sample import LITERAL, MADE_AT, charts, document


def read(data: bytes) -> Any:
    return Presentation(BytesIO(data))


def words(deck: Any) -> str:
    return "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)


def test_it_is_wide_has_two_layouts_and_every_slide_has_a_title() -> None:
    deck = read(write_pptx(document()))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    assert [layout.name for layout in deck.slide_layouts] == ["Couverture", "Contenu"]
    assert all(slide.shapes.title.text for slide in deck.slides)
    assert deck.slides[0].shapes.title.text == "Fiche d'identité\u00a0: Élan & Œuvre"


def test_text_and_names_are_there_and_the_footer_names_the_version() -> None:
    deck = read(write_pptx(document()))
    for expected in (LITERAL, "Premier point", "À retenir", "Le financeur", "Fait à Lille", "Avise", "Cofinancé par le FSE+."):
        assert expected in words(deck)
    for slide in deck.slides:
        assert any("version\u00a03 · a3f9c0de12" in shape.text_frame.text for shape in slide.placeholders)


def test_charts_are_native_and_carry_their_data() -> None:
    deck = read(write_pptx(document(list(charts()))))
    found = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(found) == 4
    radar = found[0].chart
    assert list(radar.plots[0].categories) == ["Projet", "Gouvernance", "Équipe"]
    assert [(s.name, list(s.values)) for s in radar.plots[0].series] == [("Avant", [2, 3, 1]), ("Après", [3, 4, 3])]
    assert list(found[3].chart.plots[0].series[0].values) == [10, None, -5]
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in found)
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == 4


def test_nothing_leaves_the_slide() -> None:
    rows = [[str(i), "un texte assez long pour tenir sur deux lignes " * 3] for i in range(300)]
    deck = read(write_pptx(document([Heading("Liste"), Table(["N°", "Nom"], rows, "Légende"), Bullets(["point " * 60] * 30)])))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert sum(len(table.rows) - 1 for table in tables) == 300
    assert all(table.cell(0, 0).text == "N°" and table.first_row for table in tables)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= deck.slide_height
            assert shape.left + shape.width <= deck.slide_width


def test_what_goes_on_says_so() -> None:
    deck = read(write_pptx(document([Heading("Liste"), Bullets(["point"] * 60)])))
    assert [slide.shapes.title.text for slide in deck.slides][1:3] == ["Liste", "Liste (suite)"]


def test_properties_and_an_empty_document() -> None:
    deck = read(write_pptx(document([])))
    assert len(deck.slides) == 1
    assert (deck.core_properties.author, deck.core_properties.created) == ("Cordée", MADE_AT.replace(tzinfo=None))
