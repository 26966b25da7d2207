"""What a file is, seen from its bytes: the name is a promise that the content must keep.

Nothing here executes, renders or parses XML: office files are recognised by the parts of their archive, and an archive is
measured by what it declares and by what it really yields.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from PIL import Image, UnidentifiedImageError

MAX_ENTRIES = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200  # a text compressed by more is not a text
SMALL = 1024 * 1024  # below this an entry may be as repetitive as it likes
MAX_PIXELS = 60_000_000
MAX_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str
    media_type: str
    extensions: tuple[str, ...]


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "un document PDF", "application/pdf", ("pdf",)),
        Kind("docx", "un document Word", f"{_OFFICE}wordprocessingml.document", ("docx",)),
        Kind("xlsx", "un classeur Excel", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", "une présentation PowerPoint", f"{_OFFICE}presentationml.presentation", ("pptx",)),
        Kind("odt", "un document OpenDocument", f"{_OPEN}text", ("odt",)),
        Kind("ods", "un classeur OpenDocument", f"{_OPEN}spreadsheet", ("ods",)),
        Kind("png", "une image PNG", "image/png", ("png",)),
        Kind("jpeg", "une image JPEG", "image/jpeg", ("jpg", "jpeg")),
        Kind("webp", "une image WebP", "image/webp", ("webp",)),
        Kind("csv", "un tableau CSV", "text/csv", ("csv",)),
        Kind("txt", "un texte simple", "text/plain", ("txt",)),
    )
}
ACCEPTED = "PDF, Word, Excel, PowerPoint, OpenDocument (odt, ods), PNG, JPEG, WebP, CSV ou texte"
_BY_EXTENSION = {extension: kind for kind in KINDS.values() for extension in kind.extensions}
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_IMAGES = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp"}
_MARKUP = re.compile(rb"\A\s*(?:<\?xml|<!doctype|<!--|<html|<svg|<script|<head|<body|<\?php|#!)", re.IGNORECASE)
_REMEDY = {
    "docx": "Enregistrez-le depuis Word ou LibreOffice",
    "xlsx": "Enregistrez-le depuis Excel ou LibreOffice",
    "pptx": "Enregistrez-la depuis PowerPoint ou LibreOffice",
    "odt": "Enregistrez-le depuis LibreOffice",
    "ods": "Enregistrez-le depuis LibreOffice",
    "pdf": "Exportez-le de nouveau en PDF",
}


class RefusedFile(Exception):
    """A file that cannot be joined; its text is the sentence shown to the person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def safe_name(name: str) -> str:
    """The name without path nor control or direction-changing characters, 120 characters at most, accents kept."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    name = re.sub(r'[<>:"|?*]', "-", re.sub(r"\s+", " ", name)).strip().rstrip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:MAX_NAME] or "fichier"
    return f"{stem[: MAX_NAME - len(extension[:10]) - 1].rstrip(' .') or 'fichier'}.{extension[:10]}"


def megabytes(size: int) -> str:
    written = f"{size / (1024 * 1024):.1f}".removesuffix(".0").replace(".", ",")
    return f"{written}\u00a0Mo"


def recognise(stream: BinaryIO, name: str, most: int = 0) -> Kind:
    """The kind of a file, or `RefusedFile`. The stream is left at its beginning. `most` replaces the usual limit, in bytes."""
    name = safe_name(name)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    limit = most or settings.FILES_MAX_BYTES
    if size == 0:
        raise RefusedFile("empty", f"Le fichier « {name} » est vide. Vérifiez-le sur votre ordinateur, puis joignez-le de nouveau.")
    if size > limit:
        advice = "Réduisez la taille des images qu'il contient ou partagez-le en plusieurs fichiers."
        raise RefusedFile("size", f"« {name} » pèse {megabytes(size)}, la limite est de {megabytes(limit)}. {advice}")
    try:
        found = _look(stream, name)
    finally:
        stream.seek(0)
    promised = _BY_EXTENSION.get(_extension(name))
    if found is None or promised is not found:
        raise _broken_promise(name, promised, found)
    return found


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _broken_promise(name: str, promised: Kind | None, found: Kind | None) -> RefusedFile:
    if found is not None:
        better = f"{PurePosixPath(name).stem}.{found.extensions[0]}"
        sentence = (
            f"Ce fichier se nomme « {name} » mais son contenu est {found.label}. Renommez-le « {better} », puis joignez-le de nouveau."
        )
        return RefusedFile("content", sentence)
    if promised is None:
        return RefusedFile("kind", f"Cordée n'accepte pas le fichier « {name} ». Joignez un fichier {ACCEPTED}.")
    remedy = _REMEDY.get(promised.code, "Enregistrez-le de nouveau sous ce format")
    again = "joignez-la" if "-la " in remedy else "joignez-le"
    sentence = f"Ce fichier se nomme « {name} » mais son contenu n'est pas {promised.label}. {remedy}, puis {again} de nouveau."
    return RefusedFile("content", sentence)


def _look(stream: BinaryIO, name: str) -> Kind | None:
    head = stream.read(1024)
    stream.seek(0)
    if head.startswith(b"%PDF-"):
        return _pdf(stream)
    if head.startswith(b"PK"):
        return _archive(stream, name)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and _extension(name) in ("docx", "xlsx", "pptx"):
        raise _encrypted(name)  # the envelope of an office file with a password
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _image(stream, name)
    if b"<svg" in head.lower() and (_extension(name) == "svg" or _MARKUP.match(head)):
        raise RefusedFile("svg", f"« {name} » est une image SVG, qui peut contenir un programme. Exportez-la en PNG, puis joignez-la.")
    return _text(stream, name, head)


def _encrypted(name: str) -> RefusedFile:
    return RefusedFile("encrypted", f"« {name} » est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis joignez-le.")


def _pdf(stream: BinaryIO) -> Kind | None:
    """A PDF from its first to its last bytes: an archive glued behind it would make it two files at once."""
    data = stream.read()
    end = data.rfind(b"%%EOF")
    whole = end >= 0 and len(data) - end <= 1024 and b"PK\x05\x06" not in data[end:]
    return KINDS["pdf"] if whole else None


def _image(stream: BinaryIO, name: str) -> Kind | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is said in French below
            with Image.open(stream, formats=list(_IMAGES)) as image:
                found, pixels = _IMAGES[image.format or ""], image.width * image.height
                if pixels > MAX_PIXELS:
                    _too_many_pixels(name)
                image.verify()
            stream.seek(0)
            with Image.open(stream, formats=list(_IMAGES)) as image:
                image.load()  # `verify` does not see a JPEG cut in the middle
    except Image.DecompressionBombError:
        _too_many_pixels(name)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError):
        return None
    return KINDS[found]


def _too_many_pixels(name: str) -> None:
    limit = MAX_PIXELS // 1_000_000
    raise RefusedFile("pixels", f"L'image « {name} » compte plus de {limit} millions de points. Réduisez-la, puis joignez-la de nouveau.")


def _text(stream: BinaryIO, name: str, head: bytes) -> Kind | None:
    """Text when it reads as text; what a browser or a shell would execute is not one, whatever its name."""
    extension = _extension(name)
    if extension not in ("csv", "txt") or _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) or head.startswith(b"MZ"):
        return None
    data = stream.read()
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        words = data.decode("latin-1")
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in set(words)):
        return None
    return KINDS[extension]


def _archive(stream: BinaryIO, name: str) -> Kind | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if not entries or min(entry.header_offset for entry in entries) != 0:  # something lies before the archive
                return None
            _measure(archive, entries, name)
            return _office(archive, entries, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        return None


def _measure(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse what would grow or escape when opened: first by what the archive says, then by what it yields."""
    bomb = RefusedFile(
        "archive", f"« {name} » contient plus de données qu'un document ordinaire. Enregistrez-le de nouveau, puis joignez-le."
    )
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise bomb
    total = 0
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in entry.filename.split("/")[0]:
            raise RefusedFile(
                "path", f"« {name} » contient des chemins de fichiers inattendus. Enregistrez-le de nouveau, puis joignez-le."
            )
        if entry.flag_bits & 1:
            raise _encrypted(name)
        with archive.open(entry) as content:
            real = 0
            while chunk := content.read(65536):
                real += len(chunk)
                total += len(chunk)
                if total > MAX_UNPACKED or (real > SMALL and real > MAX_RATIO * max(entry.compress_size, 1)):
                    raise bomb


def _office(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> Kind | None:
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)):  # two readers could see two documents
        return None
    if any(n.lower().endswith(("vbaproject.bin", "vbadata.xml")) or n.startswith("Basic/") for n in names):
        raise RefusedFile("macros", f"« {name} » contient des macros. Enregistrez-le sans macros, puis joignez-le de nouveau.")
    if names[0] == "mimetype":
        mime = archive.read("mimetype").decode("ascii", "replace").strip()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise _encrypted(name)
        return next((KINDS[code] for code in ("odt", "ods") if KINDS[code].media_type == mime and "content.xml" in names), None)
    if "[Content_Types].xml" not in names:
        return None
    types = archive.read("[Content_Types].xml")
    return next((KINDS[code] for code, part in _PARTS.items() if part in names and KINDS[code].media_type.encode() in types), None)
