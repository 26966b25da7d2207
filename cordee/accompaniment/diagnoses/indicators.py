"""The same indicators at the diagnosis and two years later, side by side, from the sheet and from the accounts of each year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cordee.accompaniment.diagnoses import queries
from cordee.accompaniment.diagnoses.content import AMOUNTS, FIGURES, measured
from cordee.accompaniment.diagnoses.models import Diagnosis
from cordee.core import formats


@dataclass(frozen=True, slots=True)
class Reading:
    label: str
    before: str
    after: str
    change: str


def readings(diagnosis: Diagnosis, *, close: bool) -> list[Reading]:
    """Those that at least one of the two years knows. Accounts, for those who read them only."""
    organisation = diagnosis.organisation
    if organisation is None:
        return []
    years = (diagnosis.accounts_year, diagnosis.review_year)
    found = _compared([queries.figures(organisation, year) for year in years], FIGURES)
    if close:
        accounts = [queries.accounts(diagnosis.case, organisation, year) for year in years]
        found += _compared(accounts, [(name, label, "€") for name, label in AMOUNTS])
    return found


def _compared(rows: list[Any], indicators: Any) -> list[Reading]:
    found = []
    for name, label, unit in indicators:
        before, after = (getattr(row, name, None) for row in rows)
        if before is not None or after is not None:
            found.append(Reading(label, measured(before, unit), measured(after, unit), change_said(before, after, unit)))
    return found


def change_said(before: Any, after: Any, unit: str = "") -> str:
    """« +1,7 ETP (+13,7 %) ». From zero, or from a loss, a share says nothing: the difference stands alone."""
    if before is None or after is None:
        return formats.EMPTY
    gap = Decimal(str(after)) - Decimal(str(before))
    if not gap:
        return "inchangé"
    told = signed(gap, 2 if unit == "€" else None) + (f"{formats.NBSP}{unit}" if unit else "")
    share = signed(gap * 100 / Decimal(str(before)), 1) if before > 0 else ""
    return f"{told} ({share}{formats.NBSP}%)" if share else told


def signed(value: Decimal, places: int | None) -> str:
    return f"{'+' if value > 0 else ''}{formats.number(value, places)}"
