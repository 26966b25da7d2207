"""Notes, mails and pieces of a dossier of the Nord, by the verbs of the room."""

from __future__ import annotations

import io
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import Demand, Note, Piece, PieceKind
from cordee.actors.directory.models import Organisation
from cordee.core.clock import today
from tests.factories import Someone

SAID = {"kind": "visit", "who": "Direction", "body": "L'atelier couture prend du retard.", "internal": True}


def note(by: Someone, case: Case, **more: Any) -> Note:
    extra = {name: more.pop(name) for name in ("step", "contact_on", "operation") if name in more}
    return actions.note(actor=by.actor, case=case, values=SAID | {"held_on": today()} | more, **extra)


def kinds(*codes: str) -> list[PieceKind]:
    rows = PieceKind.objects.for_system("test").filter(code__in=codes)
    return sorted(rows, key=lambda kind: codes.index(kind.code))


def ask(by: Someone, case: Case, organisation: Organisation, *codes: str, **more: Any) -> Demand:
    values = {"kinds": kinds(*(codes or ("statuts", "comptes-dernier"))), "due": today() + timedelta(days=14), **more}
    return actions.ask(actor=by.actor, case=case, organisation=organisation, **values)


def piece(demand: Demand, code: str) -> Piece:
    found: Piece = Piece.objects.for_system("test").get(demand=demand, kind__code=code)
    return found


def photo(colour: str = "red", name: str = "photo.jpg") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


def letter(subject: str = "Nos comptes", **more: Any) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Compta <compta@rives.example>", "ines@dla.example"
    message["Subject"], message["Date"] = subject, "Mon, 02 Feb 2026 09:15:00 +0100"
    message["Message-ID"] = more.get("key", "<un@rives.example>")
    message.set_content(more.get("text", "Bonjour, voici nos comptes provisoires.\nÀ bientôt."))
    return message


def saved(message: EmailMessage | bytes, name: str = "courriel.eml") -> SimpleUploadedFile:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return SimpleUploadedFile(name, data, "message/rfc822")
