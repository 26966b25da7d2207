"""Eligibility: criteria judged one by one, then a decision that may depart from the proposal if it says why."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases import policies, queries
from cordee.accompaniment.cases.actions.common import allow, on_case
from cordee.accompaniment.cases.models import Case, Criterion, Eligibility, EligibilityLine
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.journal import record

NOT_RECEIVED = Refusal("state", "L'éligibilité se juge à l'accueil : accueillez la structure d'abord, ou consultez la décision déjà prise.")
NOT_JUDGED = Refusal("unjudged", "Aucune proposition n'est écrite : jugez d'abord les critères.")
DECIDED = Refusal(
    "decided", "L'éligibilité est décidée : ses critères ne changent plus. Une nouvelle décision reste possible, avec son motif."
)


def judge(*, actor: Actor, case: Case, values: dict[str, Any], lines: dict[Criterion, tuple[str, str]]) -> Eligibility:
    """The officer's proposal: each criterion, its judgement and comment, replaces what was proposed before."""
    allow(policies.may_conduct(actor, case))
    with on_case(actor, case, "cases.eligibility.judge", Eligibility) as held:
        allow(None if held.state == Case.State.RECEIVED else NOT_RECEIVED)
        eligibility = queries.eligibility_of(held) or Eligibility(case=held, version=0)
        allow(DECIDED if eligibility.accepted is not None else None)
        for name, value in values.items():
            setattr(eligibility, name, value)
        eligibility.version += 1
        eligibility.full_clean()
        eligibility.save()
        eligibility.lines.all().delete()
        for criterion, (judgement, comment) in lines.items():
            line = EligibilityLine(eligibility=eligibility, criterion=criterion, judgement=judgement, comment=comment)
            line.full_clean()
            line.save()
        record(held, "cases.eligibility.judged", actor=actor, audience=["operator"], data={"proposal": eligibility.proposal})
    return eligibility


def decide(*, actor: Actor, case: Case, accepted: bool, override: str = "") -> Eligibility:
    """Accepted or not. Against the proposal, the base itself asks for the reason."""
    allow(policies.may_decide(actor, case))
    with on_case(actor, case, "cases.eligibility.decide", Eligibility) as held:
        allow(None if held.state == Case.State.RECEIVED else NOT_RECEIVED)
        eligibility = queries.eligibility_of(held)
        if eligibility is None:
            allow(NOT_JUDGED)
            raise AssertionError
        eligibility.accepted, eligibility.decided_on, eligibility.override = accepted, today(), override.strip()
        eligibility.version += 1
        eligibility.full_clean()
        eligibility.save()
        record(held, "cases.eligibility.decided", actor=actor, audience=["operator"], data={"accepted": accepted, "override": override})
    return eligibility
