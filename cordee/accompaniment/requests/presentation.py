"""What the pages of a request show: its DLA reads everything, whoever filed it reads public names."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.wording_of_states import PublicState, public_state_of
from cordee.accompaniment.requests import letters, links, queries
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.requests.wording_of_states import PUBLIC
from cordee.core.access import Actor, capacities_in
from cordee.core.files.queries import files_of
from cordee.core.journal import fil
from cordee.core.lifecycle import offers
from cordee.core.views.acts import offer_links

TONES = {"deposited": "warn", "asked": "info", "accepted": "ok", "set_aside": "plain", "withdrawn": "plain"}


def public_state(demand: Request) -> PublicState:
    """Once it has a dossier, the state is the dossier's."""
    return public_state_of(demand.case, own=demand.asker != Request.Asker.NETWORK) if demand.case else PUBLIC[demand.state]


def is_inside(demand: Request, actor: Actor) -> bool:
    return actor.is_system or "operator" in capacities_in(actor, demand.thread)


def tracking_page(demand: Request) -> dict[str, Any]:
    """For whoever holds the address: no contact, no internal name."""
    public, waits = public_state(demand), demand.state == Request.State.DEPOSITED
    return {
        "demand": demand, "public": public, "tone": TONES[demand.state],
        "who": letters.who_reads(demand) if waits else "",
        "delay": "" if waits else public.delay,
        "structures": queries.structures_of(demand), "precisions": list(demand.precisions.order_by("id")),
        "motives": queries.motives_of(demand), "papers": queries.papers_filed(demand),
    }  # fmt: skip


def request_page(demand: Request, actor: Actor, before: int | None = None) -> dict[str, Any]:
    inside, capacities = is_inside(demand, actor), frozenset(capacities_in(actor, demand.thread))
    lines, following = fil(demand.thread, actor, before=before)
    public = public_state(demand)
    return {
        "demand": demand, "inside": inside, "nav_current": "requests" if inside else "cases", "tone": TONES[demand.state],
        "state": demand.get_state_display() if inside else public.name, "public": public,
        "offers": offer_links(demand, offers(demand, actor)) if inside else [],
        "parties": queries.parties_of(demand), "motives": queries.motives_of(demand),
        "precisions": list(demand.precisions.order_by("id")),
        "near": list(queries.near_requests(demand, actor)) if inside and demand.is_open else [],
        "cases": queries.open_cases(demand, actor) if inside and demand.is_open else [],
        "files": files_of(demand.thread, actor, capacities), "lines": lines, "following": following,
        "tracking": "" if demand.decided_at else links.path_of(demand),
    }  # fmt: skip
