"""Word files read back: outline, headers, names, alternative texts, charts that can be edited."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import docx
import python_calamine
from docx.oxml.ns import qn

from cordee.core.documents.blocks import Heading, Paragraph, Table
from cordee.core.documents.word import write_docx
from tests.core.documents.sample import LITERAL, MADE_AT, charts, document


def read(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def test_the_outline_is_made_of_real_styles() -> None:
    word = read(write_docx(document()))
    outline = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert outline[0] == ("Title", "Fiche d'identité\u00a0: Élan & Œuvre")
    assert outline[1:] == [(f"Heading {level}", f"Niveau {level}") for level in (1, 2, 3, 4)]


def test_a_skipped_level_is_closed_up() -> None:
    word = read(write_docx(document([Heading("Loin", 3), Heading("Plus loin", 9)])))
    assert [p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")] == ["Heading 1", "Heading 2"]


def test_text_is_printed_as_it_is_and_its_spaces_do_not_break() -> None:
    text = "\n".join(p.text for p in read(write_docx(document())).paragraphs)
    assert LITERAL in text
    assert "Montant\u00a0: 9\u202f500,00\u00a0€ TTC\u202f; " in text


def test_what_no_word_file_may_hold_is_left_out() -> None:
    word = read(write_docx(document([Paragraph("a\x00b\x0bc\ufffed\nligne")])))
    assert word.paragraphs[-1].text == "abcd\nligne"


def test_only_links_that_a_reader_may_follow_are_links() -> None:
    word = read(write_docx(document()))
    links = [rel.target_ref for rel in word.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    assert links == ["https://www.exemple.fr/a?b=1&c=2"]


def test_table_headers_are_declared_and_repeated() -> None:
    table = next(t for t in read(write_docx(document())).tables if t.cell(0, 0).text == "Poste")
    assert [cell.text for cell in table.rows[0].cells] == ["Poste", "Montant"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    assert [cell.text for cell in table.rows[2].cells] == ["Ligne courte", ""]


def test_each_numbered_list_starts_again() -> None:
    numbers = [p._p.pPr.numPr.numId.val for p in read(write_docx(document())).paragraphs if p.style.name == "List Number"]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]


def test_every_signatory_has_a_box() -> None:
    table = read(write_docx(document())).tables[-1]
    boxes = [cell.text for row in table.rows for cell in row.cells]
    assert boxes == [
        "La directrice\nDirection\nSigné le 12/04/2027",
        "Le financeur\nDREETS\nDate et signature\u00a0:",
        "Le DLA\nOpérateur\nDate et signature\u00a0:",
        "",
    ]


def test_every_picture_and_chart_has_its_alternative_text_and_its_own_number() -> None:
    properties = list(read(write_docx(document())).element.body.iter(qn("wp:docPr")))
    assert len(properties) == 6
    assert all(p.get("descr") for p in properties)
    assert len({p.get("id") for p in properties}) == 6


def test_charts_are_native_and_carry_their_figures() -> None:
    data = write_docx(document())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = sorted(name for name in archive.namelist() if name.endswith(".xlsx"))
        drawn = [archive.read(name) for name in sorted(archive.namelist()) if name.startswith("word/charts/chart")]
        rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(archive.read(sheets[0]))).get_sheet_by_index(0).to_python()
    assert len(sheets) == len(drawn) == len(charts())
    for xml, kind in zip(drawn, (b"<c:radarChart>", b"<c:barChart>", b"<c:barChart>", b"<c:lineChart>"), strict=True):
        assert kind in xml
    assert all(b'<c:lang val="fr-FR"/>' in xml for xml in drawn)
    assert b'<c:orientation val="maxMin"/>' in drawn[2]
    assert b'<c:crosses val="max"/>' in drawn[2]
    assert rows == [["", "Avant", "Après"], ["Projet", 2, 3], ["Gouvernance", 3, 4], ["Équipe", 1, 3]]


def test_a_chart_is_followed_by_its_table() -> None:
    tables = read(write_docx(document([charts()[3]]))).tables
    assert [[cell.text for cell in row.cells] for row in tables[0].rows] == [
        ["Rubrique", "Solde (k€)"],
        ["T1", "10"],
        ["T2", "—"],
        ["T3", "\u22125"],
    ]


def test_properties_language_and_footer_name_the_version() -> None:
    word = read(write_docx(document()))
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("Fiche d'identité\u00a0: Élan & Œuvre", "Cordée", "fr-FR")
    assert (properties.version, properties.created) == ("3", MADE_AT)
    assert {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    footer = word.sections[0].footer.paragraphs[0]
    assert "DLA59-2027-014 · version\u00a03 · a3f9c0de12\tPage\u00a01 sur\u00a01" in footer.text
    assert [code.text.strip() for code in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_three_hundred_rows_and_no_block_at_all() -> None:
    rows = [[str(i), f"ligne {i}"] for i in range(300)]
    assert len(read(write_docx(document([Table(["N°", "Nom"], rows)]))).tables[0].rows) == 301
    assert read(write_docx(document([]))).tables == []
