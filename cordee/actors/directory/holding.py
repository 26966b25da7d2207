"""Writing on a sheet: judged, then judged again once it is locked, for a merge may have joined it to another at the same second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.policies import refuse_joined
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history

Rule = Callable[[Actor, Organisation], Refusal | None]


@contextmanager
def holding(
    actor: Actor, organisation: Organisation, *, rule: Rule, act: str, beside: Organisation | None = None
) -> Iterator[Organisation]:
    """One transaction on a locked sheet, that the rule still opens to this actor. Another one named by what is written (`beside`) is
    locked with it, in id order as a merge does, and must still stand."""
    if refusal := rule(actor, organisation):
        raise Refused(refusal)
    keys = [organisation.pk, *([beside.pk] if beside else [])]
    with transaction.atomic(), history(actor, act=act):
        rows = Organisation.objects.for_system("locked for what is written on it").filter(pk__in=keys)
        found: dict[int, Organisation] = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
        refusal = rule(actor, found[organisation.pk]) or (refuse_joined(found[beside.pk]) if beside else None)
        if refusal:
            raise Refused(refusal)
        yield found[organisation.pk]
