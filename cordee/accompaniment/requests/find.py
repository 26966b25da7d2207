"""What the box finds of requests: by the name of who asks, by the words of the need."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from cordee.accompaniment.requests import presentation
from cordee.accompaniment.requests.models import Request
from cordee.actors.territory.queries import zone_name
from cordee.core import find
from cordee.core.access import Actor
from cordee.core.formats import date_short, in_paris
from cordee.core.models import HouseQuerySet, Spelled


def seen(actor: Actor) -> HouseQuerySet:
    rows: HouseQuerySet = Request.objects.visible_to(actor)
    return rows


def keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    rows = seen(actor).filter(search=sought.query).annotate(rank=SearchRank(F("search"), sought.query))
    return list(rows.order_by("-rank", "-deposited_at", "id").values_list("pk", flat=True)[:limit])


def show(actor: Actor, wanted: list[int], sought: find.Sought) -> list[find.Hit]:
    rows = Request.objects.for_system("rows whose keys were just read through the door").filter(pk__in=wanted)
    found: dict[int, Any] = {demand.pk: demand for demand in rows.select_related("case").order_by("pk")}
    inside = actor.capacity == "operator"
    return [
        find.Hit(
            str(demand), demand.get_absolute_url(),
            what=str(demand.get_state_display()) if inside else presentation.public_state(demand).name,
            why=f"déposée le {date_short(in_paris(demand.deposited_at))} · {zone_name(demand.zone)}",
        )
        for demand in (found[key] for key in wanted)
    ]  # fmt: skip


find.declare(
    find.FindSource("demandes", "Demandes", "inbox", seen, keys, show, spelled=Spelled("label"), more="/demande/recues/", order=28)
)
