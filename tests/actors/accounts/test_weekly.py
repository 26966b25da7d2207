"""The letter of Monday: late, due, without a date; once a week; never empty; never a figure of the accounts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.models import Case
from cordee.actors.accounts import weekly
from cordee.actors.accounts.actions import set_mail_mode
from cordee.core import outbox
from cordee.core.models import Mail
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import SYSTEM, Someone

LONG_AGO = DateRange(date(2020, 1, 1), None)


def letters() -> list[Mail]:
    return list(Mail.objects.for_system("test").filter(kind=weekly.WEEKLY.code).order_by("id"))


def asked(title: str, officer: Someone, days: int) -> Case:
    """A request of so many days ago, which this officer follows."""
    day = timezone.localdate() - timedelta(days=days)
    case = scene.open_case(make.organisation(title), requested_on=day)
    Case._base_manager.filter(pk=case.pk).update(stage_since=day)
    actions.assign(actor=SYSTEM, case=case, membership=officer.membership, role="holder", period=LONG_AGO, note="Perte de 12345 €")
    return case


@pytest.mark.covers("NET-901")
def test_the_officer_reads_what_is_late_and_what_is_due_and_no_figure(db: None) -> None:
    nord = scene.Nord()
    officer = nord.people["officer"]
    day = timezone.localdate()
    for title, since in (("Très ancienne", 40), ("De la semaine", 7)):
        case = asked(title, officer, since)
        amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
        actions.keep_accounts(actor=SYSTEM, case=case, organisation=case.requester, year=2025, amounts=amounts)
    weekly.send_weekly()
    (letter,) = [one for one in letters() if one.recipient_user == officer.user.pk]
    said = {item["subject"]: item["lines"] for item in letter.letter["items"]}
    assert said["En retard : 1"] == [f"Accueillir Très ancienne, {day - timedelta(days=30):%d/%m/%Y}"]
    assert said["Dû cette semaine : 1"] == [f"Accueillir De la semaine, {day + timedelta(days=3):%d/%m/%Y}"]
    assert letter.subject == "Votre semaine : 1 en retard, 1 échéance"
    assert outbox.send(letter.pk)
    text = mail.outbox[0].body
    assert "Très ancienne" in text
    assert "12345" not in text.replace("\u202f", "")


def test_once_a_week_and_never_empty(db: None) -> None:
    nord = scene.Nord()
    asked("Ancienne", nord.people["officer"], 40)
    first = weekly.send_weekly()
    assert first == len(letters()) >= 1
    assert weekly.send_weekly() == 0
    assert nord.people["officer_elsewhere"].user.pk not in {one.recipient_user for one in letters()}, "nothing is owed: no letter"
    Mail.objects.for_system("test").filter(kind=weekly.WEEKLY.code).update(created_at=timezone.now() - timedelta(days=8))
    assert weekly.send_weekly() == first, "next week, again"


def test_who_stopped_it_receives_none(db: None) -> None:
    nord = scene.Nord()
    officer = nord.people["officer"]
    asked("Ancienne", officer, 40)
    set_mail_mode(user_id=officer.user.pk, kind=weekly.WEEKLY.code, mode="none")
    weekly.send_weekly()
    assert officer.user.pk not in {one.recipient_user for one in letters()}
