"""Asking for a set of pieces in one act, giving them, taking up what an earlier dossier already holds."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.files import File as Upload

from cordee.accompaniment.cases import queries as cases
from cordee.accompaniment.cases.actions.common import key_of
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import letters, policies, queries
from cordee.accompaniment.followup.actions.common import holding
from cordee.accompaniment.followup.actions.notes import OUTSIDE
from cordee.accompaniment.followup.models import Demand, Piece, PieceFile, PieceKind
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.files.actions import join_file
from cordee.core.journal import record
from cordee.core.lifecycle import advance, lock, refusal_of, start
from cordee.core.models import Event
from cordee.core.recipients import members_of
from cordee.core.verbs import allow, writing

ALL_ASKED = Refusal("asked", "Tout ce qui est choisi est déjà demandé ou reçu dans ce dossier : il n'y a rien à demander de plus.")
NONE_BEFORE = Refusal("before", "Aucune pièce acceptée dans un autre dossier ne peut être reprise ici : envoyez-la.")


def ask(
    *, actor: Actor, case: Case, organisation: Organisation, kinds: Sequence[PieceKind], others: Sequence[str] = (), due: date,
    message: str = "", operation: uuid.UUID | None = None,
) -> Demand:  # fmt: skip
    """One demand, one letter; a piece that is already awaited is not asked twice."""
    allow(policies.may_ask(actor, case))
    allow(None if kinds or others else policies.NOTHING)
    with holding(actor, case, "followup.demand.ask", Demand) as held:
        first = Demand.objects.for_system("the same operation, asked again").filter(case=held, operation=operation).first()
        if operation and first:
            return first  # type: ignore[no-any-return]
        allow(policies.may_ask(actor, held))
        allow(None if any(b.organisation_id == organisation.pk for b in cases.accompanied(held)) else OUTSIDE)
        allow(_awaited(held, organisation, kinds))
        place = {"case": held, "thread_id": held.thread_id, "zone": held.zone, "organisation": organisation}
        demand = Demand(due=due, message=message, asked_on=today(), operation=operation, **place)
        demand.full_clean(exclude=["thread"])
        demand.save(force_insert=True)
        named: list[tuple[PieceKind | None, str]] = [(kind, kind.label) for kind in kinds]
        named += [(None, label) for label in dict.fromkeys(others)]
        pieces = [_open(actor, Piece(demand=demand, kind=kind, label=label, **place)) for kind, label in named]
        data = {"count": len(pieces), "due": due.isoformat(), "organisation": organisation.name}
        event = record(demand, "followup.demand.asked", actor=actor, audience=["operator", "structure"], data=data)
        letters.tell(demand, pieces, event)
    return demand


def ask_missing(
    *, actor: Actor, case: Case, kinds: Sequence[PieceKind], others: Sequence[str] = (), due: date, message: str = "",
    operation: uuid.UUID | None = None,
) -> str:  # fmt: skip
    """Of each structure of the dossier, what it was not asked yet. Answers what was left out, and who reads no letter."""
    allow(policies.may_ask(actor, case))
    told, asked_any = list[str](), False
    with holding(actor, case, "followup.demand.ask", Demand) as held:
        asked = queries.kinds_asked_in([held])
        for one in cases.accompanied(held):
            key, structure = key_of(operation, one.organisation_id), one.organisation
            if key and held.demands.filter(operation=key).exists():
                asked_any = True
                continue
            known = asked.get((held.pk, structure.pk), set())
            wanted = [kind for kind in kinds if kind.pk not in known]
            if not wanted and not others:
                continue
            ask(actor=actor, case=held, organisation=structure, kinds=wanted, others=others, due=due, message=message, operation=key)
            asked_any = True
            told += _remarks(structure, [kind for kind in kinds if kind.pk in known])
        allow(None if asked_any else ALL_ASKED)
    return " ".join(told)


def _remarks(structure: Organisation, left_out: Sequence[PieceKind]) -> Iterator[str]:
    if left_out:
        yield f"{structure.name}, déjà demandé et non redemandé : {', '.join(kind.label for kind in left_out)}."
    if not any(True for _ in members_of(structure.pk)):
        yield f"Personne n'a d'accès pour « {structure.name} » : la demande l'attend dans le dossier, aucun courriel ne part."


def _awaited(case: Case, organisation: Organisation, kinds: Sequence[PieceKind]) -> Refusal | None:
    rows = Piece.objects.for_system("the dossier is held").filter(case=case, organisation=organisation, kind__in=kinds)
    labels = list(rows.filter(state__in=[*Piece.OWED, Piece.State.RECEIVED]).order_by("id").values_list("label", flat=True))
    return Refusal("awaited", f"Déjà demandé à cette structure : {', '.join(labels)}. Retirez-le de cette demande.") if labels else None


def _open(actor: Actor, piece: Piece) -> Piece:
    piece.closed = piece.kind is not None and piece.kind.family == PieceKind.Family.ACCOUNTS
    piece.full_clean(exclude=["state", "thread"])
    start(piece, actor=actor, data={"label": piece.label})
    return piece


def give(*, actor: Actor, piece: Piece, uploads: Sequence[Upload[Any]], operation: uuid.UUID | None = None) -> Event:
    """One or several files at once; what is sent twice, by a double press or after a lost network, is kept once."""
    with writing(actor, "followup.piece.give", Piece):
        held = lock(piece)
        if operation and (done := _sent(held, operation)):
            return done
        allow(refusal_of_state(held, actor))
        known = set(held.papers.values_list("file__sha256", flat=True))
        for upload in uploads:
            if (digest := _digest(upload)) not in known:
                known.add(digest)
                file = join_file(actor=actor, thread=held.case.thread, upload=upload, label=held.label, audience=[], private=True)
                PieceFile(piece=held, file=file).save(force_insert=True)
        return advance(piece, "receive", actor=actor, operation=operation)


def refusal_of_state(piece: Piece, actor: Actor) -> Refusal | None:
    """Why this piece cannot be sent now: asked before the files are written, the guard that counts them being left to the act itself."""
    refusal = refusal_of(piece, piece.lifecycle["receive"], actor)  # type: ignore[attr-defined]
    return None if refusal and refusal.code == "empty" else refusal


def _sent(piece: Piece, operation: uuid.UUID) -> Event | None:
    rows = Event.objects.for_system("the same operation, sent again").filter(subject_kind=piece._meta.label_lower, subject_id=piece.pk)
    found: Event | None = rows.filter(operation=operation).first()
    return found


def _digest(upload: Upload[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def take_up(*, actor: Actor, piece: Piece) -> Event:
    """The paper given for an earlier dossier serves again: same bytes, its date said; the DLA judges it as any other."""
    with writing(actor, "followup.piece.take_up", Piece):
        held = lock(piece)
        allow(refusal_of_state(held, actor))
        earlier = queries.given_before([held], actor).get(held.pk)
        allow(None if earlier else NONE_BEFORE)
        for paper in earlier.papers.order_by("id") if earlier else ():
            PieceFile(piece=held, file_id=paper.file_id, taken_up=True).save(force_insert=True)
        return advance(piece, "receive", actor=actor)
