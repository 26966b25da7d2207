"""What the end of a dossier does to what was still to be done."""

from __future__ import annotations

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup.models import Step
from cordee.core.access import Actor
from cordee.core.lifecycle import advance, consequence_on
from cordee.core.models.journal import Event


@consequence_on("cases.case", "abandon")
@consequence_on("cases.case", "reorient")
def drop_steps(case: Case, event: Event, actor: Actor) -> None:
    """Nobody calls back for a dossier that stopped. One that is closed keeps its next contact: the officer stays a support there."""
    for step in Step.objects.for_system("the dossier is held").filter(case=case, state=Step.State.PLANNED).order_by("id"):
        advance(step, "drop", actor=Actor.system("Arrêt du dossier"), data={"reason": event.data["reason"]})
