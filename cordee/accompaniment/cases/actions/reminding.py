"""Reminding the structures of a dossier of what is awaited from them."""

from __future__ import annotations

import uuid

from cordee.accompaniment.cases import letters, policies, reminding
from cordee.accompaniment.cases.actions.common import allow, is_done, key_of, on_case
from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.journal import record


def remind(*, actor: Actor, case: Case, message: str = "", operation: uuid.UUID | None = None) -> str:
    """One letter a structure that owes something. Answers who cannot be written to, if others were. The fil of the DLA alone tells it:
    the lateness of one party is not shown to the others."""
    allow(policies.may_conduct(actor, case))
    with on_case(actor, case, "cases.case.remind", Case) as held:
        if is_done(held, reminding.CODE, operation):
            return ""
        found = reminding.owing(held, actor)
        allow(reminding.refusal_of(found))
        waiting = [one for one in found if not one.today]
        for one in waiting:
            if one.addresses:
                _write_to(one, actor, held, message, operation)
    return f"{reminding.without_access(waiting)}." if any(not one.addresses for one in waiting) else ""


def _write_to(one: reminding.Owing, actor: Actor, case: Case, message: str, operation: uuid.UUID | None) -> None:
    data = {"of": one.organisation, "organisation": one.name, "count": len(one.steps)}
    key = key_of(operation, one.organisation)
    event = record(case, reminding.CODE, actor=actor, audience=["operator"], data=data, operation=key)
    letters.remind(one, case, message, event)
    for note in reminding.reminded_of:
        note(case, one.organisation, today())
