"""The words of a file, read in a process of its own: `python -m cordee.core.files.reader docx < file`.

What people join may be hostile or swollen: this process has little memory and little time, and it alone falls. Office files are read as
a stream of XML whose entities are refused; nothing is rendered.
"""

from __future__ import annotations

import io
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from xml.parsers import expat

MOST_CHARACTERS = 100_000
MOST_PAGES = 300
MOST_XML = 40 * 1024 * 1024
MEMORY, SECONDS = 1024 * 1024 * 1024, 20
_BLOCK = 64 * 1024

#: kind → the parts of its archive that hold text, and the elements that hold the words (empty = all of them)
_OFFICE: dict[str, tuple[re.Pattern[str], frozenset[str]]] = {
    "docx": (re.compile(r"word/(document|footnotes|header\d*|footer\d*)\.xml"), frozenset({"t"})),
    "pptx": (re.compile(r"ppt/(slides|notesSlides)/\w+\.xml"), frozenset({"t"})),
    "xlsx": (re.compile(r"xl/(sharedStrings|worksheets/\w+)\.xml"), frozenset({"t", "v"})),
    "odt": (re.compile(r"content\.xml"), frozenset({"p", "h", "span", "a"})),
    "ods": (re.compile(r"content\.xml"), frozenset({"p", "span", "a"})),
}
_ENDS_LINE = frozenset({"p", "h", "tab", "br", "c", "si", "row", "table-row", "table-cell"})


class TextParts:
    """Collects the words of one XML part."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted, self.inside, self.pieces, self.length = wanted, 0, list[str](), 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.EntityDeclHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.inside += local(name) in self.wanted

    def end(self, name: str) -> None:
        self.inside -= local(name) in self.wanted
        if local(name) in _ENDS_LINE:
            self.pieces.append("\n")

    def words(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)
            self.length += len(text)

    def refuse(self, *declaration: object) -> None:
        raise ValueError("an office file declares no entity")


def local(name: str) -> str:
    return name.rpartition(":")[2]


def from_office(kind: str, data: bytes) -> Iterator[str]:
    parts, wanted = _OFFICE[kind]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if not parts.fullmatch(name):
                continue
            reading, seen = TextParts(wanted), 0
            with archive.open(name) as stream:
                while (block := stream.read(_BLOCK)) and seen < MOST_XML and reading.length < MOST_CHARACTERS:
                    seen += len(block)
                    reading.parser.Parse(block)
            yield "".join(reading.pieces)


def from_pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in islice(PdfReader(io.BytesIO(data)).pages, MOST_PAGES):
        yield page.extract_text()


def from_text(data: bytes) -> Iterator[str]:
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


READERS: dict[str, Callable[[bytes], Iterable[str]]] = {
    "pdf": from_pdf,
    "txt": from_text,
    "csv": from_text,
    **{kind: (lambda data, kind=kind: from_office(kind, data)) for kind in _OFFICE},  # type: ignore[misc]
}


def text_of(kind: str, data: bytes) -> str:
    """The beginning of the text, blanks folded, without the characters that no database keeps."""
    pieces, length = list[str](), 0
    for piece in READERS[kind](data):
        clean = re.sub(r"[^\S\n]+", " ", re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", " ", piece))
        pieces.append(clean)
        length += len(clean)
        if length >= MOST_CHARACTERS:
            break
    return re.sub(r"\s*\n\s*", "\n", "\n".join(pieces)).strip()[:MOST_CHARACTERS]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(text_of(sys.argv[1], sys.stdin.buffer.read()).encode())


if __name__ == "__main__":
    main()
