"""What both sides validate at a step, and who still has to. The dossier keeps these yes; the room that holds what is validated says where
each is given and what lacks before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cordee.accompaniment.cases.models import Beneficiary, Case, Validation
from cordee.accompaniment.cases.next_step import NextStep
from cordee.core.access import Actor
from cordee.core.panels import Reads, Rows
from cordee.core.registry import Registry

#: state → what its two sides validate
VALIDATES = {Case.State.DIAGNOSING: Validation.What.DIAGNOSIS, Case.State.SHARED: Validation.What.PLAN}
READ_AND_SAY = "Lire et valider"


@dataclass(frozen=True, slots=True)
class Validated:
    """`page`: where this reader gives its yes, empty where there is nothing to read yet. `steps`: what is still owed, read through `reads`;
    the rows bear besides `structures`, those of the dossier."""

    what: str
    page: Callable[[Case, Actor], str]
    reads: Callable[[Case, Actor], Reads]
    steps: Callable[[Case, Actor, Rows, date | None], list[NextStep]]


validated: Registry[Validated] = Registry("ce que les deux côtés valident")


def declare(one: Validated) -> Validated:
    return validated.add(one.what, one)


def asked_of(case: Case) -> Validated | None:
    what = VALIDATES.get(Case.State(case.state))
    return validated[what.value] if what and not case.taken_over else None


def still_owed(
    act: str, structures: Iterable[Beneficiary], said: set[tuple[str, int]], url: str, due: date | None = None
) -> list[NextStep]:
    """The yes of each structure, and that of the DLA, which nobody has given yet."""
    more: Any = {"url": url, "button": READ_AND_SAY}
    found = [
        NextStep(act, "structure", due, who=b.organisation.name, of=b.organisation_id, **more)
        for b in structures
        if ("structure", b.organisation_id) not in said
    ]
    return found if any(side == "operator" for side, _ in said) else [*found, NextStep(act, "operator", due, **more)]


def page_of(case: Case, actor: Actor) -> str:
    one = asked_of(case)
    return (one.page(case, actor) if one else "") or case.get_absolute_url()
