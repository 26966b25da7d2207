"""Who notes, plans, asks for pieces, gives and judges them."""

from __future__ import annotations

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.policies import is_accompanied, may_conduct
from cordee.accompaniment.followup.models import Note, Piece, Step
from cordee.core.access import Actor, Refusal

OVER = Refusal("over", "Ce dossier est clos : vous pouvez y noter un contact d'appui, rien d'autre.")
STOPPED = Refusal("stopped", "Ce dossier s'est arrêté : il reste lisible et ne change plus.")
CASE_OVER = Refusal("over", "Ce dossier est fini : rien n'y est plus demandé.")

NOTHING = Refusal("nothing", "Choisissez au moins une pièce à demander.")


def may_note(actor: Actor, case: Case, kind: str = "") -> Refusal | None:
    """The DLA of the dossier; once it is closed, a support contact only."""
    if refusal := may_conduct(actor, case):
        return refusal
    if case.state in (Case.State.ABANDONED, Case.State.REORIENTED):
        return STOPPED
    return OVER if case.state == Case.State.CLOSED and kind not in ("", Note.Kind.SUPPORT) else None


def may_ask(actor: Actor, case: Case) -> Refusal | None:
    return may_conduct(actor, case) or (CASE_OVER if case.is_over else None)


def may_plan(actor: Actor, step: Step) -> Refusal | None:
    return may_note(actor, step.case)


def may_finish(actor: Actor, step: Step) -> Refusal | None:
    """Whoever owes it, or the DLA that follows it."""
    if step.organisation_id is not None and step.organisation_id == actor.organisation_id and is_accompanied(actor, step.case):
        return None
    return may_conduct(actor, step.case)


def may_drop(actor: Actor, step: Step) -> Refusal | None:
    return may_conduct(actor, step.case)


def may_open(actor: Actor, piece: Piece) -> Refusal | None:
    return may_ask(actor, piece.case)


def may_give(actor: Actor, piece: Piece) -> Refusal | None:
    """The structure that owes the piece; the DLA for a paper that was brought or sent to it."""
    if piece.case.is_over:
        return CASE_OVER
    if actor.organisation_id == piece.organisation_id and is_accompanied(actor, piece.case):
        return None
    return may_conduct(actor, piece.case)


def may_judge(actor: Actor, piece: Piece) -> Refusal | None:
    return may_conduct(actor, piece.case) or (CASE_OVER if piece.case.is_over else None)
