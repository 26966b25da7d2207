"""The opening of a platform, step by step; and what people put aside for good.

Rooms declare their steps. What a step has already is derived by query, so that it cannot lie; « passée » alone is stored. All steps
together cost one query: each gives the rows of what exists, under the name `what`, and the engine unites them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.models import SetAside
from cordee.core.registry import Registry

#: whoever opens the platform
OPENERS = frozenset({"admin"})
OPENING = "opening"
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step: why it is worth doing, its button, its screen. A step whose screen does not exist yet is not shown."""

    code: str
    title: str
    why: str
    act: str  # the button: a verb and its object
    url_name: str
    rows: Callable[[Actor], QuerySet[Any]]  # what is there already, under `what`
    order: int

    @property
    def url(self) -> str:
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a step stands: what is there already, or put aside."""

    step: Step
    facts: tuple[str, ...]
    more: bool
    is_set_aside: bool

    @property
    def is_done(self) -> bool:
        return bool(self.facts)

    @property
    def is_owed(self) -> bool:
        return not self.is_done and not self.is_set_aside


@dataclass(frozen=True, slots=True)
class Progress:
    standings: tuple[Standing, ...]
    is_over: bool

    @property
    def done(self) -> int:
        return sum(s.is_done for s in self.standings)

    @property
    def total(self) -> int:
        return len(self.standings)

    @property
    def sentence(self) -> str:
        """« 2 étapes faites sur 7 »."""
        return f"{self.done} étape{'s' if self.done > 1 else ''} faite{'s' if self.done > 1 else ''} sur {self.total}"

    @property
    def following(self) -> Standing | None:
        return next((s for s in self.standings if s.is_owed), None)

    @property
    def is_finished(self) -> bool:
        return self.following is None


steps: Registry[Step] = Registry("étape d'ouverture")


def declare(step: Step) -> Step:
    return steps.add(step.code, step)


def _facts(step: Step, actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = step.rows(actor).annotate(c_what=Cast(F("what"), TextField()), c_step=Value(step.code, output_field=CharField()))
    few: QuerySet[Any] = rows.order_by("c_what").values_list("c_step", "c_what")[: SHOWN + 1]
    return few


def progress(actor: Actor, aside: frozenset[str]) -> Progress:
    """Where the opening stands: one query, whatever the number of steps."""
    shown = sorted((step for step in steps if step.url), key=lambda step: step.order)
    found: dict[str, list[str]] = {}
    if shown:
        parts = [_facts(step, actor) for step in shown]
        for code, what in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
            found.setdefault(code, []).append(what)
    standings = [
        Standing(
            step, tuple(sorted(found.get(step.code, ()))[:SHOWN]), len(found.get(step.code, ())) > SHOWN, f"{OPENING}.{step.code}" in aside
        )
        for step in shown
    ]
    return Progress(tuple(standings), OPENING in aside)


# -- what is put aside ------------------------------------------------------------------------------------------------------
def set_aside_by(actor: Actor) -> frozenset[str]:
    """The codes that this person, or the house, put aside: one query a page."""
    rows = SetAside.objects.for_system("one's own choices, and the house's").filter(Q(user_id=None) | Q(user_id=actor.user_id))
    return frozenset(rows.order_by("code").values_list("code", flat=True))


def may_open(actor: Actor) -> Refusal | None:
    if actor.profile in OPENERS:
        return None
    return Refusal("profile", "L'ouverture de la plateforme appartient à son administration.")


def put_aside(*, actor: Actor, code: str, for_everyone: bool = False) -> None:
    """Asked twice, it is put aside once."""
    if for_everyone and (refusal := may_open(actor)):
        raise Refused(refusal)
    whose = None if for_everyone else actor.user_id
    SetAside.objects.for_system("one's own choice, or the house's").get_or_create(
        code=code, user_id=whose, defaults={"by_label": actor.label}
    )


def take_up(*, actor: Actor, code: str) -> None:
    """What the house had put aside comes back."""
    if refusal := may_open(actor):
        raise Refused(refusal)
    SetAside.objects.for_system("the house's choice").filter(code=code, user_id=None).delete()
