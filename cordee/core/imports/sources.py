"""What a sent file is made of: its encoding, its separator, its line of titles, its lines one after the other.

Lines bear the number that a spreadsheet shows, for that is where people mend them. Nothing here knows what a column means.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.conf import settings
from python_calamine import CalamineError, CalamineWorkbook

from cordee.core.files.kinds import KINDS, Kind, RefusedFile, megabytes, recognise, safe_name
from cordee.core.files.store import Stored, open_stored, store_bytes
from cordee.core.imports.cells import Cell, is_blank, tidy
from cordee.core.imports.probe import try_to_open

XLS = Kind("xls", "un ancien classeur Excel", "application/vnd.ms-excel", ("xls",))
BOOKS = frozenset({"xlsx", "ods", "xls"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_LINES, MOST_COLUMNS, MOST_CHARACTERS = 200_000, 200, 50_000
LOOKED_AT = 30  # lines among which the titles are looked for
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows (Latin-1)"}
ACCEPTED = "CSV, texte, Excel (xlsx, xls) ou OpenDocument (ods)"
_MARKUP = re.compile(rb"\A\s*(?:<\?xml|<!doctype|<html|<svg|<script|%PDF|\{\\rtf)", re.IGNORECASE)

csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is read. Empty = found by looking at it; the person may decide otherwise."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header: int = 0  # line of the titles, as the spreadsheet numbers it

    def kept(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Table:
    """A file, opened: its titles, and a way to go through its lines as many times as needed."""

    kind: str
    way: Way
    titles: list[str]
    _lines: Callable[[], Iterator[tuple[int, list[Cell | None]]]]
    sheets: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, list[Cell | None]]]:
        """(number, cells) of each line below the titles that is not blank; as many cells as titles."""
        width = len(self.titles)
        for number, cells in self._lines():
            if number <= self.way.header or all(map(is_blank, cells)):
                continue
            yield number, (cells + [None] * (width - len(cells)))[:width]

    def blocks(self, size: int) -> Iterator[tuple[list[int], list[list[Cell | None]]]]:
        """The same, by blocks: (numbers, lines)."""
        rows = self.lines()
        while block := list(islice(rows, size)):
            numbers, cells = zip(*block, strict=True)
            yield list(numbers), list(cells)


# -- sending ----------------------------------------------------------------------------------------------------------------
def keep(stream: BinaryIO, name: str) -> Stored:
    """Judges and keeps a table; raises `RefusedFile` in French. Texts of any encoding, workbooks measured before they are opened."""
    name = safe_name(name)
    size, limit = stream.seek(0, io.SEEK_END), settings.IMPORTS_MAX_BYTES
    stream.seek(0)
    if size > limit:
        raise RefusedFile(
            "size", f"« {name} » pèse {megabytes(size)}, la limite est de {megabytes(limit)}. Partagez-le en plusieurs fichiers."
        )
    head = stream.read(1024)
    stream.seek(0)
    if head.startswith(b"PK"):
        kind = recognise(stream, name, most=limit)
        if kind.code not in BOOKS:
            raise RefusedFile("kind", f"« {name} » n'est pas un tableau. Envoyez un fichier {ACCEPTED}.")
    elif head.startswith(OLE):
        kind = XLS
    elif not head.strip(b"\x00 \r\n\t"):
        raise RefusedFile("empty", f"Le fichier « {name} » est vide. Vérifiez-le sur votre ordinateur, puis envoyez-le de nouveau.")
    elif _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) or _is_binary(head):
        raise RefusedFile("kind", f"« {name} » n'est pas un tableau. Envoyez un fichier {ACCEPTED}.")
    else:
        kind = KINDS["csv"]
    data = stream.read()
    if kind.code in BOOKS:
        try_to_open(data, name)
    return store_bytes(data, kind=kind, name=name)


def _is_binary(head: bytes) -> bool:
    """Control characters that no text bears. A NUL alone is not one: old exports hold some, and UTF-16 is half of them."""
    return sum(byte < 9 or 13 < byte < 32 for byte in head.replace(b"\x00", b"")) > len(head) // 50


# -- opening ----------------------------------------------------------------------------------------------------------------
TitleScore = Callable[[Sequence[str]], int]


def open_table(sha256: str, kind: str, way: Way, score: TitleScore) -> Table:
    """Opens a kept file. `score` tells how many known titles a line holds: the best of the first lines is the line of titles."""
    with open_stored(sha256) as handle:
        data = handle.read()
    table = _book(data, kind, way) if kind in BOOKS else _text(data, way)
    head = list(islice(table._lines(), LOOKED_AT))
    number = way.header or _line_of_titles(head, score)
    cells = next((cells for line, cells in head if line == number), None)
    if cells is None or all(map(is_blank, cells)):
        raise RefusedFile(
            "titles", "Aucune ligne de titres n'a été trouvée dans les 30 premières lignes : la première ligne doit nommer les colonnes."
        )
    if len(cells) > MOST_COLUMNS:
        raise RefusedFile(
            "columns", f"Ce tableau compte {len(cells)} colonnes, la limite est de {MOST_COLUMNS}. Retirez celles qui ne servent pas."
        )
    while cells and is_blank(cells[-1]):
        cells = cells[:-1]
    table.titles = _told_apart([tidy(cell) for cell in cells], table.remarks)
    table.way = Way(table.way.encoding, table.way.separator, table.way.sheet, number)
    return table


def _line_of_titles(head: list[tuple[int, list[Cell | None]]], score: TitleScore) -> int:
    """The line with the most known titles; with none, the first that fills the most cells."""
    texts = [(number, [tidy(cell) if isinstance(cell, str) else "" for cell in cells]) for number, cells in head]
    if not texts:
        return 0
    best = max(texts, key=lambda line: (score(line[1]), sum(map(bool, line[1])), -line[0]))
    return best[0]


def _told_apart(titles: list[str], remarks: list[str]) -> list[str]:
    """Blank titles are named after their column, doubles are numbered: each is shown, none is lost in silence."""
    seen: Counter[str] = Counter()
    named = []
    for rank, title in enumerate(titles):
        title = title or f"Colonne {_letters(rank)}"
        seen[title] += 1
        named.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    if doubles := [title for title, count in seen.items() if count > 1]:
        remarks.append(f"Plusieurs colonnes portent le même titre ({', '.join(doubles[:3])}) : elles sont numérotées.")
    return named


def _letters(rank: int) -> str:
    return (_letters(rank // 26 - 1) if rank >= 26 else "") + chr(65 + rank % 26)


# -- texts ------------------------------------------------------------------------------------------------------------------
def _text(data: bytes, way: Way) -> Table:
    remarks: list[str] = []
    encoding = chosen = way.encoding or encoding_of(data)
    text = data.decode(encoding, errors="replace")
    if lost := text.count("\ufffd"):
        remarks.append(f"{lost} caractères n'ont pas pu être lus : ils sont remplacés par « \ufffd ».")
    if "\x00" in text:
        data, encoding = text.replace("\x00", "").encode("utf-8-sig"), "utf-8-sig"
        remarks.append("Le fichier contenait des caractères nuls : ils sont retirés.")
    start = text[:200_000].replace("\x00", "").removeprefix("\ufeff")
    del text  # decoded again as it is read: a large file is never held twice
    skip, told = _told_separator(start)
    separator = way.separator or told or separator_of(start)
    strict = _is_strict(_typed(data, encoding), separator)

    def lines() -> Iterator[tuple[int, list[Cell | None]]]:
        rows = csv.reader(_typed(data, encoding), delimiter=separator, skipinitialspace=True, strict=strict)
        try:
            for number, cells in enumerate(rows, 1):
                if number > skip:
                    yield number, list(cells)
        except csv.Error:
            raise _open_quote(rows.line_num) from None

    return Table("csv", Way(chosen, separator), [], lines, remarks=remarks)


def _typed(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")


def _is_strict(text: io.TextIOWrapper, separator: str) -> bool:
    """A quote left open at the end is refused here; stray quotes inside a cell are forgiven, by reading less strictly."""
    reader = csv.reader(text, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as trouble:
        if "unexpected end" in str(trouble) or "larger than" in str(trouble):
            raise _open_quote(reader.line_num) from None
        return False
    return True


def _open_quote(line: int) -> RefusedFile:
    return RefusedFile(
        "quote",
        f"Un guillemet est ouvert et jamais refermé avant la ligne {line} : la suite ne peut pas être lue. "
        "Refermez-le, puis renvoyez le fichier.",
    )


def encoding_of(data: bytes) -> str:
    """UTF-8 or UTF-16 by their mark or their shape; otherwise Windows' Latin-1, which French spreadsheets write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:4000]
    if sample.count(0) > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError:
        pass
    accents = len(re.findall(rb"[\xc3\xc5][\x80-\xbf]|\xe2[\x80-\x82][\x80-\xbf]", data))
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    if accents > 10 * broken:
        return "utf-8-sig"
    return "latin-1" if any(byte in data for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")) else "cp1252"


def encoding_label(encoding: str) -> str:
    return ENCODINGS.get(encoding, "UTF-16" if encoding.startswith("utf-16") else "Latin-1")


def _told_separator(text: str) -> tuple[int, str]:
    """« sep=; » on the first line, as spreadsheets write it."""
    found = re.match(r"sep=([;,|\t])\r?\n", text)
    return (1, found[1]) if found else (0, "")


def separator_of(text: str) -> str:
    """The sign that gives most lines the same number of cells, and the most cells."""
    start = text.lstrip()

    def regularity(separator: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=separator), 60))
        except csv.Error:
            return (0, 0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        return (times * min(width, 50), width)

    return max(SEPARATORS, key=regularity)


#: the sheet of our own empty workbooks that explains the other one: never taken for the table
GUIDE = "Mode d'emploi"


# -- workbooks ----------------------------------------------------------------------------------------------------------------
def _book(data: bytes, kind: str, way: Way) -> Table:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        filled = [name for name in names if name != GUIDE] or names
        counted = [(name, book.get_sheet_by_name(name).height) for name in filled]
    except CalamineError as trouble:
        sentence = "Ce classeur ne s'ouvre pas. Enregistrez-le de nouveau depuis Excel ou LibreOffice, sans mot de passe, puis renvoyez-le."
        raise RefusedFile("book", sentence) from trouble
    name = way.sheet if way.sheet in names else max(counted, key=lambda sheet: sheet[1], default=("", 0))[0]
    if not name:
        raise RefusedFile("empty", "Ce classeur ne contient aucune feuille.")
    sheet = book.get_sheet_by_name(name)

    def lines() -> Iterator[tuple[int, list[Cell | None]]]:
        yield from enumerate(sheet.to_python(skip_empty_area=False), 1)

    remarks = [f"Le classeur a {len(filled)} feuilles : « {name} » est lue."] if len(filled) > 1 else []
    return Table(kind, Way(sheet=name), [], lines, sheets=names, remarks=remarks)
