"""Contributions of partners, and what each network gives."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory.models import Organisation
from cordee.actors.partners import policies
from cordee.actors.partners.models import Contribution, Gift, Partnership
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.edits import save_edit
from cordee.core.journal import record
from cordee.core.lifecycle import start
from cordee.core.verbs import allow, locked, writing


def propose_contribution(
    *, actor: Actor, operator: Organisation, values: dict[str, Any], operation: uuid.UUID | None = None
) -> Contribution:
    """On the thread of the DLA that receives it."""
    contribution = Contribution(operator=operator, thread_id=operator.thread_id, zone=operator.zone, **values)
    with writing(actor, "partners.contribution.propose", Contribution):
        contribution.full_clean(exclude=["state"])
        start(contribution, actor=actor, operation=operation)
    return contribution


def edit_contribution(*, actor: Actor, contribution: Contribution, values: dict[str, Any], version: int) -> Contribution:
    allow(policies.may_edit_contribution(actor, contribution))
    with writing(actor, "partners.contribution.edit", Contribution):
        for name, value in values.items():
            setattr(contribution, name, value)
        contribution.full_clean(exclude=["state"])
        contribution.refresh_from_db()
        save_edit(contribution, values | {"target": target_of(values)}, version=version, actor=actor)
    return contribution


def target_of(values: dict[str, Any]) -> str:
    keys = [str(getattr(values[name], "pk", None) or "") for name in ("sector", "department", "epci")]
    return "/".join([*keys, values["policy"]])


def agree(contribution: Contribution, *, actor: Actor, fact_on: Any = None, **asked: Any) -> None:
    locked(contribution.operator)  # two that overlap, agreed at the same second: the second is judged after the first
    contribution.agreed_on = fact_on or today()
    try:
        contribution.validate_constraints()
    except ValidationError as trouble:
        raise Refused(Refusal("constraint", " ".join(trouble.messages))) from trouble


def close(contribution: Contribution, *, actor: Actor, reason: str, fact_on: Any = None, **asked: Any) -> None:
    """The last day is that of the closing: what follows it is free for another one."""
    contribution.reason = reason
    last = (fact_on or today()) + timedelta(days=1)
    lower, upper = contribution.period.lower, contribution.period.upper
    if (upper is None or last < upper) and (lower is None or lower < last):
        contribution.period = DateRange(lower, last)


# -- what networks give -----------------------------------------------------------------------------------------------------
def keep_gifts(*, actor: Actor, operator: Organisation, table: Mapping[Organisation, tuple[set[str], str]]) -> int:
    """The whole table at once: what is ticked begins today, what is no longer ticked ended yesterday. Answers how many lines changed."""
    allow(policies.may_receive(actor, operator))
    changed = 0
    with writing(actor, "partners.gifts.keep", Gift):
        locked(operator)
        known = {p.network_id: p for p in Partnership.objects.for_system("a locked table").filter(operator=operator).order_by("id")}
        for network, (wanted, note) in table.items():
            partnership = known.get(network.pk)
            if partnership is None:
                if not wanted and not note:
                    continue
                partnership = Partnership(network=network, operator=operator, thread_id=operator.thread_id, zone=operator.zone)
                partnership.full_clean()
                partnership.save()
            changed += _keep(actor, partnership, wanted, note)
    return changed


def _keep(actor: Actor, partnership: Partnership, wanted: set[str], note: str) -> bool:
    day = today()
    rows = Gift.objects.for_system("a locked table").filter(partnership=partnership, period__contains=day)
    now = {gift.kind: gift for gift in rows.order_by("id")}
    begun, ended = sorted(wanted - now.keys()), sorted(now.keys() - wanted)
    for kind in begun:
        Gift(partnership=partnership, kind=kind, period=DateRange(day, None)).save()
    for kind in ended:
        gift = now[kind]
        if gift.period.lower == day:  # ticked by mistake, today
            rows.filter(pk=gift.pk).delete()
            continue
        gift.period = DateRange(gift.period.lower, day)
        gift.save()
    if note != partnership.note:
        save_edit(partnership, {"note": note}, version=partnership.version, actor=actor)
    elif not (begun or ended):
        return False
    data = {"network": partnership.network.name, "begun": begun, "ended": ended}
    record(partnership.operator, "partners.gifts.kept", actor=actor, audience=["operator"], data=data)
    return True
