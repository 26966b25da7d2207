"""A sheet that was read and found right: a dated act, so that a sheet that never changes is not taken for a forgotten one."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cordee.actors.directory import policies
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refused
from cordee.core.journal import history, record, renders
from cordee.core.models import Event
from cordee.core.panels import Panel, Rows, declare

REVIEWED = "directory.organisation.reviewed"


def may_review(actor: Actor, organisation: Organisation) -> Any:
    """Whoever keeps the sheet, and the organisation itself."""
    if actor.organisation_id == organisation.pk and not organisation.merged_into_id:
        return None
    return policies.may_edit(actor, organisation)


def review_sheet(*, actor: Actor, organisation: Organisation) -> Event:
    """Nothing changes on the sheet; the fil says who read it, and when."""
    if refusal := may_review(actor, organisation):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=REVIEWED):
        return record(organisation, REVIEWED, actor=actor, audience=["operator", "structure", "provider", "network"])


def panel(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: Rows) -> dict[str, Any] | None:
    return None if may_review(actor, organisation) else {}


@renders(REVIEWED)
def reviewed(event: Event) -> str:
    return "Fiche relue : rien à changer"


declare(Panel("directory.review", "directory.organisation", "Relecture", "directory/review.html", panel, order=10))
