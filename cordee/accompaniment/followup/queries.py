"""Reads of follow-up: who sees which note, step and piece; what is owed; what was given before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup.models import Demand, Note, Piece, PieceFile, PieceKind, Step
from cordee.actors.partners.queries import by_operator_or_part
from cordee.core.access import Actor, threads_of
from cordee.core.models import HouseQuerySet, ReadLog

Rows = TypeVar("Rows", bound=HouseQuerySet)

#: who reads what is not internal
PARTIES = frozenset({"structure", "network"})
AS_DLA = frozenset({"operator"})


def _as(actor: Actor, *capacities: str) -> Q:
    return Q(thread_id__in=threads_of(actor, frozenset(capacities)))


def _seen(rows: Rows, actor: Actor, *told: Callable[[], Q]) -> Rows:
    """The DLA by its territory or as a substitute; the others by what is told to them, wherever their own reach would go."""
    branches = (lambda: _as(actor, *AS_DLA), *told)
    beyond = actor.zones is None and actor.capacity != "operator"
    return rows.among(*(branch() for branch in branches)) if beyond else by_operator_or_part(rows, actor, *branches)


def notes_seen(rows: Rows, actor: Actor) -> Rows:
    """The DLA reads all of them, former revisions too; the parties the last word of those that are not internal."""
    return _seen(rows, actor, lambda: Q(internal=False, revised_by__isnull=True) & _as(actor, *PARTIES))


def steps_seen(rows: Rows, actor: Actor) -> Rows:
    """A structure does not read what another one owes."""
    own = Q(organisation=None) | Q(organisation_id=actor.organisation_id)
    common = Q(organisation=None)
    return _seen(rows, actor, lambda: Q(internal=False) & ((own & _as(actor, "structure")) | (common & _as(actor, "network"))))


def pieces_seen(rows: Rows, actor: Actor) -> Rows:
    """The DLA, the structure that owes them, and a network that contributes, without the accounts."""
    own = Q(organisation_id=actor.organisation_id)
    return _seen(rows, actor, lambda: own & _as(actor, "structure"), lambda: Q(closed=False) & _as(actor, "network"))


# -- notes and steps --------------------------------------------------------------------------------------------------------------
def notes_of(case: Case, actor: Actor) -> QuerySet[Any]:
    """The last revision of each, latest first."""
    rows = Note.objects.visible_to(actor).filter(case=case, revised_by__isnull=True)
    return rows.select_related("author__user__person", "author__organisation", "mail", "revises").order_by("-held_on", "-id")


def former_revisions(note: Note) -> list[Note]:
    found: list[Note] = []
    former = note.revises
    while former:
        found.append(former)
        former = former.revises
    return found


def planned_steps(case: Case, actor: Actor) -> QuerySet[Any]:
    rows = Step.objects.visible_to(actor).filter(case=case, state=Step.State.PLANNED)
    return rows.select_related("organisation").order_by("due", "id")


def next_contact(case: Case) -> Step | None:
    rows = Step.objects.for_system("of a dossier that the actor may see").filter(case=case, contact=True, state=Step.State.PLANNED)
    found: Step | None = rows.first()
    return found


def noted(case: Case, operation: Any) -> Note | None:
    rows = Note.objects.for_system("the same operation, asked again").filter(case=case, operation=operation)
    found: Note | None = rows.first() if operation else None
    return found


# -- pieces ---------------------------------------------------------------------------------------------------------------------
def kinds_on(day: Any) -> QuerySet[Any]:
    """The pieces that the model list proposes on a day."""
    rows = PieceKind.objects.for_system("an open list").filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    )
    return rows.order_by("position", "id")


def kinds_asked(case: Case) -> set[int]:
    """What the model list proposes and this dossier already asked for, unless it was set aside."""
    rows = Piece.objects.for_system("of a dossier that the actor may see").filter(case=case, kind__isnull=False)
    return set(rows.exclude(state=Piece.State.WAIVED).order_by("id").values_list("kind_id", flat=True))


def kinds_asked_in(cases: Iterable[Case]) -> dict[tuple[int, int], set[int]]:
    """(dossier, structure) → the same, of several dossiers in one query."""
    rows = Piece.objects.for_system("of dossiers that the actor may see").filter(case__in=list(cases)).exclude(state=Piece.State.WAIVED)
    found: dict[tuple[int, int], set[int]] = {}
    for case, organisation, kind in rows.order_by("id").values_list("case_id", "organisation_id", "kind_id"):
        found.setdefault((case, organisation), set()).add(kind or 0)
    return found


def pieces_of(case: Case, actor: Actor) -> QuerySet[Any]:
    rows = Piece.objects.visible_to(actor).filter(case=case)
    return rows.select_related("demand", "organisation", "kind", "case").order_by("-demand__asked_on", "demand_id", "id")


def papers_of(pieces: list[Piece]) -> dict[int, list[PieceFile]]:
    rows = PieceFile.objects.for_system("of pieces that the actor may see").filter(piece__in=pieces)
    found: dict[int, list[PieceFile]] = {}
    for paper in rows.select_related("file").order_by("id"):
        found.setdefault(paper.piece_id, []).append(paper)
    return found


def given_before(pieces: list[Piece], actor: Actor) -> dict[int, Piece]:
    """Piece still owed → the same paper, accepted for another dossier of the same structure that the actor reads; the latest one."""
    wanted = {(p.organisation_id, p.kind_id): p for p in pieces if p.state in Piece.OWED and p.kind_id}
    if not wanted:
        return {}
    rows = Piece.objects.visible_to(actor).filter(
        organisation__in={o for o, _ in wanted}, kind__in={k for _, k in wanted}, state=Piece.State.ACCEPTED
    )
    found: dict[int, Piece] = {}
    for earlier in rows.select_related("case").order_by("given_on", "id"):
        owed = wanted.get((earlier.organisation_id, earlier.kind_id))
        if owed and earlier.case_id != owed.case_id and earlier.closed <= owed.closed:
            found[owed.pk] = earlier
    return found


def demands_to_remind(before: Any) -> QuerySet[Any]:
    """Demands whose date is near or past, in which a piece is still owed, of dossiers that go on."""
    owed = Piece.objects.for_system("reminders").filter(demand=OuterRef("pk"), state__in=Piece.OWED)
    rows = Demand.objects.for_system("reminders").filter(Exists(owed.order_by()), due__lte=before).exclude(case__state__in=Case.OVER)
    return rows.order_by("id")


def readers_of(papers: list[PieceFile]) -> list[ReadLog]:
    """Who opened the files of the accounts, latest first."""
    rows = ReadLog.objects.for_system("shown to those who own or keep these papers").filter(
        subject_kind=PieceFile._meta.label_lower, subject_id__in=[paper.pk for paper in papers]
    )
    return list(rows.order_by("-id")[:50])


# -- whose dossier it is ------------------------------------------------------------------------------------------------------------
