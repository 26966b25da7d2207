"""PDF files read back: tagged, in French, titled, and what is typed stays text."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow
from pypdf import PdfReader

from cordee.core.documents.blocks import Chart, Heading, Paragraph, Series, Table
from cordee.core.documents.pdf import write_pdf
from cordee.core.documents.svg import scale
from tests.core.documents.sample import LITERAL, charts, document


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def read(data: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(data))
    return reader, flat(" ".join(page.extract_text() for page in reader.pages))


def test_it_is_tagged_french_titled_and_says_it_is_accessible() -> None:
    reader, _ = read(write_pdf(document()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).startswith("fr")
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Fiche d'identité\u00a0: Élan & Œuvre"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.year == 2027


def test_headings_are_the_outline() -> None:
    reader, _ = read(write_pdf(document()))
    assert isinstance(reader.outline[0], dict)
    assert reader.outline[0]["/Title"] == "Niveau 1"
    assert reader.outline[1][0]["/Title"] == "Niveau 2"  # type: ignore[index]
    read(write_pdf(document([Heading("Loin", 4), Heading("Plus loin", 9)])))  # a skipped level would not compile


def test_typst_source_in_the_data_is_printed_letter_by_letter() -> None:
    _, text = read(write_pdf(document([Paragraph(LITERAL), Heading(LITERAL), Table([LITERAL], [[LITERAL]], LITERAL)])))
    assert text.count("*gras* _penché_ #let x = 1 #panic() $x^2$ <x> É & Œ") == 5


def test_a_letter_that_no_font_draws_costs_the_claim_and_not_the_document() -> None:
    reader, text = read(write_pdf(document([Paragraph("Nom : \u0980\u1f9d0 Zoé")])))
    root = reader.trailer["/Root"]
    assert "Zoé" in text
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"pdfuaid" not in root["/Metadata"].get_data()


def test_every_block_is_printed_and_the_footer_names_the_version() -> None:
    reader, text = read(write_pdf(document()))
    for words in (
        "Plan de financement",
        "Fait",
        "Manque",
        "attendus depuis le 3 mai",
        "À retenir",
        "Légende",
        "Le financeur",
        "Signé le 12/04/2027",
    ):
        assert words in text
    assert "DLA59-2027-014 · version 3 · a3f9c0de12" in text
    assert f"Page 1 sur {len(reader.pages)}" in text


def test_only_links_that_a_reader_may_follow_are_links() -> None:
    reader, _ = read(write_pdf(document()))
    links = {a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", []) if "/A" in a.get_object()}
    assert links == {"https://www.exemple.fr/a?b=1&c=2"}


def test_the_header_of_a_long_table_is_repeated() -> None:
    reader, text = read(write_pdf(document([Table(["Numéro", "Nom"], [[str(i), f"ligne {i}"] for i in range(300)])])))
    assert len(reader.pages) > 5
    assert all("Numéro" in page.extract_text() for page in reader.pages)
    assert "ligne 299" in text


def test_an_empty_document_is_a_page_with_its_title() -> None:
    reader, text = read(write_pdf(document([])))
    assert len(reader.pages) == 1
    assert "Fiche d'identité" in text


def test_charts_say_their_figures() -> None:
    _, text = read(write_pdf(document(list(charts()))))
    for words in ("80 000", "17,25", "\u22125", "Gouvernance", "Rubrique Avant Après"):
        assert words in text


@pytest.mark.parametrize("kind", ["bar", "hbar", "line", "radar"])
def test_poor_charts_are_drawn_too(kind: str) -> None:
    for values in ([None, None], [0, 0], [-3, -1], [1e9, 0.001], []):
        write_pdf(document([Chart(kind, "Titre", ["A & <b>", "B"], [Series("S", values)])]))  # type: ignore[arg-type]
    assert len(read(write_pdf(document([Chart(kind, "Titre", [], [])])))[0].pages) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"), [([3, 17.25], (0, 20, 5)), ([-5, 12], (-5, 15, 5)), ([0], (0, 1, 0.2)), ([80000], (0, 80000, 20000))]
)
def test_the_axis_has_round_marks(values: list[float], expected: tuple[float, float, float]) -> None:
    assert scale(Chart("bar", "", ["A"], [Series("S", values)])) == pytest.approx(expected)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils draws the pages")
def test_the_page_is_not_blank_where_the_chart_stands(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(write_pdf(document([charts()[1]])))
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(source), str(tmp_path / "page")], check=True)
    with Pillow.open(next(tmp_path.glob("*.png"))) as page:
        colours = dict((colour, count) for count, colour in page.convert("RGB").getcolors(1 << 24) or [])
    assert colours.get((11, 90, 84), 0) > 3000
