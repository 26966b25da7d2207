"""The panel « Origine et suites » of a sheet: successions, merges, and the acts that make them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.actors.directory import merge_pages, policies, successions
from cordee.actors.directory.models import Organisation
from cordee.core import panels
from cordee.core.access import EVERYONE, Actor


def reads(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {
        "links": successions.of_sheet(organisation),
        "merges": merge_pages.merges_of(actor).filter(winner_id=organisation.pk, undone_at=None).order_by("-at"),
    }


def context(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """One more query when there is something to open. Silent for those who can neither read nor do anything here."""
    links, merges = rows["links"], rows["merges"]
    may = policies.may_compare(actor, organisation) is None
    if not (links or merges or may):
        return None
    others = {link.predecessor_id for link in links} | {link.successor_id for link in links}
    seen = set(Organisation.objects.visible_to(actor).filter(pk__in=others).values_list("pk", flat=True)) if links else set()
    return {
        "origins": [(link, link.predecessor, link.predecessor_id in seen) for link in links if link.successor_id == organisation.pk],
        "gifts": [(link, link.successor, link.successor_id in seen) for link in links if link.predecessor_id == organisation.pk],
        "merges": merges,
        "merge_url": reverse("directory:merge", args=[organisation.public_id]) if may else "",
        "succession_url": reverse("directory:succession", args=[organisation.public_id]) if may else "",
    }


panels.declare(
    panels.Panel(
        code="directory.origins",
        on="directory.organisation",
        title="Origine et suites",
        template="directory/origins.html",
        context=context,
        reads=reads,
        queries=1,
        order=90,
        audience=frozenset(EVERYONE),
    )
)
