"""What is wrong with one answer, as the person who gave it is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cordee.tools.surveys.definition.answers import ALONE, decimal_of, is_blank, is_left
from cordee.tools.surveys.definition.schema import SPECIAL, Item

SHORT, LONG, COMMENT = 300, 5000, 2000
PROOFS = 10
UNREAD = "Cette réponse n'a pas pu être lue : répondez de nouveau à cette question."
CHOOSE = "Ce choix n'est pas proposé : choisissez dans la liste."


def fault_of(item: Item, answer: Any, *, final: bool) -> str:
    """Empty when all is well. Without `final`, what waits may wait."""
    if answer is not None and not isinstance(answer, Mapping):
        return UNREAD
    answer = answer or {}
    if special := answer.get("s"):
        allowed = isinstance(special, str) and special in SPECIAL and getattr(item, special)
        return _beside(item, answer) if allowed else CHOOSE
    if final and item.required and is_left(answer):
        return "Cette question attend une réponse."
    wrong = "" if is_blank(answer.get("v")) else FAULTS[item.kind](item, answer["v"])
    return wrong or _beside(item, answer)


def _beside(item: Item, answer: Mapping[str, Any]) -> str:
    """What goes with the answer: comment, proofs, target, feasibility, what was observed."""
    if answer.keys() <= ALONE:
        return ""
    comment, proof = answer.get("comment", ""), answer.get("proof", [])
    if not isinstance(comment, str) or not isinstance(proof, list):
        return UNREAD
    if len(comment) > COMMENT:
        return too_long("Ce commentaire", comment, COMMENT)
    if len(proof) > PROOFS or not all(isinstance(one, str) and len(one) <= 500 for one in proof):
        return f"{PROOFS} preuves au plus : retirez-en, ou réunissez-les dans un seul fichier."
    if any(answer.get(name, "") not in ("", *item.codes) for name in ("target", "observed") if isinstance(answer.get(name, ""), str)):
        return CHOOSE
    if any(not isinstance(answer.get(name, ""), str) for name in ("target", "observed")):
        return UNREAD
    return "" if answer.get("feasibility", 1) in (1, 2, 3, "1", "2", "3") else "La faisabilité se note de 1 à 3."


def too_long(what: str, text: str, most: int) -> str:
    return f"{what} compte {_spaced(len(text))} caractères, {_spaced(most)} au plus : raccourcissez-le, il est gardé en attendant."


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


# -- by kind ----------------------------------------------------------------------------------------------------------------
def _one(item: Item, value: Any) -> str:
    return "" if isinstance(value, str) and value in item.codes else CHOOSE


def _several(item: Item, value: Any) -> str:
    codes = {option.code for option in item.options}
    if not isinstance(value, list) or not all(isinstance(one, str) and one in codes for one in value) or len(set(value)) < len(value):
        return CHOOSE
    if item.most_choices and len(value) > item.most_choices:
        return f"{item.most_choices} choix au plus : décochez-en {len(value) - item.most_choices}."
    return ""


def _ranking(item: Item, value: Any) -> str:
    return _several(item, value)


def _number(item: Item, value: Any) -> str:
    number = decimal_of(value)
    if number is None:
        return "Cette réponse n'est pas un nombre : écrivez-la en chiffres, par exemple 12 ou 12,5."
    if abs(number) >= Decimal("1e15"):
        return "Ce nombre est trop grand : vérifiez l'unité."
    places = 2 if item.kind == "money" else item.decimals
    if number != round(number, places):
        figures = "1 chiffre" if places == 1 else f"{places} chiffres"
        return f"{figures} au plus après la virgule." if places else "Écrivez un nombre entier."
    return _between(item, number)


def _between(item: Item, number: Decimal) -> str:
    unit = f" {item.unit}" if item.unit else " €" if item.kind == "money" else ""
    if item.least is not None and number < Decimal(str(item.least)):
        return f"{_said(item.least)}{unit} au moins."
    if item.most is not None and number > Decimal(str(item.most)):
        return f"{_said(item.most)}{unit} au plus."
    return ""


def _said(bound: float) -> str:
    return f"{bound:g}".replace(".", ",")


def _shares(item: Item, value: Any) -> str:
    codes = {option.code for option in item.options}
    if not isinstance(value, Mapping) or not set(value) <= codes:
        return UNREAD
    parts = [decimal_of(share) for share in value.values()]
    if any(part is None or part < 0 or part > 100 for part in parts):
        return "Écrivez chaque part en pour cent, de 0 à 100."
    total = sum((part for part in parts if part is not None), Decimal(0))
    return "" if total == 100 else f"Ces parts font {_said(float(total))} % : elles doivent faire 100 %."


def _text(item: Item, value: Any) -> str:
    if not isinstance(value, str):
        return UNREAD
    most = item.longest or (SHORT if item.kind == "short" else LONG)
    return too_long("Ce texte", value, most) if len(value) > most else ""


def _date(item: Item, value: Any) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    return "" if day and day.year >= 1800 else "Cette date n'existe pas : écrivez le jour, le mois et l'année, par exemple 21/11/2026."


def _file(item: Item, value: Any) -> str:
    if not isinstance(value, list) or len(value) > PROOFS:
        return f"{PROOFS} fichiers au plus."
    try:
        return "" if all(isinstance(one, str) and uuid.UUID(one) for one in value) else UNREAD
    except ValueError:
        return UNREAD


def _matrix(item: Item, value: Any) -> str:
    rows, columns = {row.code for row in item.rows}, {option.code for option in item.options}
    if not isinstance(value, Mapping) or not set(value) <= rows:
        return UNREAD
    if not all(isinstance(one, str) and one in columns for one in value.values()):
        return CHOOSE
    left = len(rows) - len(value)
    return "" if not item.required or not left else f"Il reste {left} ligne{'s' if left > 1 else ''} à remplir dans ce tableau."


FAULTS: dict[str, Callable[[Item, Any], str]] = {
    "single": _one, "level": _one, "three": _one, "multiple": _several, "ranking": _ranking, "number": _number, "money": _number,
    "shares": _shares, "short": _text, "long": _text, "date": _date, "file": _file, "matrix": _matrix,
}  # fmt: skip
