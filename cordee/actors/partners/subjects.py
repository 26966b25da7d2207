"""What later rooms put on an agenda: the dossiers that may be, and what a committee reads of them. Never their accounts.

The room that owns a kind of thread declares one subject; a point of the agenda holds its thread, and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cordee.actors.partners.models import Meeting
from cordee.core.access import Actor
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier that may be put on an agenda. `organisation_id`: the one it concerns, when there is one alone."""

    thread_id: int
    title: str
    detail: str
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the members read. `address`: its page, for those who may open it."""

    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    address: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str  # of its threads
    candidates: Callable[[Actor, Meeting], list[Candidate]]
    summaries: Callable[[Sequence[int], Actor | None], dict[int, Summary]]


subjects: Registry[Subject] = Registry("sujet d'ordre du jour")


def candidates_for(actor: Actor, meeting: Meeting) -> list[Candidate]:
    return [one for subject in subjects for one in subject.candidates(actor, meeting)]


def summaries_of(threads: Sequence[int], actor: Actor | None) -> dict[int, Summary]:
    """By thread; for a member without an account, `actor` is None and no page is named."""
    found: dict[int, Summary] = {}
    for subject in subjects if threads else ():
        found |= subject.summaries(threads, actor)
    return found
