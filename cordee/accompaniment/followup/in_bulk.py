"""What follow-up brings to the list of dossiers: pieces asked of many at once, their papers in the archive, what a reminder marks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from cordee.accompaniment.cases import gathering, queries, reminding
from cordee.accompaniment.cases.in_bulk import conducts
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import actions, policies
from cordee.accompaniment.followup.forms import PiecesForm
from cordee.accompaniment.followup.models import Demand, Piece, PieceFile
from cordee.accompaniment.followup.queries import kinds_asked_in
from cordee.core.access import Actor, Refusal
from cordee.core.formats import counted
from cordee.core.lists.declare import Act, act_on


def ask(case: Case, *, actor: Actor, operation: uuid.UUID, **asked: Any) -> str:
    return actions.ask_missing(actor=actor, case=case, operation=operation, **asked)


def foreseen(cases: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    """What each structure was asked already: the act asks for the rest."""
    asked = kinds_asked_in(cases)
    return {case.pk: _foreseen(case, actor, asked) for case in cases}


def _foreseen(case: Case, actor: Actor, asked: dict[tuple[int, int], set[int]]) -> str | Refusal:
    if refusal := policies.may_ask(actor, case):
        return refusal
    known = [(one.organisation, len(asked.get((case.pk, one.organisation_id), ()))) for one in queries.accompanied(case)]
    said = {structure.name: counted(n, "pièce déjà demandée", "pièces déjà demandées") for structure, n in known if n}
    return " · ".join(f"{structure.name} : {said.get(structure.name, 'aucune pièce demandée')}" for structure, _ in known)


def papers(cases: Sequence[Case], actor: Actor) -> Iterable[gathering.Paper]:
    """The papers given for the pieces that this reader sees. To take those of the accounts is to read them: it is kept."""
    seen = Piece.objects.visible_to(actor).filter(case__in=cases).order_by().values("pk")
    rows = PieceFile.objects.for_system("narrowed to the pieces that the actor sees").filter(piece__in=seen)
    for paper in rows.select_related("file", "piece").order_by("id"):
        file, piece = paper.file, paper.piece
        read = paper if piece.closed else None
        yield gathering.Paper(piece.case_id, f"{piece.label} - {file.name}", file.sha256, file.size, read, "accounts")


def reminded(case: Case, organisation: int, on: date) -> None:
    """The calendar counts from a reminder made by hand too."""
    owed = Piece.objects.for_system("the dossier is held").filter(demand=OuterRef("pk"), state__in=Piece.OWED)
    rows = Demand.objects.for_system("the dossier is held").filter(Exists(owed.order_by()), case=case, organisation=organisation)
    rows.update(reminded_on=on)


gathering.papers.add("followup.pieces", papers)
reminding.reminded_of.add("followup.pieces", reminded)
act_on(
    "cases.cases",
    Act(
        "pieces", "Demander des pièces", do=ask, form=PiecesForm, foresee=foreseen, keyed=True, who=conducts, order=20,
        warning="Chaque structure reçoit un courriel, puis des rappels jusqu'à l'envoi. Rien n'est demandé deux fois.",
    ),
)  # fmt: skip
