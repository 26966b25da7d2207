"""What the end of a dossier does to its structures."""

from __future__ import annotations

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor
from cordee.core.lifecycle import advance, consequence_on
from cordee.core.models.journal import Event


@consequence_on("cases.case", "abandon")
def withdraw_all(case: Case, event: Event, actor: Actor) -> None:
    for beneficiary in queries.accompanied(case):
        advance(beneficiary, "withdraw", actor=Actor.system("Arrêt du dossier"), data={"reason": event.data["reason"]})


@consequence_on("cases.case", "close")
def finish_all(case: Case, event: Event, actor: Actor) -> None:
    for beneficiary in queries.accompanied(case):
        advance(beneficiary, "finish", actor=Actor.system("Clôture du dossier"))
