"""One's agenda at a secret address: obtained, replaced, withdrawn, read; what moves keeps its name; what is confidential is not there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.accompaniment.cases import actions as cases
from cordee.actors.accounts.models import AgendaFeed
from cordee.core.models import ReadLog
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.actors.partners import scene
from tests.factories import SYSTEM, Someone

OWN = "/comptes/agenda/"


def obtained(someone: Someone) -> str:
    """The path of a new address, as its page shows it."""
    page = someone.client.post(OWN).content.decode()
    found = re.search(r"(/agenda/[\w-]+\.ics)</code>", page)
    assert found, page
    return found.group(1)


def read(path: str) -> str:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return str(answer.content.decode()).replace("\r\n ", "")


def events(text: str) -> dict[str, str]:
    """Title → name for ever."""
    return {
        part.split("SUMMARY:")[1].split("\r\n")[0]: part.split("UID:")[1].split("\r\n")[0] for part in text.split("BEGIN:VEVENT")[1:]
    }  # fmt: skip


def test_the_address_is_shown_once_and_the_base_keeps_its_hash(db: None) -> None:
    officer = make.officer()
    path = obtained(officer)
    secret = path.removeprefix("/agenda/").removesuffix(".ics")
    row = AgendaFeed.objects.for_system("test").get()
    assert (len(row.token_sha256), secret in row.token_sha256) == (64, False)
    assert len(secret) >= 43
    assert secret not in officer.client.get(OWN).content.decode()
    assert secret not in str(list(ReadLog.objects.for_system("test").order_by("id").values()))


def test_a_new_address_ends_the_former_and_withdrawing_ends_them_all(db: None) -> None:
    officer = make.officer()
    first = obtained(officer)
    second = obtained(officer)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert officer.client.post(OWN + "retirer/").status_code == 302
    assert Client().get(second).status_code == 404


def test_each_reading_is_logged_and_told_to_its_owner(db: None) -> None:
    officer = make.officer()
    path = obtained(officer)
    assert "Aucun logiciel" in officer.client.get(OWN).content.decode()
    for _ in range(2):
        read(path)
    rows = ReadLog.objects.for_system("test").filter(subject_kind="accounts.agendafeed")
    assert {(row.actor_user, row.actor_membership) for row in rows.order_by("id")} == {(officer.user.pk, officer.membership.pk)}
    assert "Lue 2\xa0fois" in officer.client.get(OWN).content.decode()


def test_an_access_that_ends_closes_its_agenda(db: None) -> None:
    officer = make.officer()
    path = obtained(officer)
    officer.membership.period = DateRange(date(2020, 1, 1), timezone.localdate())
    officer.membership.save()
    assert Client().get(path).status_code == 404


def test_a_meeting_that_moves_keeps_its_name_and_one_cancelled_goes(db: None) -> None:
    officer = make.officer()
    meeting = scene.meeting(officer, scene.committee(officer))
    path = obtained(officer)
    before = events(read(path))
    (title, name), = [(title, name) for title, name in before.items() if title.startswith("Réunion")]  # fmt: skip
    meeting.starts_at += timedelta(days=3)
    meeting.place = "Salle 2, Lille"
    meeting.save()
    text = read(path)
    assert events(text)[title] == name
    assert f"{meeting.starts_at.astimezone(timezone.get_default_timezone()):%Y%m%dT%H%M%S}" in text
    assert "LOCATION:Salle 2\\, Lille" in text
    assert not [title for title in events(text) if title.startswith("Animer")], "said once"


@pytest.mark.covers("NET-901")
def test_s9_no_account_no_note_in_anybody_s_agenda(db: None) -> None:
    nord = dossiers.Nord()
    case, officer, network = nord.case("diagnosing"), nord.people["officer"], nord.people["network"]
    cases.assign(
        actor=SYSTEM, case=case, membership=officer.membership, role="holder", note="Résultat de -12345 €",
        period=DateRange(timezone.localdate(), None),
    )  # fmt: skip
    cases.open_to(actor=officer.actor, case=case, organisation=network.organisation)
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    cases.keep_accounts(actor=SYSTEM, case=case, organisation=nord.structure, year=2025, amounts=amounts)
    for who in ("officer", "head", "structure", "network", "funder", "regional"):
        text = read(obtained(nord.people[who]))
        assert "12345" not in text, who
        assert "12\u202f345" not in text, who
        if who == "officer":
            assert [t for t in events(text) if t.startswith("Fin usuelle de l'étape « diagnostic »")]


def test_a_visitor_gets_neither_the_page_nor_a_forged_address(db: None) -> None:
    assert Client().get(OWN).status_code == 302
    assert Client().get("/agenda/" + "a" * 43 + ".ics").status_code == 404
