"""What the state of a dossier itself waits for: the step before the next transition that is not yet done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases import next_step, queries
from cordee.accompaniment.cases.models import Adhesion, Beneficiary, Case, Eligibility, Step
from cordee.accompaniment.cases.next_step import NextStep
from cordee.accompaniment.cases.parameters import usual_days
from cordee.accompaniment.cases.validating import asked_of
from cordee.core.access import Actor
from cordee.core.models import Event
from cordee.core.panels import Reads, Rows
from cordee.core.views.acts import act_url

State = Case.State
#: state → the transition that the DLA owes once everything else is there
ONWARD = {
    State.REQUESTED: ("receive", "Accueillir la structure"),
    State.RECEIVED: ("diagnose", "Ouvrir le diagnostic partagé"),
    State.DIAGNOSING: ("share", "Noter le diagnostic validé ensemble"),
    State.SHARED: ("plan", "Noter le parcours validé ensemble"),
    State.PLANNED: ("launch", "Lancer le parcours"),
    State.UNDER_WAY: ("follow", "Passer au suivi quand les actions du parcours sont faites"),
    State.FOLLOW_UP: ("review", "Revenir vers la structure et noter le bilan"),
    State.REVIEWED: ("close", "Clore le dossier, ou ouvrir une nouvelle demande"),
}
#: adhesion is asked for when the step is about to be left, not while the plan runs
ASKS_ADHESION = (State.RECEIVED, State.DIAGNOSING, State.PLANNED)


def reads(case: Case, actor: Actor, capacities: frozenset[str]) -> Reads:
    system = "of a dossier that the actor may see"
    entered = Event.objects.for_system(system).filter(thread=case.thread_id, to_state=case.state, subject_kind="cases.case")
    found: Reads = {"entered": entered.order_by("-id")[:1], "structures": queries.structures_of(case).filter(state=Beneficiary.State.IN)}
    if case.state in ASKS_ADHESION:
        found["words"] = Adhesion.objects.for_system(system).filter(case=case, step=queries.STEP_OF[State(case.state)]).order_by("on", "id")
    if asked := asked_of(case):
        found |= asked.reads(case, actor)
    if case.state == State.RECEIVED:
        found["eligibility"] = Eligibility.objects.for_system(system).filter(case=case).order_by("id")
    return found


def steps(case: Case, actor: Actor, capacities: frozenset[str], rows: Rows) -> list[NextStep]:
    if case.is_over:
        return []
    due = _due(case, rows)
    found = [*_eligibility(case, rows, due)]
    if asked := asked_of(case):
        found += asked.steps(case, actor, rows, due)
    found += [] if found and case.state == State.RECEIVED else _adhesions(case, rows, due)
    name, label = ONWARD[State(case.state)]
    return found or [NextStep(label, "operator", due, url=act_url(case, name), button=case.lifecycle[name].label)]  # type: ignore[attr-defined]


def _due(case: Case, rows: Rows) -> date | None:
    since = rows["entered"][0].fact_on or rows["entered"][0].at.date() if rows["entered"] else case.requested_on
    days = usual_days(case.state, on=since, zone=case.zone)
    return since + timedelta(days) if days else None


def _at(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.public_id])


def _eligibility(case: Case, rows: Rows, due: date | None) -> list[NextStep]:
    if case.state != State.RECEIVED or case.taken_over:
        return []
    judged = next(iter(rows["eligibility"]), None)
    if judged is None:
        return [NextStep("Juger l'éligibilité", "operator", due, url=_at(case, "judge"), button="Juger l'éligibilité")]
    if judged.accepted is None:
        button = "Décider de l'accompagnement"
        return [NextStep(button, "operator", due, url=_at(case, "decide"), button=button)]
    if not judged.accepted:
        label = "Réorienter la structure"
        return [NextStep(f"{label} vers l'organisme qui peut l'aider", "operator", due, url=act_url(case, "reorient"), button=label)]
    return []


def _adhesions(case: Case, rows: Rows, due: date | None) -> list[NextStep]:
    if case.state not in ASKS_ADHESION or case.taken_over:
        return []
    step = Step(queries.STEP_OF[State(case.state)])
    said = {one.organisation_id for one in rows["words"]}
    act = f"Dire si la structure poursuit : étape «\u00a0{step.label}\u00a0»"
    more: Any = {"url": _at(case, "adhesion"), "button": "Noter l'adhésion à une étape"}
    waited = [b for b in rows["structures"] if b.organisation_id not in said]
    return [NextStep(act, "structure", due, who=b.organisation.name, of=b.organisation_id, **more) for b in waited]


next_step.declare(next_step.Source("cases.state", steps, reads, order=90))
