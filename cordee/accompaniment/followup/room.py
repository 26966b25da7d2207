"""What the follow-up of dossiers hangs on the house."""

from __future__ import annotations

from cordee.accompaniment.followup import in_bulk, letters, lifecycle, nomenclatures, owed, panels, parameters, telling, todos
from cordee.accompaniment.followup.models import Demand, Note, Piece, Step
from cordee.core import merging

__all__ = ["in_bulk", "letters", "lifecycle", "nomenclatures", "owed", "panels", "parameters", "telling", "todos"]

# -- what a merge does ------------------------------------------------------------------------------------------------------
OF_THE_CASE = "Le suivi d'un dossier reste dans le fil de ce dossier."
for model in (Note, Step, Demand, Piece):
    merging.stay(model, "thread", OF_THE_CASE)
merging.move(Step, "organisation", "prochaine étape", "prochaines étapes")
merging.move(Demand, "organisation", "demande de pièces", "demandes de pièces")
merging.move(Piece, "organisation", "pièce demandée", "pièces demandées")
