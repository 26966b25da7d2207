"""Each kind of cell is read one way only, or says why it cannot."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.actors.directory.numbers import check_siret
from cordee.core.imports import cells, figures
from cordee.core.imports.cells import EPOCH, Hint, Reader, Unreadable, written
from cordee.demo.volume import numbers

SIRET = cells.Number14("SIRET", 14, check_siret)
GOOD = numbers.siret(99001)
MONEY = figures.Amount()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234.56 €", "1234.56"),
        ("1 234", "1234"),
        ("1\u202f234\u00a0€", "1234"),
        ("1.234.567", "1234567"),
        ("12,5", "12.50"),
        ("1 234 567,891", "1234567.89"),
        (1234.5, "1234.50"),
        (12, "12"),
        ("0", "0"),
    ],
)
def test_amounts_are_written_many_ways(text: Any, value: str) -> None:
    assert MONEY.read(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1,234", "1.234", "abc", "1,23,4", "12.34,5.6", "-5", "1/2", "", True, date(2024, 1, 1)])
def test_an_amount_that_is_doubtful_is_refused(text: Any) -> None:
    with pytest.raises(Unreadable):
        MONEY.read(text)


def test_the_column_settles_what_one_cell_cannot() -> None:
    assert MONEY.read("1.234", Hint(thousands=".")) == Decimal("1234")
    assert MONEY.read("1,234", Hint(thousands=",")) == Decimal("1234")
    with pytest.raises(Unreadable, match="deux façons"):
        MONEY.read("1,234", Hint(thousands="."))


@given(
    st.decimals(min_value=0, max_value=9_999_999, places=2),
    st.sampled_from([("", ","), (" ", ","), (".", ","), (",", "."), ("\u202f", ",")]),
)
def test_any_amount_comes_back_from_the_way_it_is_written(amount: Decimal, signs: tuple[str, str]) -> None:
    thousands, point = signs
    whole, _, cents = f"{amount:,.2f}".partition(".")
    assert MONEY.read(f"{whole.replace(',', thousands)}{point}{cents} €") == amount


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_fall(text: str) -> None:
    kinds = [
        SIRET,
        MONEY,
        cells.Rna(),
        cells.Postcode(),
        cells.Phone(),
        cells.Email(),
        cells.Url(),
        cells.Day(),
        cells.YesNo(),
        figures.Share(),
        figures.Whole(),
        figures.Year(),
        cells.Text(20),
        cells.OneOf((("a", "Oui"),)),
        cells.Several((("a", "Oui"),)),
    ]
    for kind in kinds:
        values, wrong = Reader(kind).column([text])
        assert len(values) == 1
        assert all(sentence for _, sentence in wrong)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_of_a_spreadsheet_makes_a_reader_fall(number: float) -> None:
    for kind in (SIRET, MONEY, figures.Share(), figures.Whole(), figures.Year(), cells.Day(), cells.Postcode(), cells.Phone()):
        Reader(kind).column([number])


@pytest.mark.covers("ORG-901")
@pytest.mark.parametrize(
    "cell", [GOOD, f" {GOOD[:3]} {GOOD[3:6]} {GOOD[6:9]} {GOOD[9:]} ", float(GOOD), f"{GOOD}.0", f"'{GOOD}", int(GOOD)]
)
def test_a_siret_is_read_as_a_spreadsheet_may_have_kept_it(cell: Any) -> None:
    assert SIRET.read(cell) == GOOD


@pytest.mark.covers("ORG-901")
@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("3,56E+13", "ses derniers chiffres sont perdus"),
        ("3.56E+13", "ses derniers chiffres sont perdus"),
        (GOOD[:13], "13 chiffres, il en faut 14. Le tableur a peut-être retiré un zéro"),
        (GOOD[:12], "12 chiffres, il en faut 14."),
        (f"{GOOD[:13]}{(int(GOOD[13]) + 1) % 10}", "La clé de ce SIRET ne correspond pas"),
        ("SIRET en cours", "ne comporte que des chiffres"),
    ],
)
def test_a_destroyed_siret_is_said_and_never_guessed(cell: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said.replace(".", r"\.")):
        SIRET.read(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "12/04/2027",
        "12-4-27",
        "2027-04-12",
        "20270412",
        "12 avril 2027",
        "lundi 12 avril 2027",
        "12.04.2027",
        46489,
        "46489",
        46489.5,
        date(2027, 4, 12),
        datetime(2027, 4, 12, 8),
    ],
)
def test_dates_are_written_many_ways(cell: Any) -> None:
    assert cells.Day().read(cell) == date(2027, 4, 12)


@pytest.mark.parametrize("cell", ["12/31/2024", "31/02/2024", "2024", "demain", "12 smarch 2024"])
def test_a_day_that_the_calendar_has_not_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="jour/mois/année"):
        cells.Day().read(cell)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2090, 1, 1)))
def test_a_date_comes_back_from_the_way_it_is_written(day: date) -> None:
    for form in (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", (day - EPOCH) // timedelta(days=1), written(day)):
        assert cells.Day().read(form) == day


def test_shares_are_percentages_whatever_the_spreadsheet_kept() -> None:
    share = figures.Share()
    assert [share.read(c) for c in ("86,7 %", "86.7", 86.7)] == [Decimal("86.70")] * 3
    assert share.read(0.867, Hint(fractions=True)) == Decimal("86.70")
    with pytest.raises(Unreadable, match="dépasse 100"):
        share.read("120 %")


def test_words_of_a_nomenclature_are_known_by_label_code_and_synonym() -> None:
    kind = cells.Several((("ai", "AI"), ("aci", "ACI")), {"association intermédiaire": "ai"})
    assert kind.read("ACI, Association Intermediaire") == ["aci", "ai"]
    with pytest.raises(Unreadable, match="« XYZ » n'est pas dans la liste : AI ou ACI"):
        kind.read("ACI / XYZ")


def test_a_column_reads_each_cell_once_and_says_which_are_wrong() -> None:
    values, wrong = Reader(cells.YesNo()).column(["oui", None, " ", "peut-être", True, 1])
    assert values == [True, None, None, None, True, True]
    assert wrong == [(3, "Ici, oui ou non est attendu.")]


def test_what_our_exports_disarm_is_read_back() -> None:
    assert cells.Phone().read("'+33 3 20 11 22 33") == "+33 3 20 11 22 33"
    assert cells.Text(20).read("'=2+2") == "=2+2"
