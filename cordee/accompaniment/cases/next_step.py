"""What a dossier waits for: one sentence, who owes it, by when. Each room says its own part; the page fills the first and lists the rest.

A source reads through `reads`, all sources in one query, and answers through `steps`. A party meets another's deadline, never its
lateness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.formats import date_long
from cordee.core.panels import Reads, Rows, read_by_all, reads_nothing
from cordee.core.registry import Registry

#: who owes a step, by capacity: as the DLA says it, and as the others do
OWERS = {"operator": "le DLA", "structure": "la structure", "network": "le réseau", "provider": "le prestataire", "funder": "le financeur"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """« Valider le diagnostic partagé », owed by a capacity or by a named organisation, on a day if there is one."""

    act: str
    owed_by: str  # capacity
    due: date | None = None
    who: str = ""  # the name of whoever owes it, where several share the capacity…
    of: int = 0  # … and its organisation: the others of this capacity owe nothing
    url: str = ""
    button: str = ""
    told_on: date | None = None  # the last day on which whoever owes it was written to about it


@dataclass(frozen=True, slots=True)
class Said:
    """A step as one reader reads it."""

    sentence: str
    detail: str
    url: str
    button: str
    mine: bool
    of_structure: bool  # a structure owes it: it can be reminded


Steps = Callable[[Case, Actor, frozenset[str], Rows], list[NextStep]]


@dataclass(frozen=True, slots=True)
class Source:
    code: str
    steps: Steps
    reads: Callable[[Case, Actor, frozenset[str]], Reads] = reads_nothing
    order: int = 50  # what is nearer the reader's day comes first; the state of the dossier itself is last


sources: Registry[Source] = Registry("prochaine étape")


def declare(source: Source) -> Source:
    return sources.add(source.code, source)


def steps_of(case: Case, actor: Actor, capacities: frozenset[str]) -> list[tuple[Source, NextStep]]:
    """All that is owed in a dossier, by source."""
    asked = sorted(sources, key=lambda source: source.order)
    found = read_by_all(asked, case, actor, capacities, "state", "taken_over")
    return [(source, step) for source in asked for step in source.steps(case, actor, capacities, found[source.code])]


def next_steps(case: Case, actor: Actor, capacities: frozenset[str]) -> list[Said]:
    """What this reader owes first, then what the others do; in each, by source and by day."""
    told: list[tuple[Any, Said]] = []
    day = today()
    for source, step in steps_of(case, actor, capacities):
        said = as_read(step, actor, capacities, day)
        told.append(((not said.mine, source.order, step.due or date.max), said))
    return [said for _, said in sorted(told, key=lambda pair: pair[0])]


def as_read(step: NextStep, actor: Actor, capacities: frozenset[str], day: date) -> Said:
    mine = step.owed_by in capacities and step.of in (0, actor.organisation_id)
    who = "vous" if mine else step.who or OWERS[step.owed_by]
    hidden = step.due is not None and step.due < day and not (mine or "operator" in capacities)
    when = "" if step.due is None or hidden else said_when(step.due, day)
    detail = f"À faire par {who}{when}."
    opens = mine or "operator" in capacities  # the DLA writes down what it was told
    return Said(step.act, detail, step.url if opens else "", step.button if opens else "", mine, step.owed_by == "structure")


def said_when(due: date, day: date) -> str:
    return f", au plus tard le {date_long(due)}" if due >= day else f", attendu depuis le {date_long(due)}"
