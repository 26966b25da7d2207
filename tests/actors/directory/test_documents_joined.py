"""Documents joined to a sheet: judged by their content, versioned, shown to those they name, never run by a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.core.access import Refused
from cordee.core.files.actions import join_file
from cordee.core.models import Document, Event, File, ReadLog
from cordee.core.produce import produce
from tests import factories as make
from tests.databases import OwnDatabase


def upload(name: str = "note.txt", content: bytes = b"Bonjour a tous") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def sheet(db: None) -> Any:
    return make.organisation("La Fabrique des Rives")


def joined() -> File:
    return File.objects.for_system("test").order_by("-id")[0]


def test_who_only_looks_reads_the_documents_and_adds_none(sheet: Any) -> None:
    """A controller of the funder of this territory: the page offers no button, the forged form finds nothing, no version is written."""
    made = produce("directory.sheet", sheet, actor=make.officer("59").actor)
    auditor = make.person(make.funder("59").organisation, "controller")
    page = auditor.client.get(sheet.get_absolute_url()).content.decode()
    assert str(made.files.get(kind="pdf").public_id) in page
    for address in ("fiche/", "chiffres/"):
        assert f"{sheet.get_absolute_url()}{address}" not in page
        assert auditor.client.post(f"{sheet.get_absolute_url()}{address}").status_code == 404
    assert Document.objects.for_system("test").filter(thread=sheet.thread).count() == 1


@pytest.mark.covers("SYS-908")
def test_a_structure_joins_a_document_and_then_its_next_version(sheet: Any) -> None:
    salome = make.director(sheet)
    address = f"/annuaire/{sheet.public_id}/documents/ajouter/"
    answer = salome.client.post(address, {"upload": upload(), "label": "Statuts", "retour": "/"})
    assert answer.status_code == 302
    first = joined()
    assert (first.label, first.audience, first.added_by) == ("Statuts", ["operator", "structure"], salome.user.pk)
    again = salome.client.post(
        f"/fichiers/{first.public_id}/nouvelle-version/", {"upload": upload("statuts.txt", b"Version deux"), "label": "Statuts"}
    )
    assert again.status_code == 302
    second = joined()
    assert (second.replaces_id, Event.objects.for_system("test").filter(code="core.file.joined").count()) == (first.pk, 2)
    page = salome.client.get(sheet.get_absolute_url()).content.decode()
    assert "version 2" in page
    assert page.count(str(first.public_id)) == 1, "the former version is behind the latest, and still opens"
    assert make.read(salome.client, f"/fichiers/{first.public_id}/") == (200, b"Bonjour a tous")
    assert "Nouvelle version d&#x27;un document" in page


@pytest.mark.covers("SYS-001", "SYS-908")
def test_a_document_is_read_by_those_it_names_and_no_one_else(sheet: Any) -> None:
    salome, ines = make.director(sheet), make.officer()
    conseil, reseau, ddets = make.provider("02"), make.network("02"), make.funder("59")
    for someone, capacity in ((conseil, "provider"), (reseau, "network")):
        make.takes_part(someone.organisation, sheet.thread, capacity)
    file = join_file(actor=salome.actor, thread=sheet.thread, upload=upload(), label="Budget", audience=["funder"])
    answers = {name: make.read(who.client, f"/fichiers/{file.public_id}/")[0] for name, who in {
        "structure": salome, "officer": ines, "funder": ddets, "provider": conseil, "network": reseau, "elsewhere": make.officer("02"),
    }.items()}  # fmt: skip
    assert answers == {"structure": 200, "officer": 200, "funder": 200, "provider": 404, "network": 404, "elsewhere": 404}
    assert "Budget" not in reseau.client.get(sheet.get_absolute_url()).content.decode()
    assert "Budget" in ddets.client.get(sheet.get_absolute_url()).content.decode()


def test_a_file_without_audience_is_read_by_no_one(sheet: Any) -> None:
    salome = make.director(sheet)
    file = join_file(actor=salome.actor, thread=sheet.thread, upload=upload(), label="", audience=[])
    File.objects.for_system("test").update(audience=[])
    assert salome.client.get(f"/fichiers/{file.public_id}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("contrat.docx", b"%PDF-1.4\n%%EOF", "contrat.docx"),
        ("contrat.docx", b"PK\x03\x04 not an archive", "contrat.docx"),
        ("page.txt", b"<html><script>alert(1)</script>", "page.txt"),
        ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image.svg"),
        ("vide.txt", b" ", ""),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_in_words_and_leaves_nothing(sheet: Any, name: str, content: bytes, says: str) -> None:
    salome = make.director(sheet)
    page = salome.client.post(f"/annuaire/{sheet.public_id}/documents/ajouter/", {"upload": upload(name, content), "label": "Contrat"})
    if not says:
        assert page.status_code == 302
        return
    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'value="Contrat"' in page.content.decode(), "what was typed is kept"
    assert not File.objects.for_system("test").exists()
    assert not Event.objects.for_system("test").filter(code="core.file.joined").exists()


def test_who_only_takes_part_or_looks_from_afar_joins_nothing(sheet: Any) -> None:
    conseil = make.provider("02")
    make.takes_part(conseil.organisation, sheet.thread, "provider")
    controller = make.person(make.funder("59").organisation, "controller")
    for someone in (conseil, controller, make.director(), make.officer("02")):
        address = f"/annuaire/{sheet.public_id}/documents/ajouter/"
        assert someone.client.post(address, {"upload": upload(), "label": "x"}).status_code == 404
    with pytest.raises(Refused, match="prennent part"):
        join_file(actor=controller.actor, thread=sheet.thread, upload=upload(), label="x", audience=[])


def test_two_who_replace_the_same_version_at_once_make_no_fork(own_db: OwnDatabase) -> None:
    sheet = make.organisation()
    ines, marc = make.officer(), make.head()
    file = join_file(actor=ines.actor, thread=sheet.thread, upload=upload(), label="Statuts", audience=[])
    again: dict[str, Any] = {"thread": sheet.thread, "label": "", "audience": []}
    former = [File.objects.for_system("test").get(pk=file.pk) for _ in range(2)]
    results = own_db.together(
        lambda: join_file(actor=ines.actor, upload=upload(), replaces=former[0], **again),
        lambda: join_file(actor=marc.actor, upload=upload(), replaces=former[1], **again),
    )
    assert sorted(type(r).__name__ for r in results) == ["File", "Refused"]


def test_a_file_leaves_as_an_attachment_that_no_browser_runs(sheet: Any) -> None:
    salome = make.director(sheet)
    file = join_file(actor=salome.actor, thread=sheet.thread, upload=upload("Procès-verbal.txt"), label="", audience=[])
    answer = salome.client.get(f"/fichiers/{file.public_id}/")
    assert b"".join(answer.streaming_content) == b"Bonjour a tous"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.covers("SYS-903")
def test_opening_a_sealed_file_is_written_down_after_the_answer(sheet: Any) -> None:
    salome = make.director(sheet)
    file = join_file(actor=salome.actor, thread=sheet.thread, upload=upload(), label="", audience=[])
    File.objects.for_system("test").update(sealed=True)
    make.read(salome.client, f"/fichiers/{file.public_id}/")
    [line] = ReadLog.objects.for_system("test").filter(what="file")
    assert (line.actor_user, line.subject_kind, line.subject_id) == (salome.user.pk, "core.file", file.pk)
