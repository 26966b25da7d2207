"""A file is what its bytes say: encodings, separators, titles on the third line, workbooks, and what is not a table."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.core.files.kinds import RefusedFile
from cordee.core.imports.sources import Table, Way, encoding_of, keep, open_table

KNOWN = ("nom", "ville", "siret")


def score(titles: Any) -> int:
    return sum(title.lower() in KNOWN for title in titles)


def opened(data: bytes, name: str = "t.csv", way: Way | None = None) -> Table:
    stored = keep(io.BytesIO(data), name)
    return open_table(stored.sha256, stored.kind.code, way or Way(), score)


ROWS = "Nom;Ville\nÉlan « été »;Œuilly\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_a_spreadsheet_is_read(encoding: str) -> None:
    assert list(opened(ROWS.encode(encoding)).lines()) == [(2, ["Élan « été »", "Œuilly"])]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    table = opened(ROWS.replace(";", separator).encode())
    assert (table.way.separator, table.titles) == (separator, ["Nom", "Ville"])


def test_quoted_line_breaks_and_separators_stay_in_their_cell_and_lines_keep_the_spreadsheet_s_numbers() -> None:
    table = opened(b'Nom;Ville\r\n"Un;\r\ndeux";Lille\r\n\r\nTrois;Lens\r\n')
    assert list(table.lines()) == [(2, ["Un;\r\ndeux", "Lille"]), (4, ["Trois", "Lens"])]


def test_titles_may_be_on_the_third_line_doubled_or_blank() -> None:
    table = opened(b"Export du 12 mai\n\nNom;Ville;Ville;;\nA;B;C;D;\n")
    assert (table.way.header, table.titles) == (3, ["Nom", "Ville", "Ville (2)"])
    assert table.remarks == ["Plusieurs colonnes portent le même titre (Ville) : elles sont numérotées."]
    assert list(table.lines()) == [(4, ["A", "B", "C"])]


def test_the_person_may_know_better() -> None:
    table = opened(b"Nom;Ville\nNom,commun;Lille\n", way=Way(separator=",", header=2))
    assert table.titles == ["Nom", "commun;Lille"]


def test_a_separator_said_by_the_file_and_nul_bytes_are_dealt_with() -> None:
    table = opened(b"sep=,\nNom,Ville\nA\x00b,Lille\n")
    assert list(table.lines()) == [(3, ["Ab", "Lille"])]
    assert "caractères nuls" in table.remarks[0]


def test_stray_quotes_are_forgiven_an_open_one_is_said() -> None:
    assert next(iter(opened(b'Nom;Ville\n"A" B;Lille\n').lines()))[1] == ["A B", "Lille"]
    with pytest.raises(RefusedFile, match="jamais refermé"):
        opened(b'Nom;Ville\n"A;Lille\nB;Lens\n')


def test_a_workbook_keeps_numbers_dates_and_its_longest_sheet() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.add_worksheet("Lisez-moi").write_string(0, 0, "Bonjour")
    sheet = book.add_worksheet("Structures")
    for rank, row in enumerate([["Nom", "SIRET"], ["A", 35600000000048.0], ["B", "x"]]):
        for column, value in enumerate(row):
            sheet.write(rank, column, value)
    book.close()
    table = opened(data.getvalue(), "t.xlsx")
    assert (table.way.sheet, table.titles, next(iter(table.lines()))) == ("Structures", ["Nom", "SIRET"], (2, ["A", 35600000000048.0]))
    assert table.remarks == ["Le classeur a 2 feuilles : « Structures » est lue."]


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml")
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "t.csv", "est vide"),
        (b"%PDF-1.7 ...", "t.csv", "n'est pas un tableau"),
        (b"<html><body>", "t.csv", "n'est pas un tableau"),
        (bytes(range(1, 9)) * 30, "t.csv", "n'est pas un tableau"),
        (bomb(), "t.xlsx", "plus de données"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "t.xls", "ne s'ouvre pas"),
    ],
)
def test_what_is_not_a_table_is_refused_in_a_sentence(data: bytes, name: str, said: str) -> None:
    with pytest.raises(RefusedFile, match=said):
        opened(data, name)


def test_a_file_too_heavy_is_refused_before_it_is_read(settings: Any) -> None:
    settings.IMPORTS_MAX_BYTES = 10
    with pytest.raises(RefusedFile, match="Partagez-le"):
        opened(b"Nom;Ville\nA;B\n")


def test_some_broken_bytes_do_not_turn_utf_8_into_latin_1() -> None:
    assert encoding_of("éàèùîï€".encode() * 20 + b"\xff") == "utf-8-sig"
    assert encoding_of("éàèùîï€".encode("cp1252")) == "cp1252"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_make_it_fall(data: bytes) -> None:
    with contextlib.suppress(RefusedFile):
        assert all(len(cells) == 2 for _, cells in opened(b"Nom;Ville\n" + data).lines())
