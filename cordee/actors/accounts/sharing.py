"""« Qui prend part »: its panel on the sheet, its letter and its sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cordee.actors.accounts import policies, queries
from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Organisation
from cordee.core import panels
from cordee.core.access import CAPACITIES, Actor
from cordee.core.formats import period
from cordee.core.journal import renders
from cordee.core.models.journal import Event


def reads(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"parts": queries.parts_of(organisation)}


def parts_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """Those in force and to come, then the former ones; for the DLA and the structure itself."""
    if policies.may_see_parts(actor, organisation):
        return None
    may, today = policies.may_share(actor, organisation) is None, timezone.localdate()
    parts = rows["parts"]
    going = [part for part in parts if not part.period.isempty and (part.period.upper is None or part.period.upper > today)]
    return {
        "parts": [(part, end_url(organisation, part) if may else "") for part in going],
        "former": [part for part in parts if part not in going],
        "open_url": reverse("accounts:share", args=[organisation.public_id]) if may else "",
        "own": actor.organisation_id == organisation.pk,
    }


def end_url(organisation: Organisation, part: Participation) -> str:
    return reverse("accounts:share_end", args=[organisation.public_id, part.public_id])


panels.declare(panels.Panel("accounts.parts", "directory.organisation", "Qui prend part", "accounts/parts.html", parts_of, reads, order=70))


@renders("accounts.participation.opened")
def opened(event: Event) -> tuple[str, str]:
    data = event.data
    until = date.fromisoformat(data["until"]) if data["until"] else None
    alone = ", pour une personne de son équipe" if data["one_person"] else ""
    words = f"{CAPACITIES[data['capacity']].lower()}, {period(date.fromisoformat(data['since']), until)}{alone}"
    return f"La fiche est ouverte à {data['other']}", f"À titre de {words}"


@renders("accounts.participation.ended")
def ended(event: Event) -> tuple[str, str]:
    return f"La fiche n'est plus ouverte à {event.data['other']}", f"À titre de {CAPACITIES[event.data['capacity']].lower()}"
