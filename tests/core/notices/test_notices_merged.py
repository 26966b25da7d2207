"""A notice outlives the sheet it was written to: joined to another, its people still read it, and what is due leaves to the one kept."""

from __future__ import annotations

import pytest

from cordee.actors.directory.addressees import one
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.notices import send_by_hand
from cordee.core import merging
from cordee.core.lifecycle import advance
from cordee.core.models import Notice
from cordee.core.notices.ways import reader_of
from tests import factories as make
from tests.factories import Someone

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SYS-904", "ORG-903")]


def notice(by: Someone, to: Organisation, way: str) -> Notice:
    reader = one(to.pk)
    assert reader
    return send_by_hand(actor=by.actor, organisation=to, to=reader, subject="Point sur votre dossier", text="Madame, Monsieur,", way=way)


def join(kept: Organisation, gone: Organisation, by: Someone) -> None:
    for sheet in (kept, gone):
        sheet.refresh_from_db()
    plan = merging.plan_of(kept, gone, by.actor)
    merging.merge(kept, gone, actor=by.actor, digest=plan.digest, choices={})


def test_the_people_of_a_joined_sheet_still_read_and_answer_its_notices() -> None:
    ines, gone = make.officer("59"), make.organisation("Rives, annexe")
    kept, last = make.organisation("La Fabrique des Rives"), make.organisation("Groupe des Rives")
    salome, odile, stranger = make.director(gone), make.director(last), make.director()
    written = notice(ines, gone, "in_app")
    join(kept, gone, ines)
    join(last, kept, ines)

    def seen(someone: Someone) -> bool:
        return Notice.objects.visible_to(someone.actor).filter(pk=written.pk).exists()

    assert (seen(salome), seen(odile), seen(stranger)) == (True, True, False)
    assert "Point sur votre dossier" in odile.client.get("/").content.decode()
    assert "Point sur votre dossier" in odile.client.get(last.get_absolute_url()).content.decode()
    assert "J&#x27;en ai pris connaissance" in odile.client.get(written.get_absolute_url()).content.decode()
    advance(written, "acknowledge", actor=odile.actor)
    assert written.state == "read"


def test_a_notice_still_due_leaves_to_the_sheet_that_was_kept() -> None:
    ines = make.officer("59")
    gone = make.organisation("Rives, annexe", address="1, quai du Wault", postcode="59000")
    kept = make.organisation("La Fabrique des Rives", address="4, rue des Forges", postcode="59800")
    written = notice(ines, gone, "post")
    join(kept, gone, ines)
    to = reader_of(written)
    assert to
    assert (to.organisation, to.address[0]) == (kept.pk, "4, rue des Forges")
    advance(written, "print", actor=ines.actor)
    assert written.state == "printed"
