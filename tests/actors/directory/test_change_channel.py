"""A structure that writes, calls or comes is served as one that clicks: its DLA records the proposal, with its date and proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from cordee.actors.directory.models import ChangeRequest
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Event, File, Mail
from tests import factories as make

PROPOSAL = {"phone": "0320112233", "esus": "", "note": ""}


def sent(today: Any, **more: Any) -> dict[str, Any]:
    return PROPOSAL | {"channel": "post", "channel_on": f"{today:%d/%m/%Y}", "channel_note": "Lettre de la présidente"} | more


@pytest.fixture
def sheet(db: None) -> Any:
    return make.organisation("La Fabrique des Rives")


def only_change() -> ChangeRequest:
    return ChangeRequest.objects.for_system("test").get()


@pytest.mark.covers("SYS-002", "SYS-003", "SYS-004")
def test_an_officer_records_a_letter_with_its_scan(sheet: Any) -> None:
    ines, salome = make.officer(name="Lanterne"), make.director(sheet)
    scan = SimpleUploadedFile("courrier.txt", b"Madame, notre telephone change.")
    day = timezone.localdate() - timedelta(days=3)
    page = ines.client.post(f"/annuaire/{sheet.public_id}/proposer/", sent(day, channel_note="", channel_upload=scan))
    assert page.status_code == 302, page.content.decode()
    change = only_change()
    assert (change.channel, change.channel_on, change.proposed_by) == ("post", day, None)
    assert change.channel_by == ines.user.pk
    assert change.told_channel == f"Par courrier, le {day:%d/%m/%Y}, enregistré par Camille Lanterne"
    assert change.proof
    assert change.proof.audience == ["operator", "structure"]
    assert make.read(salome.client, f"/fichiers/{change.proof.public_id}/")[0] == 200
    seen = salome.client.get(change.get_absolute_url()).content.decode()
    assert "Par courrier" in seen
    assert "ustificatif" in seen


@pytest.mark.covers("SYS-002")
def test_the_structure_receives_the_answer_to_what_was_recorded_for_it(sheet: Any) -> None:
    ines, salome = make.officer(), make.director(sheet)
    ines.client.post(f"/annuaire/{sheet.public_id}/proposer/", sent(timezone.localdate(), channel="phone"))
    advance(only_change(), "accept", actor=ines.actor)
    letter = Mail.objects.for_system("test").get(kind="directory.change_answered")
    assert letter.recipient == salome.user.email


def test_a_scan_or_a_note_is_owed_and_the_day_is_not_to_come(sheet: Any) -> None:
    ines = make.officer()
    page = ines.client.post(f"/annuaire/{sheet.public_id}/proposer/", sent(timezone.localdate() + timedelta(days=1), channel_note="  "))
    assert page.status_code == 422
    assert "Cette date est à venir" in page.content.decode()
    assert "l&#x27;un des deux fait foi" in page.content.decode()
    assert not ChangeRequest.objects.for_system("test").exists()


def test_a_false_scan_is_refused_and_nothing_is_recorded(sheet: Any) -> None:
    ines = make.officer()
    fake = SimpleUploadedFile("lettre.docx", b"%PDF-1.7 not a word document")
    page = ines.client.post(f"/annuaire/{sheet.public_id}/proposer/", sent(timezone.localdate(), channel_upload=fake))
    assert page.status_code == 422
    assert "lettre.docx" in page.content.decode()
    assert not ChangeRequest.objects.for_system("test").exists()
    assert not File.objects.for_system("test").exists()
    assert not Event.objects.for_system("test").filter(code__startswith="directory.change").exists()


def test_only_the_dla_of_the_zone_records_for_the_structure(sheet: Any) -> None:
    from cordee.actors.directory.actions import propose_change
    from cordee.core.channels import Receipt

    receipt = Receipt("phone", timezone.localdate(), "Appel du matin")
    for someone in (make.officer("02"), make.director(sheet), make.funder(), make.provider()):
        with pytest.raises(Refused, match="DLA de ce territoire"):
            propose_change(actor=someone.actor, organisation=sheet, values={"phone": "0320112233"}, receipt=receipt)


def test_the_base_itself_refuses_what_has_neither_proof_nor_note(sheet: Any) -> None:
    make.proposal(make.director(sheet))
    for channel in ("phone", "post", "in_person"):
        with pytest.raises(IntegrityError, match="channel_proved"), transaction.atomic():
            ChangeRequest.objects.for_system("test").update(channel=channel, channel_by_label="Inès Lanterne")
    with pytest.raises(IntegrityError, match="directory_changerequest_channel"), transaction.atomic():
        ChangeRequest.objects.for_system("test").update(channel="pigeon", channel_by_label="I", channel_note="x")
