"""Reading an answer: was it given, is it a number, which blocks has a repeated section."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from cordee.tools.surveys.definition.schema import SPECIAL, Section

Answers: TypeAlias = Mapping[str, Any]
ALONE = {"v", "s"}  # the answer itself, with nothing beside it
DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,10})?")


def decimal_of(value: Any) -> Decimal | None:
    """A number as it is kept, « 1234.5 »; anything else is None."""
    text = str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    return Decimal(text) if DECIMAL.fullmatch(text) else None


def is_blank(value: Any) -> bool:
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def value_of(answer: Any) -> Any:
    """What counts: what was observed first; None for « sans objet » and the like, and for what was not answered."""
    if not isinstance(answer, Mapping) or answer.get("s"):
        return None
    return next((answer[name] for name in ("observed", "v") if not is_blank(answer.get(name))), None)


def is_left(answer: Any) -> bool:
    """Neither a value nor one of the three answers without value: the question waits."""
    return not isinstance(answer, Mapping) or (answer.get("s") not in list(SPECIAL) and value_of(answer) is None)


def rows_of(section: Section, answers: Answers) -> list[Answers]:
    """The blocks of a repeated section, whatever was sent in their place."""
    held = answers.get(section.code)
    rows = held.get("rows") if isinstance(held, Mapping) else None
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list) else []
