"""The workshops of a year: written together, because their shares total 100 % or are unknown as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from cordee.actors.directory.models import Workshop, YearFigures
from cordee.core import formats
from cordee.core.access import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One workshop as it is typed or told."""

    name: str
    turnover_share: Decimal | None = None
    demand: str = ""


def share_refusal(lines: Sequence[Line]) -> Refusal | None:
    """The same rule as the database's, in words, before it is asked."""
    names = [line.name.casefold() for line in lines]
    if len(set(names)) < len(names):
        return Refusal("twice", "Deux ateliers portent le même nom : gardez-en un seul. Votre saisie est conservée.")
    known = [line.turnover_share for line in lines if line.turnover_share is not None]
    total = sum(known, Decimal(0))
    if not known or (len(known) == len(lines) and total == 100):
        return None
    if len(known) < len(lines) and total == 100:
        missing = next(line.name for line in lines if line.turnover_share is None)
        return Refusal("total", f"Les autres ateliers font déjà 100 % : écrivez 0 pour « {missing} ». Votre saisie est conservée.")
    return Refusal(
        "total",
        f"Les parts des ateliers font {formats.number(total)} %, elles doivent faire 100 %, ou rester toutes vides. "
        "Votre saisie est conservée.",
    )


def lines_of(figures: YearFigures) -> list[Line]:
    return [Line(w.name, w.turnover_share, w.demand) for w in figures.workshops.order_by("id")]


def workshops_differ(figures: YearFigures, lines: Sequence[Line]) -> bool:
    return lines_of(figures) != list(lines)


def keep_workshops(figures: YearFigures, lines: Sequence[Line]) -> None:
    """The year's workshops become these lines: a name that stays keeps its row, hence its history."""
    if refusal := share_refusal(lines):
        raise Refused(refusal)
    rows = {workshop.name: workshop for workshop in figures.workshops.order_by("id")}
    gone = rows.keys() - {line.name for line in lines}
    figures.workshops.filter(name__in=gone).delete()
    for line in lines:
        workshop = rows.get(line.name) or Workshop(figures=figures)
        for name, value in asdict(line).items():
            setattr(workshop, name, value)
        workshop.full_clean()
        workshop.save()
