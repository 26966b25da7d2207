"""What a dossier waits for, as follow-up knows it: pieces to send, to complete, to read; steps and contacts whose day comes."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from cordee.accompaniment.cases import next_step
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.next_step import NextStep
from cordee.accompaniment.followup.models import Piece, Step
from cordee.accompaniment.followup.parameters import CONTACT_SOON
from cordee.accompaniment.followup.presentation import urls_of
from cordee.core.access import Actor
from cordee.core.formats import counted
from cordee.core.models.bases import TODAY
from cordee.core.panels import Reads, Rows
from cordee.core.parameters import param

WAITED = (*Piece.OWED, Piece.State.RECEIVED)


def reads(case: Case, actor: Actor, capacities: frozenset[str]) -> Reads:
    soon = Step.objects.visible_to(actor).filter(case=case, state=Step.State.PLANNED, due__lte=TODAY + timedelta(days=param(CONTACT_SOON)))
    pieces = Piece.objects.visible_to(actor).filter(case=case, state__in=WAITED)
    return {
        "steps": soon.select_related("organisation").order_by("due", "id"),
        "pieces": pieces.select_related("demand", "organisation").order_by("id"),
    }


def steps(case: Case, actor: Actor, capacities: frozenset[str], rows: Rows) -> list[NextStep]:
    if case.is_over:
        return []
    return [*_pieces(case, rows["pieces"]), *(_planned(case, step) for step in rows["steps"])]


def _planned(case: Case, step: Step) -> NextStep:
    url, owner = urls_of(case, "followup")["followup"], step.organisation
    if owner is None:
        return NextStep(step.what, "operator", step.due, url=url, button="Ouvrir le suivi")
    return NextStep(step.what, "structure", step.due, who=owner.name, of=owner.pk, url=url, button="Ouvrir le suivi")


def _pieces(case: Case, pieces: list[Piece]) -> list[NextStep]:
    """One step for each structure that owes some, one for the DLA that has some to read."""
    url = urls_of(case, "pieces")["pieces"]
    owed: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.state in Piece.OWED:
            owed[piece.organisation_id].append(piece)
    found = [
        NextStep(
            f"Envoyer {counted(len(of), 'pièce')}",
            "structure",
            min(p.demand.due for p in of),
            who=of[0].organisation.name,
            of=of[0].organisation_id,
            url=url,
            button="Ouvrir les pièces",
            told_on=min(p.demand.reminded_on or p.demand.asked_on for p in of),
        )
        for of in owed.values()
    ]
    received = sum(piece.state == Piece.State.RECEIVED for piece in pieces)
    if received:
        label = f"Relire {counted(received, 'pièce reçue', 'pièces reçues')}"
        found.append(NextStep(label, "operator", url=url, button="Ouvrir les pièces"))
    return found


next_step.declare(next_step.Source("followup.owed", steps, reads, order=40))
