"""Filing a mail: what is read of it, what is refused, what hostile files do not do."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cordee.accompaniment.followup import actions, eml
from cordee.accompaniment.followup.models import FiledMail, Note
from cordee.core.access import Refused
from cordee.core.models import File
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.followup import scene


def test_a_mail_is_filed_with_its_attachments_internal_by_default_and_once(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    message = scene.letter("Nos comptes : « à lire »")
    message.add_attachment(b"Bonjour", maintype="text", subtype="plain", filename="comptes.txt")
    message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="outil.exe")
    url = reverse("followup:mail", args=[case.public_id])
    assert ines.client.post(url, {"upload": scene.saved(message)}).status_code == 302
    note = Note.objects.visible_to(ines.actor).get()
    assert (note.kind, note.who, note.internal) == ("mail", "Compta <compta@rives.example>", True)
    assert (note.mail.subject, str(note.held_on)) == ("Nos comptes : « à lire »", "2026-02-02")
    assert "comptes provisoires" in note.body
    assert [file.name for file in note.files.all()] == ["comptes.txt"]
    assert [sentence.startswith("Cordée n'accepte pas le fichier « outil.exe »") for sentence in note.mail.left_out] == [True]
    again = ines.client.post(url, {"upload": scene.saved(message, "autre nom.eml")})
    assert again.status_code == 422
    assert "déjà classé" in again.content.decode()
    file = note.files.get()
    assert make.read(salome.client, reverse("core:file", args=[file.public_id]))[0] == 404
    assert make.read(salome.client, url)[0] == 404
    shared = actions.revise(actor=ines.actor, note=note, values={"internal": False})
    assert shared.mail.subject.startswith("Nos comptes")
    assert make.read(salome.client, reverse("core:file", args=[file.public_id]))[0] == 200
    assert "comptes provisoires" in make.read(salome.client, reverse("followup:followup", args=[case.public_id]))[1].decode()


def test_two_files_of_the_same_mail_at_the_same_second_make_one_note(own_db: Any) -> None:
    nord = own_db.together(dossiers.Nord)[0]
    case, actor = nord.case("diagnosing"), nord.people["officer"].actor

    def act() -> str:
        try:
            actions.file_mail(actor=actor, case=case, upload=scene.saved(scene.letter()))
        except Refused as refused:
            return refused.refusal.code
        return "done"

    assert sorted(own_db.together(act, act)) == ["done", "known"]
    assert FiledMail.objects.for_system("test").count() == 1


def parsed(data: bytes, name: str = "courriel.eml") -> eml.FiledMail:
    return eml.read(SimpleUploadedFile(name, data))


def test_a_mail_of_html_alone_becomes_text_and_fetches_nothing() -> None:
    page = (
        "<html><head><title>Titre</title><style>p{}</style></head><body><p>Bonjour&nbsp;Inès,</p><script>alert(1)</script>"
        "<img src='https://espion.example/x.png'><p>À <b>bientôt</b><br>Salomé</p></body></html>"
    )
    message = scene.letter()
    message.set_content(page, subtype="html")
    assert parsed(message.as_bytes()).text == "Bonjour Inès,\n\nÀ bientôt\nSalomé"


@pytest.mark.parametrize("charset", ["latin-1", "utf-8", "cp1252", "inconnu-42"])
def test_encodings_are_read_and_what_is_unknown_is_not_raised(charset: str) -> None:
    body = "Élan associatif".encode("latin-1" if charset == "inconnu-42" else charset)
    head = f"From: =?{charset}?Q?Salom=E9?= <s@r.example>\nSubject: =?utf-8?B?w4lsYW4=?=\nContent-Type: text/plain; charset={charset}\n\n"
    mail = parsed(head.encode() + body)
    assert "lan associatif" in mail.text
    assert mail.subject == "Élan"
    assert "<s@r.example>" in mail.sender


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\nSubject: poupees\n"
    for rank in range(depth):
        head += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (rank, rank)
    return head + b"Content-Type: text/plain\n\nfin\n"


HOSTILE = {
    "broken headers": b"From: =?utf-8?B?!!!?= <a@b.example>\nSubject: =?x?Q?=FF?=\nDate: pas une date\n\nBonjour",
    "a header without end": b"From: a@b.example\nSubject: " + b"a" * 300_000 + b"\n\nBonjour",
    "nul and right to left": "From: a@b.example\nSubject: fac\u202eture\x00\n\nBon\x00jour\u202e".encode(),
    "two thousand boxes": nested(2000),
    "a boundary that never comes": b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=zz\n\nBonjour",
    "base64 cut": b"From: a@b.example\nSubject: x\nContent-Transfer-Encoding: base64\n\nQm9uam91cg=",
    "a date of year one": b"From: a@b.example\nSubject: x\nDate: Mon, 01 Jan 0001 00:00:00 +0000\n\nBonjour",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_or_refused_in_french_and_never_breaks(db: None, name: str) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    answer = ines.client.post(reverse("followup:mail", args=[case.public_id]), {"upload": scene.saved(HOSTILE[name])})
    assert answer.status_code in (302, 422)
    for note in Note.objects.visible_to(ines.actor):
        assert "\x00" not in note.body + note.mail.subject
        assert "\u202e" not in note.body + note.mail.subject
        assert len(note.mail.subject) <= 300


def test_what_is_not_a_mail_is_empty_or_too_large_is_refused_in_french(db: None, settings: Any) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    url = reverse("followup:mail", args=[case.public_id])
    for data, said in ((b"   ", "est vide"), (b"%PDF-1.7 autre chose", "un courriel enregistr"), (b"\x00" * 5000, "un courriel enregistr")):
        answer = ines.client.post(url, {"upload": scene.saved(data)})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    settings.FILES_MAX_BYTES = 1000
    answer = ines.client.post(url, {"upload": scene.saved(scene.letter(text="a" * 2000))})
    assert "la limite est de" in answer.content.decode()
    assert not Note.objects.visible_to(ines.actor).exists()


def test_an_archive_that_swells_is_left_out_and_the_mail_is_kept(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (400 * 1024 * 1024 // 8))
    message = scene.letter()
    message.add_attachment(bomb.getvalue(), maintype="application", subtype="zip", filename="rapport.docx")
    note = actions.file_mail(actor=ines.actor, case=case, upload=scene.saved(message))
    assert (note.files.count(), len(note.mail.left_out)) == (0, 1)
    assert not File.objects.for_system("test").filter(name="rapport.docx").exists()
