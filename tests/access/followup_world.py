"""What hangs on the dossier of the world of access: a note that is shared, a piece that was given."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import actions
from tests.accompaniment.followup import scene
from tests.factories import Someone


class Followup:
    def __init__(self, officer: Someone, structure: Someone, case: Case) -> None:
        self.case = case
        self.note = scene.note(officer, case, internal=False)
        demand = scene.ask(officer, case, structure.organisation, "statuts")
        self.piece = scene.piece(demand, "statuts")
        actions.give(actor=structure.actor, piece=self.piece, uploads=[scene.photo()])
        self.paper = self.piece.papers.get()

    def arguments(self, name: str) -> dict[str, Any]:
        known: dict[str, Any] = {"revise": self.note, "take_up": self.piece, "paper": self.paper}
        return {"public_id": known.get(name, self.case).public_id}
