"""Numbers that nobody bears: SIREN and SIRET of the series 999 with a true key, telephones kept for fiction."""

from __future__ import annotations

from stdnum import luhn

SERIES = "999"
#: numbers of the crowd come from the start of the series, those of the told examples from its end
CROWD = 99_000
STRIDE = 61_807  # prime to CROWD: neighbours in the crowd do not bear neighbouring numbers


def siren(rank: int) -> str:
    """The SIREN of a rank of the series (0 to 99 999)."""
    body = f"{SERIES}{rank:05d}"
    return body + luhn.calc_check_digit(body)


def siret(rank: int, place: int = 1) -> str:
    """The SIRET of a place (its four digits, then the key of the whole) of this SIREN."""
    body = f"{siren(rank)}{place:04d}"
    return body + luhn.calc_check_digit(body)


def of_crowd(number: int) -> tuple[str, str]:
    """SIREN and SIRET of the nth of the crowd. Past the series, further places of the same numbers."""
    round_, rank = divmod(number, CROWD)
    rank = rank * STRIDE % CROWD
    return siren(rank), siret(rank, round_ + 1)


def landline(number: int) -> str:
    """01 99 00 xx xx: never given to anyone."""
    return f"01 99 00 {number // 100 % 100:02d} {number % 100:02d}"


def mobile(number: int) -> str:
    """06 39 98 xx xx: never given to anyone."""
    return f"06 39 98 {number // 100 % 100:02d} {number % 100:02d}"
