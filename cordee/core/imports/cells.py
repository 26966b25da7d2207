"""What a cell means: each kind reads it one way only, or says in French why it cannot. Nothing is ever guessed.

A cell is what the file holds: a text (CSV), or what a spreadsheet keeps (text, number, date, yes/no). `hint` is what the whole
column taught: the sign that parts thousands, and whether percentages are written as fractions of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from cordee.core import formats
from cordee.core.text import fr_normalize

Cell = str | int | float | bool | date | datetime | time | timedelta
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\ufeff\u200b", " "))
_MANY_SPACES = re.compile(r"\s+")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)
_WHOLE_WITH_ZEROS = re.compile(r"^(\d+)[.,]0+$")
_NOT_DIGIT = re.compile(r"[\s.\-_/']+")


class Unreadable(Exception):
    """Why a cell cannot be read, as the person will see it."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a whole column taught about its numbers."""

    thousands: str = ""  # « , », « . » or nothing settled
    fractions: bool = False  # a spreadsheet keeps 86,7 % as 0.867

    def kept(self) -> dict[str, Any]:
        return {"thousands": self.thousands, "fractions": self.fractions}


NO_HINT = Hint()


def written(cell: Cell | None) -> str:
    """The cell as a person would type it: what errors quote, and what the file of lines to mend holds."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def tidy(cell: Cell | None) -> str:
    """Its text on one line: no NUL, no double or trailing space."""
    text = cell if isinstance(cell, str) else written(cell)
    text = _MANY_SPACES.sub(" ", text.replace("\x00", "").translate(SPACES)).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text  # our exports disarm formulas so


def is_blank(cell: Cell | None) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.replace("\x00", "").translate(SPACES).strip())


@dataclass(frozen=True)
class Kind:
    """A kind of cell. `sql` is the type of the column that receives it."""

    sql: ClassVar[str] = "text"

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> Any:
        raise NotImplementedError

    def says(self, value: Any) -> str:
        """The value as it was understood."""
        return str(value)


@dataclass(frozen=True)
class Text(Kind):
    most: int = 200
    lines: bool = False  # line breaks are kept

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        if self.lines and isinstance(cell, str):
            text = "\n".join(tidy(line) for line in cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
        else:
            text = tidy(cell)
        if len(text) > self.most:
            raise Unreadable(f"Ce texte compte {len(text)} caractères, la fiche en garde {self.most}.")
        return text


@dataclass(frozen=True)
class Number14(Kind):
    """A SIRET or a SIREN: digits whose key holds. A spreadsheet may have destroyed it, which is said and never repaired."""

    label: str
    digits: int
    check: Callable[[str], None]

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        text = tidy(cell).lstrip("'")
        if _SCIENTIFIC.match(text.replace(" ", "")):
            raise Unreadable(
                f"Le tableur a remplacé ce {self.label} par « {text} » : ses derniers chiffres sont perdus. "
                f"Mettez la colonne au format Texte, puis recopiez le numéro."
            )
        whole = _WHOLE_WITH_ZEROS.match(text)
        number = _NOT_DIGIT.sub("", whole.group(1) if whole else text)
        if not number.isascii() or not number.isdigit():
            raise Unreadable(f"Le {self.label} ne comporte que des chiffres.")
        if len(number) != self.digits:
            lost = " Le tableur a peut-être retiré un zéro au début." if len(number) == self.digits - 1 else ""
            raise Unreadable(f"Le {self.label} compte {len(number)} chiffres, il en faut {self.digits}.{lost}")
        try:
            self.check(number)
        except ValidationError:
            raise Unreadable(f"La clé de ce {self.label} ne correspond pas : un chiffre a sans doute été mal recopié.") from None
        return number

    def says(self, value: Any) -> str:
        return formats.siret(value)


@dataclass(frozen=True)
class Rna(Kind):
    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        text = _NOT_DIGIT.sub("", tidy(cell)).upper()
        if not re.fullmatch(r"W[0-9A-Z]\d{8}", text):
            raise Unreadable("Un numéro RNA s'écrit W suivi de 9 chiffres, comme W595001234.")
        return text


@dataclass(frozen=True)
class Postcode(Kind):
    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        text = tidy(cell).replace(" ", "").lstrip("'").removeprefix("F-")
        whole = _WHOLE_WITH_ZEROS.match(text)
        text = whole.group(1) if whole else text
        if not isinstance(cell, str) and text.isdigit() and len(text) == 4:
            text = f"0{text}"  # a number has no leading zero: four digits can only be one of the first nine departments
        if not re.fullmatch(r"[0-9]{5}", text):
            raise Unreadable("Un code postal compte 5 chiffres, zéro du début compris.")
        return text


@dataclass(frozen=True)
class Phone(Kind):
    most: int = 20

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        text = tidy(cell)
        digits = re.sub(r"[\s.\-/()]", "", text)
        if not isinstance(cell, str) and re.fullmatch(r"[1-9]\d{8}", digits):
            digits = f"0{digits}"  # kept as a number by the spreadsheet
        if not re.fullmatch(r"(\+|00)?\d{6,15}", digits):
            raise Unreadable("Ce téléphone n'est pas un seul numéro : gardez-en un, avec ses chiffres.")
        shown = " ".join(digits[i : i + 2] for i in range(0, 10, 2)) if re.fullmatch(r"0\d{9}", digits) else text
        if len(shown) > self.most:
            raise Unreadable("Ce téléphone est trop long : gardez un seul numéro.")
        return shown


@dataclass(frozen=True)
class Email(Kind):
    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        text = tidy(cell).removeprefix("mailto:").lower()
        try:
            validate_email(text)
        except ValidationError:
            raise Unreadable("Cette adresse de courriel n'est pas complète : il faut un nom, @ et un domaine, une seule adresse.") from None
        return text


@dataclass(frozen=True)
class Url(Kind):
    _check: ClassVar[URLValidator] = URLValidator(schemes=["http", "https"])

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> str:
        text = tidy(cell)
        text = text if "://" in text else f"https://{text}"
        try:
            self._check(text)
        except ValidationError:
            raise Unreadable("Cette adresse de site n'est pas complète, comme https://exemple.fr.") from None
        if len(text) > 200:
            raise Unreadable("Cette adresse de site dépasse 200 caractères.")
        return text


# -- dates, choices --------------------------------------------------------------------------------------------------------
_MONTHS = {fr_normalize(name)[:n]: i for i, name in enumerate(formats.MONTHS, 1) for n in (3, 4, len(name))} | {"juin": 6, "juil": 7}
_NUMERIC_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
_ISO_DAY = re.compile(r"^(\d{4})[/.\-]?(\d{2})[/.\-]?(\d{2})(?:[T ].*)?$")
_SPOKEN_DAY = re.compile(r"^(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})$")
_SERIAL = re.compile(r"^[1-7]\d{4}([.,]\d+)?$")
EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets


@dataclass(frozen=True)
class Day(Kind):
    """« 12/04/2027 », « 2027-04-12 », « 12 avril 2027 », or a spreadsheet's serial number. Day first, always."""

    sql: ClassVar[str] = "date"

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = tidy(cell)
        if _SERIAL.match(text):
            return EPOCH + timedelta(days=int(float(text.replace(",", "."))))
        try:
            return self._typed(text)
        except ValueError:
            raise Unreadable(f"« {text} » n'est pas une date du calendrier. Écrivez jour/mois/année, comme 12/04/2027.") from None

    def _typed(self, text: str) -> date:
        if found := _NUMERIC_DAY.match(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year if year > 99 else year + (2000 if year < 50 else 1900), month, day)
        if found := _ISO_DAY.match(text):
            year, month, day = (int(part) for part in found.groups())
            return date(year, month, day)
        if found := _SPOKEN_DAY.match(fr_normalize(text).replace(".", "")):
            return date(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
        raise ValueError(text)

    def says(self, value: Any) -> str:
        return formats.date_long(value)


_YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x"})
_NO = frozenset({"non", "n", "no", "faux", "false", "0"})


@dataclass(frozen=True)
class YesNo(Kind):
    sql: ClassVar[str] = "boolean"

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> bool:
        word = fr_normalize(tidy(cell))
        if word in _YES or word in _NO:
            return word in _YES
        raise Unreadable("Ici, oui ou non est attendu.")

    def says(self, value: Any) -> str:
        return "oui" if value else "non"


def key_of(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fr_normalize(text)))


@dataclass(frozen=True)
class OneOf(Kind):
    """One word of a nomenclature, by its label, its code or one of its synonyms."""

    options: tuple[tuple[Any, str], ...]
    synonyms: Mapping[str, Any] = field(default_factory=dict, hash=False)
    number: bool = False

    @property
    def sql(self) -> str:  # type: ignore[override]
        return "integer" if self.number else "text"

    def words(self) -> dict[str, Any]:
        return {
            **{key_of(str(code)): code for code, _ in self.options},
            **{key_of(label): code for code, label in self.options},
            **{key_of(word): code for word, code in self.synonyms.items()},
        }

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> Any:
        return self._find(tidy(cell), self.words())

    def _find(self, text: str, words: dict[str, Any]) -> Any:
        found = words.get(key_of(text))
        if found is None:
            known = formats.joined([label for _, label in self.options][:8], "ou")
            raise Unreadable(f"« {text} » n'est pas dans la liste : {known}{'…' if len(self.options) > 8 else '.'}")
        return found

    def says(self, value: Any) -> str:
        return str(dict(self.options).get(value, value))


@dataclass(frozen=True)
class Several(OneOf):
    """Several words of a nomenclature in one cell, parted by a comma, a semicolon, a slash or a line break."""

    @property
    def sql(self) -> str:  # type: ignore[override]
        return "text[]"

    def read(self, cell: Cell, hint: Hint = NO_HINT) -> list[Any]:
        text, words = written(cell).translate(SPACES), self.words()
        if (whole := words.get(key_of(text))) is not None:
            return [whole]
        parts = [tidy(part) for part in re.split(r"[;,/|\n+]", text)]
        return list(dict.fromkeys(self._find(part, words) for part in parts if part))

    def says(self, value: Any) -> str:
        return ", ".join(str(dict(self.options).get(one, one)) for one in value)


# -- a column at a time ---------------------------------------------------------------------------------------------------------
class Reader:
    """Reads a column of one kind. What was read once is not read again: a column of towns holds a few thousand words."""

    def __init__(self, kind: Kind, hint: Hint = NO_HINT) -> None:
        self.kind, self.hint = kind, hint
        self._known: dict[Any, Any] = {}

    def column(self, cells: Sequence[Cell | None]) -> tuple[list[Any], list[tuple[int, str]]]:
        """The values (None = blank or unreadable), and the ranks of the unreadable ones with their sentence."""
        known, values, wrong = self._known, [], []
        for rank, cell in enumerate(cells):
            key = cell if type(cell) is str else (type(cell), cell)
            try:
                value = known[key]
            except KeyError:
                value = known[key] = self._read(cell)
            if type(value) is Unreadable:
                wrong.append((rank, str(value)))
                value = None
            values.append(value)
        return values, wrong

    def _read(self, cell: Cell | None) -> Any:
        if is_blank(cell):
            return None
        try:
            return self.kind.read(cell, self.hint)  # type: ignore[arg-type]
        except Unreadable as why:
            return why
        except (ArithmeticError, ValueError):  # a spreadsheet's infinity, a serial date beyond the calendar
            return Unreadable(f"« {written(cell)[:40]} » ne se lit pas ici.")
