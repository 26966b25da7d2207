"""A workbook that claims more cells than a server has memory is refused in French, and nobody dies of it."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from cordee.core.files.kinds import RefusedFile
from cordee.core.imports import probe
from cordee.core.imports.sources import keep


def workbook(*cells: tuple[int, int]) -> bytes:
    """Some cells, wherever they are."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Structures")
    sheet.write(0, 0, "Nom")
    for row, column in cells:
        sheet.write(row, column, "ici")
    book.close()
    return buffer.getvalue()


@pytest.mark.covers("SYS-903")
@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (1_048_575, 700), (60_000, 2_000)])
def test_one_cell_very_far_does_not_fill_the_memory(corner: tuple[int, int]) -> None:
    data = workbook(corner)
    assert len(data) < 10_000
    with pytest.raises(RefusedFile) as refused:
        keep(io.BytesIO(data), "loin.xlsx")
    assert refused.value.code == "extent"
    assert "Copiez le tableau seul dans un nouveau classeur" in refused.value.sentence


def test_repeated_cells_of_an_open_document_do_not_either() -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="50"><text:p>x</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<?xml version="1.0"?><office:document-content{names}>{body}</office:document-content>')
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?>{manifest}')
    with pytest.raises(RefusedFile) as refused:
        keep(io.BytesIO(buffer.getvalue()), "repete.ods")
    assert refused.value.code == "extent"


def test_a_workbook_that_keeps_the_reader_busy_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "PROBE", "import time; time.sleep(30)")
    monkeypatch.setattr(probe, "SECONDS", 0.2)
    with pytest.raises(RefusedFile) as refused:
        keep(io.BytesIO(workbook()), "lent.xlsx")
    assert refused.value.code == "extent"


def test_an_ordinary_workbook_is_kept() -> None:
    assert keep(io.BytesIO(workbook((40_000, 30))), "ordinaire.xlsx").kind.code == "xlsx"
