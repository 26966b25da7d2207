"""Facts without which a piece or a step does not move."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.followup.models import Piece
from cordee.core.access import Refusal


def has_papers(piece: Piece, data: Any = None) -> Refusal | None:
    """A piece is received with something to read: the action writes the files first, in the same transaction."""
    if piece.papers.exists():
        return None
    return Refusal("empty", "Aucun fichier n'est joint : photographiez la pièce, ou choisissez un fichier, puis envoyez-la.")
