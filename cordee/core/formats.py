"""How Cordée writes dates, money and figures in French. Plain functions, shared by pages, lists, documents and mails.

Spaces inside a figure never break: U+202F between thousands and before « % », U+00A0 before a unit.
A missing value is written as a dash, so that an empty cell is never mistaken for a page that failed to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

EVENING = time(23, 59)  # of a deadline that is a day: its hour is not said
PARIS = ZoneInfo("Europe/Paris")
NBSP, THIN, MINUS, EMPTY = "\u00a0", "\u202f", "\u2212", "–"
Number = Decimal | int | float

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
SMALL_SAMPLE = 100
LONG_AGO = 60  # days; beyond, the day itself says more
SIZES = ((1_000_000_000, "Go"), (1_000_000, "Mo"), (1_000, "ko"))


def unbroken(text: str) -> str:
    """The spaces that French puts before « : », « ? » and « ; », and inside quotation marks: a line never begins with the sign."""
    for sign in (":", "?", "»"):
        text = text.replace(f" {sign}", f"{NBSP}{sign}")
    return text.replace("« ", f"«{NBSP}").replace(" ;", f"{THIN};")


# -- figures ----------------------------------------------------------------------------------------------------------


def number(value: Number | None, places: int | None = None) -> str:
    """« 9 500,5 ». Without `places`, as many decimals as the value bears, no trailing zero."""
    if value is None:
        return EMPTY
    amount = Decimal(str(value))
    if places is not None:
        amount = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{abs(amount):,f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    text = whole.replace(",", THIN) + (f",{decimals}" if decimals else "")
    return f"{MINUS}{text}" if amount < 0 else text


def euros(value: Number | None, tax: str = "TTC", *, cents: bool = True) -> str:
    """« 9 500,00 € TTC ». `tax` is « TTC », « HT », or empty for what bears no tax (a grant, a wage)."""
    if value is None:
        return EMPTY
    text = f"{number(value, 2 if cents else 0)}{NBSP}€"
    return f"{text}{NBSP}{tax}" if tax else text


def percent(part: Number | None, whole: Number | None, places: int = 1) -> str:
    """« 86,7 % (26 sur 30) »: under a hundred answers a percentage never stands alone."""
    if part is None or whole is None:
        return EMPTY
    if not whole:
        return "sans objet"
    base = Decimal(str(whole))
    rate = number(Decimal(str(part)) * 100 / base, places).replace("," + "0" * places, "")
    text = f"{rate}{THIN}%"
    return f"{text} ({number(part)} sur {number(whole)})" if base < SMALL_SAMPLE else text


def counted(value: Number, one: str, many: str = "") -> str:
    """« 1 dossier », « 1,5 jour », « 12 dossiers ». French is plural from two on."""
    return f"{number(value)}{NBSP}{one if -2 < value < 2 else many or one + 's'}"


def days(value: Number | None) -> str:
    return EMPTY if value is None else counted(value, "jour")


def hours(value: Number | None) -> str:
    return EMPTY if value is None else counted(value, "heure")


def file_size(size: int | None) -> str:
    if size is None:
        return EMPTY
    for unit, name in SIZES:
        if size >= unit:
            return f"{number(Decimal(size) / unit, 1).replace(',0', '')}{NBSP}{name}"
    return counted(size, "octet")


# -- identifiers ------------------------------------------------------------------------------------------------------


def phone(value: str | None) -> str:
    """« 03 20 12 34 56 ». A number from abroad stays as it was given."""
    if not value:
        return EMPTY
    digits = "".join(character for character in value if character.isdigit() or character == "+")
    if digits.startswith("+33") or digits.startswith("0033"):
        digits = "0" + digits.removeprefix("+33").removeprefix("0033").removeprefix("0")
    if len(digits) != 10 or not digits.startswith("0"):
        return value
    return NBSP.join(digits[start : start + 2] for start in range(0, 10, 2))


def siret(value: str | None) -> str:
    """« 123 456 789 00012 »; a SIREN alone is « 123 456 789 »."""
    if not value:
        return EMPTY
    digits = "".join(character for character in value if character.isdigit())
    if len(digits) not in (9, 14):
        return value
    return NBSP.join(part for part in (digits[:3], digits[3:6], digits[6:9], digits[9:]) if part)


def joined(words: Sequence[str], last: str = "et") -> str:
    """« a, b et c »."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


# -- dates ------------------------------------------------------------------------------------------------------------


def in_paris(moment: datetime) -> datetime:
    return moment.astimezone(PARIS) if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _day(value: date | datetime) -> date:
    return in_paris(value).date() if isinstance(value, datetime) else value


def _now(now: datetime | None) -> datetime:
    return in_paris(now) if now else datetime.now(PARIS)


def time_fr(value: time | datetime | None) -> str:
    if value is None:
        return EMPTY
    local = in_paris(value) if isinstance(value, datetime) else value
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02}"


def date_long(value: date | None) -> str:
    """« 12 avril 2027 », « 1er mai 2027 »; the weekday is left out."""
    if value is None:
        return EMPTY
    day = _day(value)
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def date_fr(value: date | None) -> str:
    """A deadline in full: « lundi 12 avril 2027 à 18 h 00 (heure de Paris) », or « lundi 12 avril 2027 » for a day."""
    if value is None:
        return EMPTY
    text = f"{WEEKDAYS[_day(value).weekday()]} {date_long(value)}"
    return f"{text} à {time_fr(value)} (heure de Paris)" if isinstance(value, datetime) else text


def date_short(value: date | None) -> str:
    """For tables: « 12/04/2027 »."""
    return EMPTY if value is None else f"{_day(value):%d/%m/%Y}"


def moment_short(value: datetime | None) -> str:
    """« 12/04/2027 à 18 h 00 »."""
    return EMPTY if value is None else f"{date_short(value)} à {time_fr(value)}"


def period(start: date | None, end: date | None) -> str:
    """Both days included: « du 12/04/2027 au 30/06/2027 »."""
    if start and end:
        return f"le {date_short(start)}" if _day(start) == _day(end) else f"du {date_short(start)} au {date_short(end)}"
    if start:
        return f"depuis le {date_short(start)}"
    return f"jusqu'au {date_short(end)}" if end else EMPTY


def days_left(value: date, now: datetime | None = None) -> int:
    """Days before a deadline, negative once it is past. The day itself is included: it leaves nought."""
    return (_day(value) - _now(now).date()).days


def is_late(value: date, now: datetime | None = None) -> bool:
    return in_paris(value) < _now(now) if isinstance(value, datetime) else days_left(value, now) < 0


def until(value: date | None, now: datetime | None = None) -> str:
    """Beside a deadline, never instead of it: « dans 3 jours », « demain », « en retard de 2 jours »."""
    if value is None:
        return EMPTY
    left = days_left(value, now)
    if left < 0:
        return f"en retard de {counted(-left, 'jour')}"
    if left == 0 and is_late(value, now):
        return "en retard depuis aujourd'hui"
    if left > 1:
        return f"dans {counted(left, 'jour')}"
    word = "demain" if left else "aujourd'hui"
    return f"{word} à {time_fr(value)}" if isinstance(value, datetime) and in_paris(value).time() < EVENING else word


def ago(value: date | None, now: datetime | None = None) -> str:
    """For what has happened: « il y a 12 minutes », « hier à 16 h 12 », « il y a 3 jours »; beyond two months, the day itself."""
    if value is None:
        return EMPTY
    past = -days_left(value, now)
    if past > LONG_AGO:
        return f"le {date_short(value)}"
    if past > 1:
        return f"il y a {counted(past, 'jour')}"
    if not isinstance(value, datetime):
        return "hier" if past else "aujourd'hui"
    elapsed = _now(now) - in_paris(value)
    if elapsed < timedelta(minutes=1):
        return "à l'instant"
    if elapsed < timedelta(hours=1):
        return f"il y a {counted(elapsed // timedelta(minutes=1), 'minute')}"
    word = "hier" if past else "aujourd'hui"
    return f"{word} à {time_fr(value)}"
