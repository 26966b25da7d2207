"""Numbers as people write them: money, shares, counts, years. « 1,234 » alone reads two ways: the column decides, or it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, ClassVar

from cordee.core import formats
from cordee.core.imports.cells import NO_HINT, Cell, Day, Hint, Kind, Unreadable, tidy

_CURRENCY = re.compile(r"(?:€|eur(?:os?)?)$", re.IGNORECASE)
_PLAIN = re.compile(r"^-?\d+$")
_GROUPS = {sign: re.compile(rf"^-?\d{{1,3}}(?:\{sign}\d{{3}})+$") for sign in ",."}


def number_of(text: str, hint: Hint, *, three_is_thousands: bool | None = None) -> Decimal:
    """« 1 234,56 », « 1.234,56 », « 1,234.56 », « 1234.56 € », « 1 234 ». « 1,234 » alone reads two ways: the column decides."""
    bare = _CURRENCY.sub("", text.replace(" ", "").replace("’", "").replace("'", "")).replace("−", "-")
    signs = {sign for sign in ",." if sign in bare}
    if len(signs) == 2:
        decimal = max(signs, key=bare.rindex)
        thousands = "," if decimal == "." else "."
        whole, _, rest = bare.rpartition(decimal)
        if not (_GROUPS[thousands].match(whole) and rest.isdigit()):
            raise Unreadable(f"« {text} » ne se lit pas comme un nombre. Écrivez 1234,56.")
        return Decimal(f"{whole.replace(thousands, '')}.{rest}")
    if len(signs) == 1:
        return _one_sign(bare, signs.pop(), text, hint, three_is_thousands)
    if not _PLAIN.match(bare):
        raise Unreadable(f"« {text} » ne se lit pas comme un nombre. Écrivez 1234,56.")
    return Decimal(bare)


def _one_sign(bare: str, sign: str, text: str, hint: Hint, three_is_thousands: bool | None) -> Decimal:
    grouped = bool(_GROUPS[sign].match(bare))
    if grouped and bare.count(sign) == 1 and three_is_thousands is None and hint.thousands != sign:
        whole, _, rest = bare.partition(sign)
        raise Unreadable(f"« {text} » se lit de deux façons : écrivez {whole}{rest} ou {whole},{rest.rstrip('0') or '0'}.")
    thousands = grouped and (bare.count(sign) > 1 or three_is_thousands or (three_is_thousands is None and hint.thousands == sign))
    number = bare.replace(sign, "" if thousands else ".")
    try:
        return Decimal(number)
    except InvalidOperation:
        raise Unreadable(f"« {text} » ne se lit pas comme un nombre. Écrivez 1234,56.") from None


@dataclass(frozen=True)
class Amount(Kind):
    """Money, or another number with decimals; `unit` is what follows it."""

    sql: ClassVar[str] = "numeric"
    most: Decimal = Decimal("9999999999.99")
    unit: str = "€"
    ambiguous: bool = True  # « 1,234 » may be thousands: true for money, false for full-time equivalents

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> Decimal:
        value = self._number(cell, hint)
        if value < 0:
            raise Unreadable("Ce nombre est négatif : la fiche n'en garde pas.")
        if value > self.most:
            raise Unreadable(f"Ce nombre dépasse {formats.number(self.most)} : vérifiez l'unité.")
        return value.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def _number(self, cell: Cell, hint: Hint) -> Decimal:
        if isinstance(cell, bool | date | time | timedelta):
            raise Unreadable("Le tableur tient cette cellule pour une date ou pour oui/non : mettez-la au format Nombre.")
        if isinstance(cell, int | float):
            return Decimal(repr(cell))
        return number_of(tidy(cell), hint, three_is_thousands=None if self.ambiguous else False)

    def says(self, value: Any) -> str:
        return f"{formats.number(value, 2)}{formats.NBSP}{self.unit}" if self.unit else formats.number(value)


@dataclass(frozen=True)
class Share(Amount):
    """A percentage between 0 and 100: « 86,7 % », « 86.7 », and 0.867 where the whole column is written so."""

    most: Decimal = Decimal(100)
    unit: str = "%"
    ambiguous: bool = False

    def _number(self, cell: Cell, hint: Hint) -> Decimal:
        if isinstance(cell, str):
            return number_of(tidy(cell).removesuffix("%").strip(), hint, three_is_thousands=False)
        value = super()._number(cell, hint)
        return value * 100 if hint.fractions else value

    def says(self, value: Any) -> str:
        return f"{formats.number(value)}{formats.NBSP}%"


@dataclass(frozen=True)
class Whole(Kind):
    """A count: no decimals, never negative."""

    sql: ClassVar[str] = "integer"
    least: int = 0
    most: int = 2_000_000_000
    says_most: str = "Ce nombre est trop grand : vérifiez-le."

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> int:
        if isinstance(cell, bool | date | time | timedelta):
            raise Unreadable("Le tableur tient cette cellule pour une date ou pour oui/non : mettez-la au format Nombre.")
        value = Decimal(repr(cell)) if isinstance(cell, int | float) else number_of(tidy(cell), hint, three_is_thousands=True)
        if value != value.to_integral_value():
            raise Unreadable("Ici, un nombre entier est attendu.")
        if not self.least <= value <= self.most:
            raise Unreadable(self.says_most)
        return int(value)

    def says(self, value: Any) -> str:
        return formats.number(value)


@dataclass(frozen=True)
class Year(Whole):
    """The year of a foundation: « 1998 », or a whole date."""

    least: int = 1600
    most: int = 2100
    says_most: str = "Indiquez une année à quatre chiffres, entre 1600 et aujourd'hui."

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> int:
        text = tidy(cell)
        if isinstance(cell, date) or not re.fullmatch(r"\d{4}([.,]0+)?", text):
            return Day().read(cell).year
        return super().read(cell, hint)

    def says(self, value: Any) -> str:
        return str(value)
