"""How dates, money and figures are written: the wording guide, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.core import formats
from cordee.core.formats import PARIS

NOW = datetime(2027, 4, 9, 10, 30, tzinfo=PARIS)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.number(9500), "9 500"),
        (formats.number(Decimal("9500.50")), "9 500,5"),
        (formats.number(1234567.891, 2), "1 234 567,89"),
        (formats.number(-3), "−3"),
        (formats.number(0), "0"),
        (formats.number(Decimal("2.675"), 2), "2,68"),
        (formats.number(None), "–"),
        (formats.number(1e-7), "0,0000001"),
        (formats.euros(9500), "9 500,00 € TTC"),
        (formats.euros(9500, "HT"), "9 500,00 € HT"),
        (formats.euros(Decimal("61400"), "", cents=False), "61 400 €"),
        (formats.euros(Decimal("-12.5"), ""), "−12,50 €"),
        (formats.euros(None), "–"),
        (formats.percent(26, 30), "86,7 % (26 sur 30)"),
        (formats.percent(15, 30), "50 % (15 sur 30)"),
        (formats.percent(99, 99), "100 % (99 sur 99)"),
        (formats.percent(640, 1000), "64 %"),
        (formats.percent(1, 3, 2), "33,33 % (1 sur 3)"),
        (formats.percent(0, 0), "sans objet"),
        (formats.percent(None, 10), "–"),
        (formats.counted(0, "dossier"), "0 dossier"),
        (formats.counted(1, "dossier"), "1 dossier"),
        (formats.counted(2, "dossier"), "2 dossiers"),
        (formats.counted(1250, "journal", "journaux"), "1 250 journaux"),
        (formats.days(Decimal("9.5")), "9,5 jours"),
        (formats.days(Decimal("1.5")), "1,5 jour"),
        (formats.days(Decimal("4.00")), "4 jours"),
        (formats.hours(2), "2 heures"),
        (formats.file_size(512), "512 octets"),
        (formats.file_size(310_000), "310 ko"),
        (formats.file_size(1_240_000), "1,2 Mo"),
        (formats.file_size(3_000_000_000), "3 Go"),
        (formats.phone("0320123456"), "03 20 12 34 56"),
        (formats.phone("+33 3 20 12 34 56"), "03 20 12 34 56"),
        (formats.phone("+33 (0)3 20 12 34 56"), "03 20 12 34 56"),
        (formats.phone("0033320123456"), "03 20 12 34 56"),
        (formats.phone("+32 2 123 45 67"), "+32 2 123 45 67"),
        (formats.phone(""), "–"),
        (formats.siret("12345678900012"), "123 456 789 00012"),
        (formats.siret("123456789"), "123 456 789"),
        (formats.siret("1234"), "1234"),
        (formats.siret(None), "–"),
        (formats.joined([]), ""),
        (formats.joined(["a"]), "a"),
        (formats.joined(["a", "b", "c"]), "a, b et c"),
        (formats.joined(["a", "b"], "ou"), "a ou b"),
    ],
)
def test_figures(written: str, expected: str) -> None:
    assert plain(written) == expected


def test_spaces_do_not_break() -> None:
    assert formats.euros(9500) == "9\u202f500,00\u00a0€\u00a0TTC"
    assert formats.percent(640, 1000) == "64\u202f%"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.date_fr(date(2027, 4, 12)), "lundi 12 avril 2027"),
        (formats.date_fr(datetime(2027, 4, 12, 18, tzinfo=PARIS)), "lundi 12 avril 2027 à 18 h 00 (heure de Paris)"),
        (formats.date_fr(datetime(2027, 4, 12, 16, 5, tzinfo=UTC)), "lundi 12 avril 2027 à 18 h 05 (heure de Paris)"),
        (formats.date_fr(datetime(2027, 4, 12, 22, 30, tzinfo=UTC)), "mardi 13 avril 2027 à 0 h 30 (heure de Paris)"),
        (formats.date_long(date(2027, 5, 1)), "1er mai 2027"),
        (formats.date_short(date(2027, 4, 12)), "12/04/2027"),
        (formats.date_short(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)), "01/01/2027"),
        (formats.moment_short(datetime(2027, 4, 12, 9, 5, tzinfo=PARIS)), "12/04/2027 à 9 h 05"),
        (formats.time_fr(time(8, 0)), "8 h 00"),
        (formats.date_fr(None), "–"),
        (formats.period(date(2027, 4, 12), date(2027, 6, 30)), "du 12/04/2027 au 30/06/2027"),
        (formats.period(date(2027, 4, 12), date(2027, 4, 12)), "le 12/04/2027"),
        (formats.period(date(2027, 4, 12), None), "depuis le 12/04/2027"),
        (formats.period(None, date(2027, 4, 12)), "jusqu'au 12/04/2027"),
        (formats.period(None, None), "–"),
    ],
)
def test_dates(written: str, expected: str) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2027, 4, 12), "dans 3 jours"),
        (date(2027, 4, 10), "demain"),
        (date(2027, 4, 9), "aujourd'hui"),
        (date(2027, 4, 8), "en retard de 1 jour"),
        (date(2027, 4, 7), "en retard de 2 jours"),
        (datetime(2027, 4, 9, 18, tzinfo=PARIS), "aujourd'hui à 18 h 00"),
        (datetime(2027, 4, 10, 18, tzinfo=PARIS), "demain à 18 h 00"),
        (datetime(2027, 4, 9, 10, 0, tzinfo=PARIS), "en retard depuis aujourd'hui"),
        (datetime(2027, 4, 7, 23, 0, tzinfo=PARIS), "en retard de 2 jours"),
    ],
)
def test_until(due: Any, expected: str) -> None:
    assert plain(formats.until(due, NOW)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2027, 4, 9, 10, 29, 40, tzinfo=PARIS), "à l'instant"),
        (datetime(2027, 4, 9, 10, 18, tzinfo=PARIS), "il y a 12 minutes"),
        (datetime(2027, 4, 9, 8, 0, tzinfo=PARIS), "aujourd'hui à 8 h 00"),
        (datetime(2027, 4, 8, 16, 12, tzinfo=PARIS), "hier à 16 h 12"),
        (datetime(2027, 4, 6, 16, 12, tzinfo=PARIS), "il y a 3 jours"),
        (date(2027, 2, 8), "il y a 60 jours"),
        (datetime(2027, 2, 7, 16, 12, tzinfo=PARIS), "le 07/02/2027"),
        (date(2027, 4, 8), "hier"),
        (date(2027, 4, 9), "aujourd'hui"),
    ],
)
def test_ago(at: Any, expected: str) -> None:
    assert plain(formats.ago(at, NOW)) == expected


def test_just_after_midnight_is_minutes_not_yesterday() -> None:
    now = datetime(2027, 4, 9, 0, 10, tzinfo=PARIS)
    assert plain(formats.ago(datetime(2027, 4, 8, 23, 50, tzinfo=PARIS), now)) == "il y a 20 minutes"


def test_the_day_of_a_deadline_is_included() -> None:
    assert not formats.is_late(date(2027, 4, 9), NOW)
    assert formats.is_late(date(2027, 4, 8), NOW)
    assert formats.is_late(datetime(2027, 4, 9, 10, 29, tzinfo=PARIS), NOW)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_can_be_read_back(amount: Decimal) -> None:
    text = formats.euros(amount, "").removesuffix("\u00a0€")
    assert Decimal(text.replace("\u202f", "").replace(",", ".").replace("−", "-")) == amount


def test_a_deadline_that_is_a_day_says_no_hour() -> None:
    now = datetime(2027, 4, 12, 9, tzinfo=formats.PARIS)
    assert formats.until(datetime(2027, 4, 13, 23, 59, tzinfo=formats.PARIS), now) == "demain"
    assert formats.until(datetime(2027, 4, 13, 18, tzinfo=formats.PARIS), now) == "demain à 18\u00a0h\u00a000"
