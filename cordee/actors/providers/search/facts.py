"""What is known of a provider's work: later rooms declare their sources, this one reads them for the few rows shown, and says them.

declare(FactSource("missions.followed", Kind.MISSION, "missions suivies dans Cordée", read))

`read(question, ids)` answers {provider id: Fact} for a batch. A kind that no source knows is not spoken of: never a zero, never a
generated number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.registry import Registry

#: a mean is shown from this many marks on
ENOUGH_MARKS = 3
NOTHING_FOLLOWED = "aucune mission suivie dans Cordée"


class Kind(StrEnum):
    MISSION = "mission"  # `count` missions (on the theme, when one is asked for), the last one on `last_on`
    MARK = "mark"  # `count` marks out of five and their `mean`
    SOLICITATION = "solicitation"  # `count` since the quarter began; `last_on`, the last one ever
    OTHER = "other"  # a sentence: `said`


@dataclass(frozen=True, slots=True)
class Question:
    """For whom facts are read, and about what. A source keeps to what this actor may read."""

    actor: Actor
    theme: int | None = None
    day: date = field(default_factory=timezone.localdate)

    @property
    def quarter(self) -> date:
        """The first day of the civil quarter."""
        return self.day.replace(month=(self.day.month - 1) // 3 * 3 + 1, day=1)


@dataclass(frozen=True, slots=True)
class Fact:
    count: int = 0
    last_on: date | None = None
    mean: Decimal | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class FactSource:
    code: str
    kind: Kind
    source: str  # who says so: « missions suivies dans Cordée »
    read: Callable[[Question, Sequence[int]], Mapping[int, Fact]]


sources: Registry[FactSource] = Registry("faits sur un prestataire")


def declare(source: FactSource) -> FactSource:
    return sources.add(source.code, source)


@dataclass(frozen=True, slots=True)
class Known:
    """What all sources say of one provider. None: no source knows of this."""

    missions: int | None = None
    last_mission: date | None = None
    marks: int | None = None
    mean: Decimal | None = None  # whatever the number of marks: `shown_mean` is what people read
    solicited: int | None = None
    last_solicited: date | None = None
    others: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def shown_mean(self) -> Decimal | None:
        return self.mean if self.marks is not None and self.marks >= ENOUGH_MARKS else None


NOTHING = Known()


def known_of(question: Question, ids: Sequence[int]) -> dict[int, Known]:
    """Each source is asked once for the whole batch."""
    told: dict[int, list[tuple[FactSource, Fact]]] = {pk: [] for pk in ids}
    for source in sources:
        facts = source.read(question, ids) if ids else {}
        for pk in ids:
            told[pk].append((source, facts.get(pk, Fact())))
    return {pk: _gathered(facts) for pk, facts in told.items()}


def _gathered(facts: Sequence[tuple[FactSource, Fact]]) -> Known:
    of: dict[Kind, list[Fact]] = {}
    for source, fact in facts:
        of.setdefault(source.kind, []).append(fact)
    marked = [fact for fact in of.get(Kind.MARK, ()) if fact.count and fact.mean is not None]
    marks = sum(fact.count for fact in marked)
    total = sum((fact.mean * fact.count for fact in marked if fact.mean is not None), Decimal(0))
    return Known(
        missions=_count(of, Kind.MISSION),
        last_mission=_last(of.get(Kind.MISSION, ())),
        marks=marks if Kind.MARK in of else None,
        mean=total / marks if marks else None,
        solicited=_count(of, Kind.SOLICITATION),
        last_solicited=_last(of.get(Kind.SOLICITATION, ())),
        others=tuple(fact.said for fact in of.get(Kind.OTHER, ()) if fact.said),
        sources=tuple(dict.fromkeys(source.source for source, fact in facts if fact != Fact())),
    )


def _count(of: Mapping[Kind, Sequence[Fact]], kind: Kind) -> int | None:
    return sum(fact.count for fact in of[kind]) if kind in of else None


def _last(facts: Iterable[Fact]) -> date | None:
    return max((fact.last_on for fact in facts if fact.last_on), default=None)


# -- in words ---------------------------------------------------------------------------------------------------------------
def sentences(known: Known, question: Question) -> list[str]:
    """« 4 missions sur ce thème », « note moyenne 4,6 (5 avis) », « sollicité 2 fois ce trimestre »."""
    said = [_missions(known, question), _marks(known), *known.others, rotation(known, question.day)]
    return [part for part in said if part]


def _missions(known: Known, question: Question) -> str:
    if not known.missions:
        return "aucune mission suivie sur ce thème" if question.theme and known.missions == 0 else NOTHING_FOLLOWED
    number = formats.counted(known.missions, "mission")
    return f"{number} sur ce thème" if question.theme else f"{number} dans Cordée"


def _marks(known: Known) -> str:
    if not known.marks:
        return ""
    number = formats.counted(known.marks, "avis", "avis")
    if known.shown_mean is None:
        return f"{number}, la moyenne se lit à partir de {ENOUGH_MARKS}"
    return f"note moyenne {formats.number(known.shown_mean, 1)} ({number})"


def rotation(known: Known, day: date) -> str:
    """Who has not been called on lately: said to whoever chooses, so that the same ones are not always asked."""
    if known.solicited is None:
        return ""
    if known.solicited:
        return f"sollicité {known.solicited} fois ce trimestre"
    if known.last_solicited is None:
        return "jamais sollicité"
    months = (day.year - known.last_solicited.year) * 12 + day.month - known.last_solicited.month
    months -= day.day < known.last_solicited.day
    return f"pas sollicité depuis {months} mois" if months > 0 else "pas sollicité ce trimestre"
