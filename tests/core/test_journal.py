"""The journal: no write escapes the field history, nothing rewrites it, and a read writes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cordee.actors.directory.actions import edit_organisation
from cordee.actors.directory.models import Organisation, Role
from cordee.actors.directory.notices import MANUAL
from cordee.core import notices
from cordee.core.access import Actor
from cordee.core.journal import erasing, fil, history, record, set_history_context
from cordee.core.journal_list import states
from cordee.core.middleware import WRITES, WriteOnRead, refuse_writes
from cordee.core.models import Erasure, Event, ReadLog
from cordee.core.recipients import addressee
from cordee.demo.examples.load import LOADED
from tests import factories as make
from tests.databases import OwnDatabase


def journals() -> list[str]:
    """Every table that cannot be rewritten: events, reads, erasures, and the history of each tracked model."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relkind = 'r' AND a.attname = 'pgh_created_at' AND c.relname <> 'pghistory_context' ORDER BY 1"
        )
        return ["core_event", "core_readlog", "core_erasure", *(row[0] for row in cursor.fetchall())]


def history_of(organisation: Organisation) -> list[Any]:
    rows = organisation.history.model.objects  # type: ignore[attr-defined]
    return list(rows.filter(pgh_obj_id=organisation.pk).select_related("pgh_context").order_by("pgh_id"))


# -- field history ----------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-903")
def test_a_save_an_update_and_a_copy_are_all_written_down_with_who_and_why(db: None) -> None:
    sheet, ines = make.organisation(phone="01"), make.officer(name="Lanterne")
    with history(ines.actor, act="essai"):
        sheet.phone = "02"
        sheet.save()
        Organisation.objects.for_system("test").filter(pk=sheet.pk).update(phone="03")
    with transaction.atomic():
        set_history_context(ines.actor, "reprise de 2009")
        with connection.cursor() as cursor, cursor.copy("COPY directory_role (organisation_id, kind, period) FROM STDIN") as copy:
            copy.write_row((sheet.pk, "host", "[2020-01-01,)"))
    lines = history_of(sheet)[-2:]
    assert [(line.phone, line.pgh_label) for line in lines] == [("02", "update"), ("03", "update")]
    assert {line.pgh_context.metadata["who"] for line in lines} == {"Camille Lanterne"}
    copied = Role.objects.for_system("test").get(organisation=sheet, kind="host").history.get()  # type: ignore[attr-defined]
    assert (copied.pgh_context.metadata["who"], copied.pgh_context.metadata["reason"]) == ("Camille Lanterne", "reprise de 2009")


@pytest.mark.covers("SYS-903")
def test_an_event_and_the_fields_that_it_changed_share_one_correlation(db: None) -> None:
    sheet, ines = make.organisation(), make.officer()
    edit_organisation(actor=ines.actor, organisation=sheet, values={"phone": "0320999999"}, version=sheet.version)
    event = Event.objects.for_system("test").get(code="directory.organisation.edited")
    line = history_of(sheet)[-1]
    assert (event.correlation, event.data) == (line.pgh_context_id, {"fields": ["phone"]})
    assert line.pgh_context.metadata["user"] == ines.user.pk


# -- append-only ------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-903")
def test_no_journal_is_rewritten_nor_emptied(db: None) -> None:
    tables = journals()
    assert len(tables) >= 15
    for table in tables:
        column = "pgh_label" if table.endswith("event") and table != "core_event" else "id"
        for order in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(order)


@pytest.mark.covers("SYS-903")
@pytest.mark.parametrize(
    "order",
    [
        """UPDATE pghistory_context SET metadata = '{"who": "Quelqu''un d''autre"}'""",
        "DELETE FROM pghistory_context",
        "TRUNCATE pghistory_context CASCADE",
    ],
)
def test_who_wrote_is_not_rewritten_either(db: None, order: str) -> None:
    sheet, ines = make.organisation(), make.officer(name="Lanterne")
    edit_organisation(actor=ines.actor, organisation=sheet, values={"phone": "0320999999"}, version=sheet.version)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(order)
    assert history_of(sheet)[-1].pgh_context.metadata["who"] == "Camille Lanterne"
    with transaction.atomic(), erasing(ines.actor, "demande de la personne"), connection.cursor() as cursor:
        cursor.execute("UPDATE pghistory_context SET metadata = metadata - 'who'")
    assert "who" not in history_of(sheet)[-1].pgh_context.metadata


def test_an_erasure_opens_its_own_transaction_and_is_kept(db: None) -> None:
    sheet, ines = make.organisation(), make.officer()
    with transaction.atomic(), erasing(ines.actor, "demande de la personne"):
        Event.objects.for_system("test").filter(thread=sheet.thread).update(actor_label="")
    assert set(Event.objects.for_system("test").filter(thread=sheet.thread).values_list("actor_label", flat=True)) == {""}
    assert Erasure.objects.for_system("test").get().reason == "demande de la personne"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.for_system("test").update(actor_label="Quelqu'un d'autre")


def test_the_erasure_of_another_transaction_opens_nothing(own_db: OwnDatabase) -> None:
    make.organisation()
    with transaction.atomic(), erasing(make.officer().actor, "demande de la personne") as erasure:
        Event.objects.for_system("test").update(actor_label="")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cordee.erasure', %s, true)", [str(erasure.pk)])
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("UPDATE core_event SET actor_label = 'Quelqu''un d''autre'")


# -- the fil ----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-001")
def test_the_fil_tells_each_one_what_its_audience_opens(db: None) -> None:
    sheet = make.organisation()
    salome, ines, conseil, ddets = make.director(sheet), make.officer(), make.provider("31"), make.funder()
    make.takes_part(conseil.organisation, sheet.thread, "provider")
    for audience in (["operator"], ["structure"], ["provider"], ["funder"], ["provider", "structure"], []):
        record(sheet, f"essai.{'-'.join(audience) or 'personne'}", actor=ines.actor, audience=audience)

    def told(someone: make.Someone) -> set[str]:
        codes = [line.event.code for line in fil(sheet.thread, someone.actor)[0]]
        return {code.removeprefix("essai.") for code in codes if code.startswith("essai.")}

    assert told(salome) == {"structure", "provider-structure"}
    assert told(ines) == {"operator"}
    assert told(conseil) == {"provider", "provider-structure"}
    assert told(ddets) == {"funder"}


def test_the_fil_is_read_thirty_lines_at_a_time_in_one_query(db: None, django_assert_num_queries: Any) -> None:
    sheet, ines = make.organisation(), make.officer()
    for _ in range(70):
        record(sheet, "directory.organisation.edited", actor=ines.actor, audience=["operator"])
    actor = ines.actor
    with django_assert_num_queries(1):
        lines, following = fil(sheet.thread, actor)
    seen = {line.event.pk for line in lines}
    while following:
        lines, following = fil(sheet.thread, actor, before=following)
        assert not seen & {line.event.pk for line in lines}
        seen |= {line.event.pk for line in lines}
    assert len(seen) == 71


# -- reading writes nothing -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO x VALUES (1)", "update x set a = 1", "  DELETE FROM x", "TRUNCATE x", "COPY x FROM STDIN",
        "MERGE INTO x USING y ON true",
        "WITH a AS (SELECT 1) INSERT INTO x SELECT * FROM a", "WITH gone AS (DELETE FROM x RETURNING *) SELECT * FROM gone",
        'WITH a AS (UPDATE "x" SET b = 1 RETURNING *) SELECT 1',
        "SELECT set_config('pghistory.context_id', 'x', true); INSERT INTO x VALUES (1)",
        "SELECT procrastinate_defer_jobs_v1(ARRAY[1])",
    ],
)  # fmt: skip
def test_the_guard_of_reads_knows_each_way_to_write(sql: str) -> None:
    with pytest.raises(WriteOnRead):
        refuse_writes(lambda *a: None, sql, None, False, {})


@pytest.mark.parametrize(
    "sql", ["SELECT 1", "SELECT * FROM x FOR UPDATE", "WITH a AS (SELECT updated FROM x) SELECT * FROM a", "SAVEPOINT s"]
)
def test_the_guard_lets_reads_pass(sql: str) -> None:
    assert not WRITES.match(sql)


def test_a_page_that_writes_fails(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ines = make.officer()
    monkeypatch.setattr("cordee.core.views.home.recent", lambda actor, since: ReadLog(subject_kind="x", subject_id=1, what="x").save())
    with pytest.raises(WriteOnRead):
        ines.client.get("/")


def test_reading_opens_no_history_context_and_writing_does(db: None) -> None:
    ines, sheet = make.officer(), make.organisation()
    with CaptureQueriesContext(connection) as reading:
        ines.client.get(sheet.get_absolute_url())
    assert not [q for q in reading if "pghistory" in q["sql"]]
    with CaptureQueriesContext(connection) as writing:
        ines.client.post(f"/annuaire/{sheet.public_id}/annees/ajouter/", {"year": "2024", "permanent": "3"})
    assert [q for q in writing if "pghistory" in q["sql"]]
    metadata = sheet.years.get().history.get().pgh_context.metadata
    assert (metadata["user"], metadata["url"]) == (ines.user.pk, f"/annuaire/{sheet.public_id}/annees/ajouter/")


@pytest.mark.covers("SYS-903")
def test_looking_at_the_contacts_of_people_is_written_down_after_the_answer(db: None) -> None:
    sheet, ines, ddets = make.organisation(), make.officer(), make.funder()
    ines.client.get(sheet.get_absolute_url())
    assert not ReadLog.objects.for_system("test").exists(), "no one's contact was shown"
    make.position(sheet)
    ddets.client.get(sheet.get_absolute_url())
    assert not ReadLog.objects.for_system("test").exists(), "a funder does not see them"
    ines.client.get(sheet.get_absolute_url())
    [line] = ReadLog.objects.for_system("test").all()
    assert (line.actor_user, line.actor_membership, line.what, line.subject_id) == (ines.user.pk, ines.membership.pk, "contacts", sheet.pk)


def test_the_list_of_the_journal_says_acts_states_days_and_places_in_french(db: None) -> None:
    denis, sheet = make.admin(), make.organisation(address="12 rue des Ponts", postcode="59000", zone="59")
    to = addressee(sheet.pk)
    assert to
    values = {"objet": "Objet", "texte": "Texte."}
    notices.issue(MANUAL, actor=make.officer().actor, thread=sheet.thread, to=to, values=values, way="post")
    record(sheet, LOADED, actor=Actor.system("Chargement"), audience=["operator"], fact_on=date(2026, 11, 20))
    page = denis.client.get("/journal/").content.decode()
    assert "chargées, au 20/11/2026." in page
    assert '<time datetime="2026-11-20">20/11/2026</time>' in page
    assert ">Nord\u00a0(59)</td>" in page
    assert states("core.notice.fail", "sent", "failed") == "Envoyé → Non remis"
    assert ">À envoyer</td>" in page
    assert ">due<" not in page


@pytest.mark.covers("SYS-903")
def test_what_the_house_does_because_of_a_person_leaves_the_act_to_that_person(db: None) -> None:
    sheet, ines = make.organisation(phone="01"), make.officer(name="Lanterne")
    with history(ines.actor, act="essai"):
        sheet.phone = "02"
        sheet.save()
        with history(Actor.system("Arrêt du dossier"), act="suite"):
            sheet.city = "Lens"
            sheet.save()
        sheet.phone = "03"
        sheet.save()
    contexts = [line.pgh_context.metadata for line in history_of(sheet)[-3:]]
    assert {(told["user"], told["membership"], told["who"]) for told in contexts} == {
        (ines.user.pk, ines.membership.pk, "Camille Lanterne")
    }
