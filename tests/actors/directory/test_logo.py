"""A logo: set, replaced, seen; on the documents and letters of its sender; a document of the past keeps its own."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from cordee.actors.directory.models import Organisation, Tie
from cordee.actors.directory.notices import MANUAL
from cordee.actors.directory.sheet import SHEET
from cordee.core import logos, notices
from cordee.core.documents import render
from cordee.core.files.store import open_stored
from cordee.core.models import Document, File
from cordee.core.notices.letter import LETTER
from cordee.core.produce import produce
from cordee.core.recipients import addressee
from tests import factories as make
from tests.factories import EVER, Someone

pytestmark = pytest.mark.covers("SYS-906")
COLOURS = {"pine": (11, 90, 84), "ochre": (201, 134, 43)}


def picture(colour: str, name: str = "logo.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (80, 40), COLOURS[colour]).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def put(by: Someone, on: Organisation, colour: str) -> File:
    return logos.join_logo(actor=by.actor, thread=on.thread, upload=picture(colour))


def in_pdf(data: bytes) -> list[tuple[int, ...]]:
    """The colour of each picture of a PDF."""
    return [tuple(image.image.convert("RGB").getpixel((5, 5))) for page in PdfReader(io.BytesIO(data)).pages for image in page.images]  # type: ignore[union-attr]


def in_word(data: bytes) -> list[tuple[int, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("word/media/"))
        return [Image.open(io.BytesIO(archive.read(name))).convert("RGB").getpixel((5, 5)) for name in names]  # type: ignore[misc]


def bytes_of(document: Document, kind: str) -> bytes:
    with open_stored(document.files.get(kind=kind).sha256) as stored:
        return stored.read()


def test_a_document_bears_the_logo_of_its_day(db: None) -> None:
    officer, sheet = make.officer(of=make.operator("59")), make.organisation(zone="59")
    bare = produce(SHEET.code, sheet, actor=officer.actor)
    put(officer, officer.organisation, "pine")
    old = produce(SHEET.code, sheet, actor=officer.actor)
    put(officer, officer.organisation, "ochre")
    new = produce(SHEET.code, sheet, actor=officer.actor)
    for read, kind in ((in_pdf, "pdf"), (in_word, "docx")):
        found = [read(bytes_of(document, kind)) for document in (bare, old, new)]
        assert found == [[], [COLOURS["pine"]], [COLOURS["ochre"]]]
    old.refresh_from_db()
    assert in_pdf(render(SHEET.code, old.context, "pdf", version=2, reference="X", made_at=old.made_at)) == [COLOURS["pine"]]


def test_a_letter_bears_its_senders_logo_or_its_hosts_and_stays_on_one_page(db: None) -> None:
    officer, host = make.officer(of=make.operator("59")), make.organisation("Maison porteuse", zone="59")
    sheet = make.organisation(zone="59", address="12 rue des Ponts", postcode="59000")
    Tie(source=officer.organisation, kind=Tie.Kind.HOSTED, target=host, period=EVER).save()
    put(officer, host, "ochre")
    to = addressee(sheet.pk)
    assert to
    values = {"objet": "Objet", "texte": "Texte."}
    notice = notices.issue(MANUAL, actor=officer.actor, thread=sheet.thread, to=to, values=values, way="post")
    of_host = bytes_of(produce(LETTER.code, notice, actor=officer.actor), "pdf")
    put(officer, officer.organisation, "pine")
    own = bytes_of(produce(LETTER.code, notice, actor=officer.actor), "pdf")
    assert (in_pdf(of_host), in_pdf(own)) == ([COLOURS["ochre"]], [COLOURS["pine"]])
    assert len(PdfReader(io.BytesIO(own)).pages) == 1


def test_missing_bytes_leave_the_name(db: None) -> None:
    drawn = logos.drawn({"name": "Nord Actif", "sha256": "0" * 64})
    assert drawn
    assert (drawn.name, drawn.data) == ("Nord Actif", b"")


def test_its_page_sets_replaces_and_shows(db: None) -> None:
    operator = make.operator("59")
    browser = make.officer(of=operator).client
    page = f"{operator.get_absolute_url()}logo/"
    assert "Aucun logo" in browser.get(page).content.decode()
    assert browser.post(page, {"upload": picture("pine")}).status_code == 302
    assert browser.post(page, {"upload": picture("ochre")}).status_code == 302
    shown = browser.get(page).content.decode()
    current = logos.current(operator.thread_id)
    assert current
    assert current.replaces
    assert f"/fichiers/{current.public_id}/" in shown
    assert f"/fichiers/{current.replaces.public_id}/" in shown
    sheet = browser.get(operator.get_absolute_url()).content.decode()
    assert "Remplacer le logo" in sheet
    assert sheet.count(f"/fichiers/{current.public_id}/") == 1  # not among the documents
    refused = browser.post(page, {"upload": SimpleUploadedFile("logo.txt", b"Nord Actif")})
    assert refused.status_code == 422
    assert "Un logo est une image PNG, JPEG ou WebP" in refused.content.decode()


def test_a_new_version_by_the_files_page_is_still_a_logo(db: None) -> None:
    officer = make.officer(of=make.operator("59"))
    first = put(officer, officer.organisation, "pine")
    address = f"/fichiers/{first.public_id}/nouvelle-version/"
    assert officer.client.post(address, {"upload": SimpleUploadedFile("note.txt", b"bonjour"), "label": "Logo"}).status_code == 422
    assert officer.client.post(address, {"upload": picture("ochre"), "label": "Logo"}).status_code == 302
    current = logos.current(officer.organisation.thread_id)
    assert current
    assert current.replaces == first


def test_a_file_that_is_only_called_logo_is_none(db: None) -> None:
    sheet = make.organisation(zone="59")
    director = make.director(sheet)
    address = f"{sheet.get_absolute_url()}documents/ajouter/"
    assert director.client.post(address, {"upload": picture("pine"), "label": "Logo"}).status_code == 302
    assert logos.current(sheet.thread_id) is None
    assert director.client.get(f"{sheet.get_absolute_url()}logo/").status_code == 404
