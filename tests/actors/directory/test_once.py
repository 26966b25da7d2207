"""What a second click may not do twice, and what a refused act may not lose."""

from __future__ import annotations

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cordee.actors.directory.actions import create_organisation, propose_change
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core.channels import Receipt
from cordee.core.lifecycle import advance
from cordee.core.models import File, Thread
from tests import factories as make
from tests.databases import OwnDatabase

TYPED = {"name": "Les Jardins du Nord", "commune": "Lille (59000)", "commune_code": "59350", "role": "beneficiary"}


def sheets() -> int:
    return Organisation.objects.for_system("test").filter(name="Les Jardins du Nord").count()


def test_two_clicks_on_a_new_sheet_make_one(db: None) -> None:
    ines, operation = make.officer(), str(uuid.uuid4())
    answers = [ines.client.post("/annuaire/ajouter/", TYPED | {"operation": operation}) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert sheets() == 1


def test_two_sheets_of_one_name_are_two_operations(db: None) -> None:
    ines = make.officer()
    for _ in range(2):
        ines.client.post("/annuaire/ajouter/", TYPED | {"operation": str(uuid.uuid4()), "distincte": "oui"})
    assert sheets() == 2


def test_the_page_gives_the_key_that_makes_two_clicks_one(db: None) -> None:
    assert b'name="operation"' in make.officer().client.get("/annuaire/ajouter/").content


def test_two_clicks_at_the_same_second_make_one_sheet(own_db: OwnDatabase) -> None:
    ines, operation = make.officer().actor, uuid.uuid4()
    made = own_db.together(
        *[lambda: create_organisation(actor=ines, values={"name": "Les Jardins du Nord"}, zone="59", operation=operation).pk] * 2
    )
    assert made[0] == made[1]
    assert sheets() == 1
    assert Thread.objects.filter(operation=operation).count() == 1


def test_two_clicks_on_a_recorded_letter_keep_one_proof(own_db: OwnDatabase) -> None:
    ines, sheet, operation = make.officer().actor, make.organisation("La Fabrique des Rives"), uuid.uuid4()

    def recorded() -> int:
        scan = SimpleUploadedFile("courrier.txt", b"Madame, notre telephone change.")
        receipt = Receipt("post", timezone.localdate(), "", scan)
        change = propose_change(actor=ines, organisation=sheet, values={"phone": "0320112233"}, receipt=receipt, operation=operation)
        return change.pk

    made = own_db.together(recorded, recorded)
    assert made[0] == made[1]
    assert ChangeRequest.objects.for_system("test").count() == 1
    assert File.objects.for_system("test").count() == 1


def test_a_refused_act_gives_back_what_was_typed(db: None) -> None:
    ines, inspector = make.officer(), make.officer()
    change = make.proposal(make.director(make.organisation()))
    advance(change, "accept", actor=inspector.actor)
    typed = "Le numéro est celui de l'ancienne adresse"
    answer = ines.client.post(f"/actes/directory.change_request/{change.public_id}/refuse/", {"reason": typed})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "est plus possible" in page
    assert "Le numéro est celui de l&#x27;ancienne adresse" in page


def test_an_object_changed_meanwhile_is_shown_again_with_what_was_typed(db: None) -> None:
    ines, change = make.officer(), make.proposal(make.director(make.organisation()))
    ChangeRequest.objects.for_system("test").filter(pk=change.pk).update(version=7)
    address = f"/actes/directory.change_request/{change.public_id}/refuse/"
    answer = ines.client.post(address, {"reason": "Ancienne adresse", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "entre-temps" in page
    assert ">Ancienne adresse</textarea>" in page.replace("\n", "")
    assert 'name="version" value="7"' in page
    assert ines.client.post(address, {"reason": "Ancienne adresse", "version": "7"}).status_code == 302
