"""A condition as rows that one chooses from lists, and as a French sentence. Its language is `definition.conditions`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.tools.surveys.definition.schema import THREE
from cordee.tools.surveys.editing.parts import Raw, items

HOWS = {
    "is": "est, ou comprend",
    "is_not": "n'est pas, ou ne comprend pas",
    "at_least": "est au moins",
    "at_most": "est au plus",
    "answered": "a une réponse",
    "unanswered": "n'a pas de réponse",
}
BY_CHOICE, BY_VALUE = ("is", "is_not"), ("at_least", "at_most")
MODES = {"all": "Toutes ces lignes sont vraies", "any": "Une de ces lignes suffit"}
AND, OR = " et ", " ou "
COMPARED = {"is": "est", "has": "comprend", "at_least": "est au moins", "at_most": "est au plus"}
NOT = {"is": "n'est pas", "has": "ne comprend pas"}


@dataclass(frozen=True, slots=True)
class Row:
    item: str
    how: str
    choice: str = ""
    value: str = ""


def choices_of(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(code, label) of what can be answered to an item; a matrix and a share are not compared to one choice."""
    if item["kind"] == "three":
        return [(code, label) for code, (label, _) in THREE.items()]
    if item["kind"] in ("single", "multiple", "level", "ranking"):
        return [(one["code"], one.get("label") or one["code"]) for one in item.get("options", ())]
    return []


# -- rows ---------------------------------------------------------------------------------------------------------------------
def rows_of(condition: Mapping[str, Any] | None) -> tuple[str, list[Row]] | None:
    """(mode, rows), or none where the condition has more storeys than rows can say: then it is told, and kept as it is."""
    if not condition:
        return "all", []
    for mode in MODES:
        if mode in condition:
            rows = [_row(one) for one in condition[mode]]
            return None if None in rows else (mode, [row for row in rows if row])
    if "in" in condition:
        return "any", [Row(str(condition.get("item")), "is", choice=str(choice)) for choice in condition["in"]]
    row = _row(condition)
    return ("all", [row]) if row else None


def _row(one: Any) -> Row | None:
    if not isinstance(one, Mapping):
        return None
    if "not" in one:
        inner = _row(one["not"])
        return Row(inner.item, "is_not", inner.choice) if inner and inner.how == "is" else None
    item = one.get("item")
    if not isinstance(item, str):
        return None
    for key in ("is", "has"):
        if key in one:
            return Row(item, "is", choice=str(one[key]))
    for key in BY_VALUE:
        if key in one:
            return Row(item, key, value=str(one[key]))
    if "answered" in one:
        return Row(item, "answered" if one["answered"] else "unanswered")
    return None


def condition_of(mode: str, rows: Sequence[Row], data: Mapping[str, Any]) -> Raw | None:
    kinds = {item["code"]: item["kind"] for item in items(data)}
    told = [_comparison(row, kinds.get(row.item, "")) for row in rows if row.item]
    if not told:
        return None
    if mode == "any" and len(told) > 1 and all(one.keys() == {"item", "is"} and one["item"] == told[0]["item"] for one in told):
        return {"item": told[0]["item"], "in": [one["is"] for one in told]}
    return told[0] if len(told) == 1 else {mode: told}


def _comparison(row: Row, kind: str) -> Raw:
    if row.how in BY_CHOICE:
        own = {"item": row.item, "has" if kind in ("multiple", "ranking") else "is": row.choice}
        return own if row.how == "is" else {"not": own}
    if row.how in BY_VALUE:
        return {"item": row.item, row.how: row.value}
    return {"item": row.item, "answered": row.how == "answered"}


# -- sentences -----------------------------------------------------------------------------------------------------------------
def sentence(condition: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """« Avez-vous un site ? » est « Oui » et « Effectif » est au moins 10."""
    return _said(condition, {item["code"]: item for item in items(data)})


def _said(condition: Any, known: Mapping[str, Raw]) -> str:
    if not isinstance(condition, Mapping):
        return "?"
    for mode, word in (("all", AND), ("any", OR)):
        if mode in condition:
            parts = [_said(one, known) for one in condition[mode]]
            return word.join(f"({part})" if (OR if mode == "all" else AND) in part else part for part in parts)
    if "not" in condition:
        denied = condition["not"]
        plain = isinstance(denied, Mapping) and next((key for key in NOT if key in denied), None)
        return _compared(denied, known, NOT) if plain else f"il est faux que {_said(denied, known)}"
    return _compared(condition, known)


def _compared(one: Mapping[str, Any], known: Mapping[str, Raw], words: Mapping[str, str] = COMPARED) -> str:
    code = str(one.get("item", "?"))
    item = known.get(code, {"code": code, "kind": "", "label": code})
    labels = dict(choices_of(item)) if item["kind"] else {}
    name = f"« {item.get('label') or code} »"

    def label(value: Any) -> str:
        return f"« {labels.get(str(value), value)} »"

    if "answered" in one:
        return f"{name} {HOWS['answered' if one['answered'] else 'unanswered']}"
    if "in" in one:
        return f"{name} est {OR.join(label(value) for value in one['in'])}"
    for key, word in words.items():
        if key in one:
            return f"{name} {word} {label(one[key]) if key in ('is', 'has') else str(one[key]).replace('.', ',')}"
    return name
