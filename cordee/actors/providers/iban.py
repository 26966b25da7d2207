"""IBAN and BIC: as they are written, as they are kept, as they are shown."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from stdnum import iban as key

from cordee.core.formats import NBSP

KEPT = "Votre saisie est conservée."
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_LENGTHS = {"FR": 27, "MC": 27}


def compact(text: str) -> str:
    """« FR76 3000 … » as it is kept: no space, in capitals."""
    return re.sub(r"[\s.-]", "", text).upper()


def check_iban(value: str) -> None:
    """The length of its country, then the key (ISO 7064, mod 97)."""
    wanted = _LENGTHS.get(value[:2])
    if wanted and len(value) != wanted:
        raise ValidationError(f"Cet IBAN compte {len(value)} caractères, il en faut {wanted}. {KEPT}", code="length")
    if not key.is_valid(value, check_country=False):
        raise ValidationError(f"La clé de cet IBAN ne correspond pas : un caractère a sans doute été mal recopié. {KEPT}", code="key")


def check_bic(value: str) -> None:
    if not BIC.fullmatch(value):
        raise ValidationError(f"Un BIC compte 8 ou 11 caractères, dont six lettres au début. {KEPT}", code="form")


def masked(value: str) -> str:
    """« FR76 •••• •••• 0189 »: enough to recognise it, too little to use it."""
    return NBSP.join([value[:4], "••••", "••••", value[-4:]])
