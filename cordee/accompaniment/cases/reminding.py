"""Reminding a structure of what its dossier waits for from it: whatever the rooms ask, one letter, once a day at most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.next_step import NextStep, said_when, steps_of
from cordee.accompaniment.cases.policies import may_change
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.formats import in_paris, joined
from cordee.core.models import Event
from cordee.core.recipients import Address, members_of
from cordee.core.registry import Registry

CODE = "cases.case.reminded"
AS_DLA = frozenset({"operator"})
NOTHING = Refusal("nothing", "Ce dossier n'attend rien de la structure aujourd'hui : il n'y a rien à lui rappeler.")
TODAY = Refusal("today", "La structure a déjà reçu aujourd'hui un courriel à ce sujet : un par jour suffit. Vous pouvez l'appeler.")

#: what a room notes once a structure was written to about a dossier
reminded_of: Registry[Callable[[Case, int, date], None]] = Registry("suite d'une relance")


class Owing(NamedTuple):
    """What one structure owes in a dossier, and who would read it."""

    organisation: int
    name: str
    steps: list[NextStep]
    today: bool  # it was written to today about all of it
    addresses: list[Address]

    @property
    def lines(self) -> list[str]:
        day = today()
        return [f"{step.act}{said_when(step.due, day) if step.due else ''}" for step in self.steps]


def owing(case: Case, actor: Actor) -> list[Owing]:
    """By structure, in the order in which the dossier asks. What it was asked or reminded of today waits for tomorrow."""
    asked: dict[int, list[NextStep]] = {}
    for _, step in steps_of(case, actor, AS_DLA):
        if step.owed_by == "structure" and step.of:
            asked.setdefault(step.of, []).append(step)
    told = told_today(case) if asked else set()
    day = today()
    found = []
    for organisation, steps in asked.items():
        fresh = [] if organisation in told else [step for step in steps if step.told_on != day]
        addresses = list(members_of(organisation)) if fresh else []
        found.append(Owing(organisation, steps[0].who, fresh or steps, not fresh, addresses))
    return found


def told_today(case: Case) -> set[int]:
    rows = Event.objects.for_system("of a dossier that the actor may see").filter(thread=case.thread_id, code=CODE).order_by("-id")[:20]
    return {event.data["of"] for event in rows if in_paris(event.at).date() == today()}


def refusal_of(found: Sequence[Owing]) -> Refusal | None:
    """Why nobody of this dossier is to be written to now."""
    waiting = [one for one in found if not one.today]
    if not found or not waiting:
        return TODAY if found else NOTHING
    if any(one.addresses for one in waiting):
        return None
    return Refusal("nobody", f"{without_access(waiting)} : invitez sa direction depuis la fiche, ou appelez-la.")


def without_access(waiting: Iterable[Owing]) -> str:
    return f"Personne n'a d'accès pour {joined([f'« {one.name} »' for one in waiting if not one.addresses])}"


def foreseen(cases: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    """What a reminder will do of each of these dossiers."""
    return {case.pk: _foreseen(case, actor) for case in cases}


def _foreseen(case: Case, actor: Actor) -> str | Refusal:
    if refusal := may_change(actor, case):
        return refusal
    found = owing(case, actor)
    if refusal := refusal_of(found):
        return refusal
    return told_to(found)


def told_to(found: Sequence[Owing]) -> str:
    """What each structure will read."""
    return " · ".join(f"{one.name} : {' ; '.join(one.lines)}" for one in found if one.addresses and not one.today)
