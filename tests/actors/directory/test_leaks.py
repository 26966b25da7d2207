"""What a sheet keeps to itself, asked by every side door: the preview of a merge, the archive of sheets, people who left, files to mend."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.duplicates import tell_apart
from cordee.actors.directory.models import DuplicateCandidate, Organisation, Position
from cordee.actors.directory.people import queries
from cordee.core import outbox, produce
from cordee.core.access import Refused
from cordee.core.files.store import open_stored
from cordee.core.models import Document
from tests import factories as make
from tests.actors.directory.test_import_organisations import imported
from tests.factories import LONG_AGO, Someone

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
pytestmark = pytest.mark.covers("SYS-902")


@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer("59")


@pytest.fixture
def card(db: None) -> Organisation:
    """A provider of the Aisne: its card is open to the officers of the Nord, its sheet is not."""
    made = make.organisation("Trois Conseils", zone="02", roles=("provider",), phone="0323000001", vocation="Vocation réservée")
    make.figures(made, 2025, budget="777123.00", permanent=31)
    make.position(made, "Discret")
    return made


# -- the preview of a merge ---------------------------------------------------------------------------------------------------
def test_the_preview_of_a_merge_that_is_refused_shows_nothing_of_the_other_sheet(ines: Someone, card: Organisation) -> None:
    mine = make.organisation("Deux Conseils", phone="0320000002", vocation="La nôtre")
    make.figures(mine, 2025, budget="10.00", permanent=1)
    make.position(mine, "Capitaine")
    page = ines.client.get(f"/annuaire/{mine.public_id}/fusionner/?avec={card.public_id}")
    shown = UUID.sub("", page.content.decode())  # an address may hold any three figures
    assert page.status_code == 200
    assert "est tenue par un autre DLA" in shown
    for secret in ("0323000001", "Vocation réservée", "777", "Discret", "Passent sur la fiche gardée"):
        assert secret not in shown


# -- the archive of sheets ----------------------------------------------------------------------------------------------------
def archive(who: Someone, *chosen: Organisation) -> Any:
    asked = {"ligne": [str(one.public_id) for one in chosen], "acte": "fiches", "confirme": "1"}
    return who.client.post("/annuaire/actes/", asked)


def test_the_archive_holds_the_sheets_that_one_reads_and_no_card(ines: Someone, card: Organisation) -> None:
    mine = make.organisation("Atelier du Pévèle")
    told = archive(ines, mine, card)
    assert "celles et ceux qui prennent part au dossier" in ines.client.get(told.url).content.decode(), "what is left out is said"
    with zipfile.ZipFile(io.BytesIO(make.read(ines.client, f"{told.url}fichier/")[1])) as files:
        assert [name[:8] for name in files.namelist()] == [str(mine.public_id)[:8]]
    assert not Document.objects.for_system("test").filter(thread=card.thread).exists(), "nothing is written on a sheet of elsewhere"


def test_an_archive_of_cards_alone_says_why_there_is_none(ines: Someone, card: Organisation) -> None:
    answer = archive(ines, card)
    assert answer["Content-Type"].startswith("text/html")
    assert "celles et ceux qui prennent part au dossier" in answer.content.decode()


def test_no_document_is_made_by_whoever_would_not_read_it(ines: Someone, card: Organisation) -> None:
    with pytest.raises(Refused) as refused:
        produce.produce("directory.sheet", card, actor=ines.actor)
    assert refused.value.refusal.code == "audience"


# -- people who left ----------------------------------------------------------------------------------------------------------
def test_who_left_for_another_organisation_is_no_longer_reached_through_the_former_one(ines: Someone) -> None:
    former, present = make.organisation("Atelier quitté"), make.organisation("Chantier rejoint", zone="31")
    post = make.position(former, "Partante")
    post.period = LONG_AGO
    post.save()
    person = post.person
    address = f"/annuaire/{former.public_id}/personnes/{person.public_id}/modifier/"
    readers = (ines, make.director(former))
    assert [who.client.get(address).status_code for who in readers] == [200, 200], "until then, the last known address is theirs"
    held = Position(organisation=present, person=person, title="director", period=DateRange(timezone.localdate(), None))
    held.save()
    type(person)._base_manager.filter(pk=person.pk).update(phone="0561999999")
    for who in readers:
        answer = who.client.get(address)
        assert answer.status_code == 404
        assert "0561999999" not in answer.content.decode()
    assert make.officer("31").client.get(f"/annuaire/{present.public_id}/personnes/{person.public_id}/modifier/").status_code == 200


def test_a_person_known_already_does_not_tell_where_they_work_now(ines: Someone) -> None:
    post = make.position(make.organisation("Atelier quitté"), "Partante")
    hidden = make.organisation("Chantier caché", zone="31")
    Position(organisation=hidden, person=post.person, title="president", period=DateRange(timezone.localdate(), None)).save()
    (found,) = queries.known_persons(ines.actor, "Salomé", "Partante", "")
    assert queries.say_where(found) == "Salomé Partante, Direction (Atelier quitté)"


# -- files and letters --------------------------------------------------------------------------------------------------------
def test_no_cell_of_the_file_of_lines_to_mend_is_a_formula(ines: Someone) -> None:
    text = 'Nom;Ville;=HYPERLINK("http://mal.example");CP\n=1+1;Laon;+33;02000\n'
    run = imported(ines, text)
    with open_stored(run.refused_file.sha256) as handle:
        rows = list(csv.reader(io.StringIO(handle.read().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")] == []


def test_a_reason_never_begins_as_a_formula(ines: Someone) -> None:
    """It quotes the title of the column first, and the title comes from the file."""
    run = imported(ines, "Nom;Ville;CP;=Courriel\nAtelier;Lille;59000;jamais\n")
    with open_stored(run.refused_file.sha256) as handle:
        (line,) = list(csv.reader(io.StringIO(handle.read().decode("utf-8-sig")), delimiter=";"))[1:]
    assert line[-1].startswith("'=Courriel : ")


def test_a_line_break_in_a_name_does_not_keep_a_letter_in_the_house(db: None, mailoutbox: list[Any]) -> None:
    letter = outbox.Letter(
        kind="directory.access_asked", recipient="ines@nord.example", recipient_user=None, subject="Une fiche\r\nBcc: tout@le.monde",
        lines=("Bonjour",), button="Ouvrir", path="/",
    )  # fmt: skip
    mail = outbox.post(letter)
    assert mail is not None
    assert outbox.send(mail.pk)
    assert mailoutbox[0].subject == "Une fiche Bcc: tout@le.monde"
    assert mailoutbox[0].recipients() == ["ines@nord.example"]


# -- two people at the same second --------------------------------------------------------------------------------------------
def test_a_pair_whose_sheet_has_just_been_joined_is_told_so(ines: Someone) -> None:
    one, two = make.organisation("Un"), make.organisation("Deux")
    pair = DuplicateCandidate(first=one, second=two, reasons=["near_name"])
    pair.save()
    Organisation.objects.for_system("someone else, meanwhile").filter(pk=two.pk).update(merged_into=one)
    with pytest.raises(Refused) as refused:
        tell_apart(pair, actor=ines.actor, reason="Deux adresses.")
    assert refused.value.refusal.code in ("gone", "merged")
