"""A dossier of the Nord at any state, by the verbs of the room."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.models import Case, Criterion, Step
from cordee.actors.directory.models import Organisation
from cordee.actors.network.models import Entry
from cordee.core.clock import today
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.accompaniment.diagnoses.scene import agree
from tests.accompaniment.plans import drawing as plans
from tests.factories import SYSTEM, Someone

#: the straight way: (transition, what it asks)
WAY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("receive", {}), ("diagnose", {}), ("share", {}), ("plan", {}), ("launch", {}), ("follow", {}), ("review", {}),
    ("close", {"results": "Deux emplois consolidés."}),
)  # fmt: skip
REACHED = ("requested", "received", "diagnosing", "shared", "planned", "under_way", "follow_up", "reviewed", "closed")
SAID = {"who": "Direction", "channel": "meeting", "decision": "yes", "capacity": "mandatée par le conseil"}
REFERRED = {"body": "France Active", "contact": "Accueil, 01 99 00 00 01", "reason": "Un besoin de financement seul."}


def motives() -> Any:
    return Entry.objects.for_system("test").filter(kind="motive").order_by("code")


def open_case(structure: Organisation, *others: Organisation, by: Someone | None = None, **values: Any) -> Case:
    values = {
        "kind": "collective" if others else "individual",
        "title": "Consolider l'atelier",
        "origin": "alone",
        "requester": structure,
        "need": "Revoir notre stratégie commerciale.",
        "motives": list(motives()[:1]),
        **values,
    }
    actor = by.actor if by else SYSTEM
    return actions.open_case(actor=actor, structures=[structure, *others], values=values, operation=uuid.uuid4())


def adhere(case: Case, step: int, *, decision: str = "yes", organisation: Organisation | None = None) -> None:
    structures = [organisation] if organisation else [b.organisation for b in case.beneficiaries.order_by("id")]
    for structure in structures:
        said = SAID | {"step": step, "on": today(), "decision": decision}
        actions.note_adhesion(actor=SYSTEM, case=case, organisation=structure, values=said)


def accept_proposal(case: Case, proposal: str = "favourable") -> None:
    lines = {c: ("favourable", "") for c in Criterion.objects.for_system("test").order_by("id")}
    actions.judge(actor=SYSTEM, case=case, values={"proposal": proposal, "comment": ""}, lines=lines)


def accept(case: Case) -> None:
    accept_proposal(case)
    actions.decide(actor=SYSTEM, case=case, accepted=True)


def both_validate(case: Case, what: str) -> None:
    for beneficiary in case.beneficiaries.order_by("id"):
        actions.validate(actor=SYSTEM, case=case, what=what, side="structure", organisation=beneficiary.organisation, body="Conseil")
    actions.validate(actor=SYSTEM, case=case, what=what, side="operator", organisation=case.opened_by)


def prepare(case: Case) -> None:
    """All that the guards ask before the next step."""
    if case.state == "received":
        accept(case)
    if case.state == "diagnosing":
        agree(case)
    if case.state == "shared":
        plans.drawn(case)
        both_validate(case, "plan")
    if case.state in ("follow_up", "reviewed"):
        plans.finish_all(case)
    step = {"received": 1, "diagnosing": 2, "planned": 3, "under_way": 4, "follow_up": 5}.get(case.state)
    if step:
        adhere(case, Step(step))


def bring(case: Case, state: str) -> Case:
    """By the straight way, to this state."""
    while case.state != state:
        name, data = WAY[REACHED.index(case.state)]
        prepare(case)
        advance(case, name, actor=SYSTEM, data=data)
    return case


class Nord:
    """One structure, its DLA, and one person of each profile."""

    def __init__(self) -> None:
        self.operator = make.operator("59", "DLA du Nord")
        self.structure = make.organisation("La Fabrique des Rives")
        self.people: dict[str, Someone] = {
            "officer": make.officer(of=self.operator),
            "officer_elsewhere": make.officer("02"),
            "head": make.head(of=self.operator),
            "accountant": make.person(self.operator, "accountant"),
            "regional": make.regional(),
            "national": make.national(),
            "structure": make.director(self.structure),
            "structure_elsewhere": make.director(),
            "provider": make.provider(),
            "network": make.network(),
            "funder": make.funder(),
            "controller": make.person(self.operator, "controller"),
            "admin": make.admin(),
        }

    def case(self, state: str = "requested", **values: Any) -> Case:
        return bring(open_case(self.structure, **values), state)


def at(moment: str) -> None:
    """The clock of the base reads this instant of Paris, until the test ends (its transaction is rolled back)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION cordee_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE "
            f"RETURN TIMESTAMP '{moment}' AT TIME ZONE 'Europe/Paris'"
        )
