"""Cells: functions from a row's values to HTML, which escape what they show. No template and no include per cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django.utils import timezone

Cell = Callable[..., str]
NOTHING = "–"


def text_cell(value: Any, *rest: Any) -> str:
    return escape(str(value)) if value not in (None, "") else NOTHING


def number_cell(value: Any, *rest: Any) -> str:
    return f"{value:,}".replace(",", "\u202f").replace(".", ",") if value is not None else NOTHING


def money_cell(value: Decimal | None, *rest: Any) -> str:
    return f"{value:,.2f}".replace(",", "\u202f").replace(".", ",") + "\u00a0€" if value is not None else NOTHING


def date_cell(value: date | datetime | None, *rest: Any) -> str:
    if value is None:
        return NOTHING
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return f'<time datetime="{day.isoformat()}">{day:%d/%m/%Y}</time>'


def link_cell(prefix: str) -> Cell:
    """(label, public_id) → a link; the URL is a prefix, not a `reverse` per row."""

    def cell(label: Any, public_id: Any, *rest: Any) -> str:
        return f'<a href="{prefix}{public_id}/">{escape(str(label))}</a>'

    return cell


def tag_cell(labels: dict[Any, str], tones: dict[Any, str] | None = None) -> Cell:
    """A code shown by its label, in a tag. The tone adds to the words, it never replaces them."""
    made = {code: f'<span class="tag {(tones or {}).get(code, "")}">{escape(str(label))}</span>' for code, label in labels.items()}

    def cell(value: Any, *rest: Any) -> str:
        return made.get(value, NOTHING)

    return cell
