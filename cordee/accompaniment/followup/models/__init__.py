"""What follow-up keeps: notes and filed mails, steps to come, pieces asked for."""

from cordee.accompaniment.followup.models.notes import FiledMail, Note
from cordee.accompaniment.followup.models.pieces import Demand, Piece, PieceFile, PieceKind
from cordee.accompaniment.followup.models.steps import Step

__all__ = ["Demand", "FiledMail", "Note", "Piece", "PieceFile", "PieceKind", "Step"]
