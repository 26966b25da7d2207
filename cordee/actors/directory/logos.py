"""Whose logo stands above what an organisation sends, and above the documents of a sheet."""

from __future__ import annotations

from cordee.actors.directory.models import Mandate, Organisation, Tie
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today


def bearers(organisation_id: int) -> list[tuple[int, str]]:
    """Its own, else that of the body that hosts it."""
    everyone = Organisation.objects.for_system("a logo is shown to all").select_related("merged_into")
    own = everyone.filter(pk=organisation_id).first()
    if own is None:
        return []
    own = own.merged_into or own
    ties = Tie.objects.for_system("a logo is shown to all").filter(period_contains_today(), source=own, kind=Tie.Kind.HOSTED)
    hosts = everyone.filter(pk__in=ties.values("target")).order_by("id")
    return [(body.thread_id, body.name) for body in (own, *hosts)]


def sender_of(organisation: Organisation, actor: Actor) -> int | None:
    """The DLA that produces the document; for others, that of the territory when there is but one."""
    if actor.capacity == "operator" and actor.organisation_id:
        return actor.organisation_id
    held = Mandate.objects.for_system("whose document it is").filter(
        period_contains_today(), level=Mandate.Level.DEPARTMENTAL, zones__code=organisation.zone
    )
    holders = set(held.order_by("id").values_list("organisation_id", flat=True))
    return holders.pop() if len(holders) == 1 else None
