"""What the pages and panels of follow-up show, and to whom."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.presentation import is_inside
from cordee.accompaniment.followup import policies, queries
from cordee.accompaniment.followup.models import Note, Piece, PieceFile, Step
from cordee.actors.accounts.models import Membership
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.formats import date_short, until
from cordee.core.lifecycle import offers
from cordee.core.views.acts import offer_links

TONES = {"asked": "warn", "received": "plain", "to_complete": "warn", "accepted": "ok", "waived": "plain"}
CONFIDENTIAL = (
    "Ce qui est transmis ici sert à votre accompagnement et reste confidentiel : le DLA et ses prestataires s'y engagent. "
    "Les comptes ne sont lus que par le DLA et la structure, et chaque lecture en est gardée."
)
INTERNAL = "Interne au DLA : ni la structure, ni un réseau ne la liront, sauf si vous cochez « Partager »."
NAMES = 10


def urls_of(case: Case, *names: str) -> dict[str, str]:
    return {name: reverse(f"followup:{name}", args=[case.public_id]) for name in names}


def acts_for(case: Case, actor: Actor) -> dict[str, str]:
    """Name of a form → its address, for those that this reader may fill in now."""
    notes = ("note", "contact", "mail") if policies.may_note(actor, case) is None else ()
    asks = ("ask",) if policies.may_ask(actor, case) is None else ()
    return urls_of(case, *notes, *asks)


def author_of(note: Note) -> str:
    author = note.author
    return f"{author.user.person or author.organisation} ({author.organisation})" if author else ""


def note_shown(note: Note, actor: Actor, *, inside: bool, may: bool) -> SimpleNamespace:
    return SimpleNamespace(
        note=note, mail=getattr(note, "mail", None), author=author_of(note) if inside else "", files=list(note.files.order_by("id")),
        former=queries.former_revisions(note) if inside else [],
        revise=reverse("followup:revise", args=[note.public_id]) if may else "",
    )  # fmt: skip


def step_line(step: Step, actor: Actor, *, inside: bool, day: date) -> str:
    """Who, and until when. The lateness of another party is not told to those who wait for it."""
    who = step.organisation.name if step.organisation else "Le DLA"
    mine = inside or (step.organisation_id is not None and step.organisation_id == actor.organisation_id)
    if step.due < day and not mine:
        return who
    return f"{who}, au plus tard le {date_short(step.due)} ({until(step.due)})"


def step_shown(step: Step, actor: Actor, *, inside: bool, day: date) -> SimpleNamespace:
    offered = offer_links(step, [offer for offer in offers(step, actor) if offer.refusal is None])
    return SimpleNamespace(step=step, line=step_line(step, actor, inside=inside, day=day), offers=offered)


def followup_page(case: Case, actor: Actor) -> dict[str, Any]:
    inside, acts = is_inside(actor, case), acts_for(case, actor)
    return {
        "case": case, "nav_current": "cases", "inside": inside, "acts": acts, "confidential": CONFIDENTIAL,
        "notes": [note_shown(note, actor, inside=inside, may="note" in acts) for note in queries.notes_of(case, actor)[:200]],
        "steps": [step_shown(step, actor, inside=inside, day=today()) for step in queries.planned_steps(case, actor)],
        "lacks_contact": inside and case.state == Case.State.FOLLOW_UP and queries.next_contact(case) is None,
    }  # fmt: skip


# -- pieces -----------------------------------------------------------------------------------------------------------------------
def piece_shown(piece: Piece, actor: Actor, papers: list[PieceFile], earlier: Piece | None) -> SimpleNamespace:
    gives = policies.may_give(actor, piece) is None and piece.state in (*Piece.OWED, Piece.State.RECEIVED)
    # the form of the page sends the files of several pieces at once: « Envoyer » is not one more button on each
    offered = [offer for offer in offers(piece, actor) if offer.name != "receive" and (offer.refusal is None or offer.name == "accept")]
    return SimpleNamespace(
        piece=piece, state=piece.get_state_display(), tone=TONES[piece.state], gives=gives,
        papers=[SimpleNamespace(paper=paper, url=reverse("followup:paper", args=[paper.public_id])) for paper in papers],
        earlier=earlier if gives else None, offers=offer_links(piece, offered), field=f"piece-{piece.public_id}",
        photo=f"photo-{piece.public_id}",
        take_up=reverse("followup:take_up", args=[piece.public_id]),
    )  # fmt: skip


def pieces_page(case: Case, actor: Actor) -> dict[str, Any]:
    pieces = list(queries.pieces_of(case, actor))
    papers, before = queries.papers_of(pieces), queries.given_before(pieces, actor)
    shown = [piece_shown(piece, actor, papers.get(piece.pk, []), before.get(piece.pk)) for piece in pieces]
    return {
        "case": case, "nav_current": "cases", "inside": is_inside(actor, case), "acts": acts_for(case, actor), "confidential": CONFIDENTIAL,
        "shown": shown, "gives": any(one.gives for one in shown), "owed": sum(one.piece.state in Piece.OWED for one in shown),
        "several": len({piece.organisation_id for piece in pieces}) > 1, "reads": reads_of(pieces, papers),
    }  # fmt: skip


def reads_of(pieces: list[Piece], papers: dict[int, list[PieceFile]]) -> list[SimpleNamespace]:
    """Who opened the accounts that were given, latest first: shown to whoever sees them."""
    labels = {paper.pk: piece.label for piece in pieces if piece.closed for paper in papers.get(piece.pk, [])}
    if not labels:
        return []
    reads = queries.readers_of([paper for piece in pieces if piece.closed for paper in papers.get(piece.pk, [])])[:NAMES]
    rows = Membership.objects.for_system("who read one's own accounts").filter(pk__in={r.actor_membership for r in reads})
    names = {row.pk: row.organisation.name for row in rows.select_related("organisation").order_by("id")}
    return [SimpleNamespace(label=labels[r.subject_id], at=r.at, who=names.get(r.actor_membership or 0, "")) for r in reads]
