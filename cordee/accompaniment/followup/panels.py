"""What follow-up shows on the page of a dossier."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import presentation
from cordee.accompaniment.followup.models import Note, Piece, Step
from cordee.core import panels
from cordee.core.access import Actor
from cordee.core.clock import today

SHOWN = 3


def follow_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    notes = Note.objects.visible_to(actor).filter(case=case, revised_by__isnull=True).order_by("-held_on", "-id")[:SHOWN]
    steps = Step.objects.visible_to(actor).filter(case=case, state=Step.State.PLANNED).select_related("organisation").order_by("due", "id")
    return {"notes": notes, "steps": steps}


def follow(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    inside, acts = "operator" in capacities, presentation.acts_for(case, actor)
    if not (rows["notes"] or rows["steps"] or acts):
        return None
    links = (("note", "Noter un échange"), ("mail", "Classer un courriel"), ("contact", "Dater le prochain contact"))
    undated = inside and case.state == Case.State.FOLLOW_UP and not any(step.contact for step in rows["steps"])
    day = today() if rows["steps"] else None
    steps = [(step, presentation.step_line(step, actor, inside=inside, day=day)) for step in rows["steps"] if day]
    return {
        "notes": rows["notes"], "steps": steps, "inside": inside, "undated": undated,
        "all": presentation.urls_of(case, "followup")["followup"],
        "acts": [(label, acts[name]) for name, label in links if name in acts],
    }  # fmt: skip


def pieces_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"pieces": Piece.objects.visible_to(actor).filter(case=case).order_by("id")}


def pieces(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    asks = presentation.acts_for(case, actor).get("ask")
    if not rows["pieces"] and not asks:
        return None
    listed = [(piece, piece.get_state_display(), presentation.TONES[piece.state]) for piece in rows["pieces"]]
    url = presentation.urls_of(case, "pieces")["pieces"]
    owed = any(piece.state in Piece.OWED for piece in rows["pieces"])
    opens = [("Envoyer les pièces" if owed and "structure" in capacities else "Ouvrir les pièces", url)] if rows["pieces"] else []
    return {"pieces": listed, "acts": [*opens, *([("Demander des pièces", asks)] if asks else [])]}


panels.declare(
    panels.Panel("followup.pieces", "cases.case", "Pièces demandées", "followup/panel_pieces.html", pieces, pieces_read, order=30)
)
panels.declare(panels.Panel("followup.follow", "cases.case", "Suivi", "followup/panel_follow.html", follow, follow_read, order=60))
