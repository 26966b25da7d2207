"""A file is what its bytes say: real files are known, disguised, broken or swollen ones are refused with a useful sentence."""

from __future__ import annotations

import io
import zipfile

import docx
import pptx
import pytest
import xlsxwriter
from PIL import Image

from cordee.core.files import RefusedFile, kinds, recognise, safe_name


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def slides() -> bytes:
    out = io.BytesIO()
    pptx.Presentation().save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Élan")
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def open_document(media: str, manifest: bytes = b"<manifest/>") -> bytes:
    return archive({"mimetype": media.encode(), "content.xml": b"<x/>", "META-INF/manifest.xml": manifest})


def picture(format: str, size: tuple[int, int] = (80, 60)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, format)
    return out.getvalue()


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"


def refusal(data: bytes, name: str) -> RefusedFile:
    with pytest.raises(RefusedFile) as refused:
        recognise(io.BytesIO(data), name)
    sentence = refused.value.sentence
    assert sentence.endswith(".")
    assert "!" not in sentence
    assert not {"invalide", "erreur", "veuillez"} & set(sentence.lower().split())
    return refused.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("convention.pdf", PDF, "pdf"),
        ("devis.docx", word(), "docx"),
        ("Budget 2027.XLSX", sheet(), "xlsx"),
        ("restitution.pptx", slides(), "pptx"),
        ("note.odt", open_document(ODT), "odt"),
        ("comptes.ods", open_document(ODS), "ods"),
        ("logo.png", picture("PNG"), "png"),
        ("photo.JPG", picture("JPEG"), "jpeg"),
        ("photo.webp", picture("WEBP"), "webp"),
        ("liste.csv", "nom;ville\nÉlan;Nîmes\n".encode(), "csv"),
        ("liste.csv", "nom;ville\nÉlan;Nîmes\n".encode("latin-1"), "csv"),
        ("note.txt", b"Le total est < 3 & la suite arrive", "txt"),
    ],
)
def test_real_files_are_known_and_the_stream_is_left_at_its_start(name: str, data: bytes, code: str) -> None:
    stream = io.BytesIO(data)
    assert recognise(stream, name).code == code
    assert stream.tell() == 0


def test_a_file_named_docx_that_is_not_one_says_so_in_the_house_words() -> None:
    expected = (
        "Ce fichier se nomme « devis.docx » mais son contenu n'est pas un document Word. "
        "Enregistrez-le depuis Word ou LibreOffice, puis joignez-le de nouveau."
    )
    for data in (b"du texte", b"<html><script>x</script></html>", archive({"a.txt": b"a"}), b"PK\x03\x04 tronqu"):
        assert refusal(data, "devis.docx").sentence == expected


def test_a_known_content_under_another_name_is_told_its_right_name() -> None:
    refused = refusal(PDF, "devis.docx")
    assert refused.code == "content"
    assert "Renommez-le « devis.pdf »" in refused.sentence
    assert "Renommez-le « sans extension.jpg »" in refusal(picture("JPEG"), "sans extension").sentence


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<!doctype html><p>x"),
        ("programme.exe", b"MZ\x90\x00" + b"\x00" * 60),
        ("script.sh", b"#!/bin/sh\nls"),
        ("archive.zip", archive({"a.txt": b"a"})),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
    ],
)
def test_other_kinds_are_refused_with_the_list_of_what_is_accepted(name: str, data: bytes) -> None:
    refused = refusal(data, name)
    assert refused.code == "kind"
    assert kinds.ACCEPTED in refused.sentence


@pytest.mark.parametrize("data", [b"<html><script>x</script>", b"  <!DOCTYPE html>", b"a\x00b", b"\x7fELF\x01\x02", b"MZ nom;ville"])
def test_what_a_browser_or_a_system_would_run_is_not_text(data: bytes) -> None:
    assert refusal(data, "liste.csv").code == "content"


def test_svg_is_refused_and_another_format_is_advised() -> None:
    refused = refusal(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg")
    assert refused.code == "svg"
    assert "PNG" in refused.sentence


def test_a_truncated_picture_is_refused() -> None:
    for format, name in (("PNG", "logo.png"), ("JPEG", "photo.jpg")):
        data = picture(format, (400, 300))
        assert refusal(data[: len(data) // 2], name).code == "content"


def test_a_picture_of_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MAX_PIXELS", 1_000_000)
    assert "1 millions" in refusal(picture("PNG", (1001, 1000)), "plan.png").sentence


def test_polyglots_are_refused() -> None:
    assert refusal(PDF + archive({"a.txt": b"a"}), "convention.pdf").code == "content"
    assert refusal(b"MZ" + b"\x00" * 64 + word(), "devis.docx").code == "content"
    assert refusal(b"PK\x03\x04 autre chose" + word(), "devis.docx").code == "content"
    assert refusal(b"\x89PNG\r\n\x1a\n<html><script>x</script>", "logo.png").code == "content"


def test_macros_are_refused_whatever_the_name() -> None:
    armed = with_entry(word(), "word/vbaProject.bin", b"x")
    for name in ("devis.docx", "devis.docm"):
        assert refusal(armed, name).code == "macros"
    assert refusal(with_entry(open_document(ODT), "Basic/Standard/Module1.xml", b"<x/>"), "note.odt").code == "macros"


def test_a_password_is_said() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "devis.docx").code == "encrypted"
    assert refusal(open_document(ODT, b"<m:encryption-data/>"), "note.odt").code == "encrypted"


def test_archives_are_measured_by_what_they_declare_and_by_what_they_yield(monkeypatch: pytest.MonkeyPatch) -> None:
    swollen = with_entry(word(), "word/media/a.bin", b"\0" * 400_000)
    assert recognise(io.BytesIO(swollen), "devis.docx").code == "docx"
    monkeypatch.setattr(kinds, "SMALL", 100_000)
    assert refusal(swollen, "devis.docx").code == "archive"  # too dense for a document
    monkeypatch.undo()
    monkeypatch.setattr(kinds, "MAX_UNPACKED", 300_000)
    assert refusal(swollen, "devis.docx").code == "archive"  # declares too much
    monkeypatch.undo()
    monkeypatch.setattr(kinds, "MAX_ENTRIES", 5)
    assert refusal(word(), "devis.docx").code == "archive"


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    name = b"word/media/a.bin"
    data = bytearray(with_entry(word(), name.decode(), b"\0" * 50_000))
    central = data.rfind(name) - 46
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")  # the declared size in the directory
    refusal(bytes(data), "devis.docx")


def test_an_archive_that_would_write_elsewhere_is_refused() -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "C:/windows/x", "word\\..\\..\\x"):
        assert refusal(with_entry(word(), name, b"x"), "devis.docx").code == "path"


def test_empty_and_too_large_say_the_sizes(settings: object) -> None:
    assert refusal(b"", "devis.docx").code == "empty"
    settings.FILES_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    sentence = refusal(b"%PDF-" + b"x" * (1_572_864 - 5), "gros.pdf").sentence
    assert "pèse 1,5\u00a0Mo, la limite est de 1\u00a0Mo" in sentence


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/Événement n° 3.pdf", "Événement n° 3.pdf"),
        ("C:\\Mes documents\\œuvre.docx", "œuvre.docx"),
        ("fac\u202eture\x00\r\n.pdf", "facture.pdf"),
        ("e\u0301lan.pdf", "élan.pdf"),
        ("", "fichier"),
        ("...", "fichier"),
        (".pdf", "fichier.pdf"),
        ('a<b>"c"?.txt', "a-b--c--.txt"),
    ],
)
def test_names_are_made_safe_and_keep_their_accents(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_long_names_keep_their_extension() -> None:
    name = safe_name("é" * 300 + ".docx")
    assert len(name) == 120
    assert name.endswith(".docx")
