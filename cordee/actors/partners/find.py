"""What the box finds of committees: by their name, among those that one sees."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from cordee.actors.partners.models import Committee
from cordee.actors.territory.queries import zone_name
from cordee.core import find
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet, Spelled


def seen(actor: Actor) -> HouseQuerySet:
    rows: HouseQuerySet = Committee.objects.visible_to(actor)
    return rows


def keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    rows = seen(actor).filter(search=sought.query).annotate(rank=SearchRank(F("search"), sought.query))
    return list(rows.order_by("-rank", "sort_key", "id").values_list("pk", flat=True)[:limit])


def show(actor: Actor, wanted: list[int], sought: find.Sought) -> list[find.Hit]:
    rows = Committee.objects.for_system("rows whose keys were just read through the door").filter(pk__in=wanted)
    found: dict[int, Any] = {c.pk: c for c in rows.select_related("organisation", "region").order_by("pk")}
    return [
        find.Hit(c.name, c.get_absolute_url(), what=c.get_kind_display(), why=f"{c.organisation.name} · {c.region or zone_name(c.zone)}")
        for c in (found[key] for key in wanted)
    ]


find.declare(find.FindSource("comites", "Comités", "users-round", seen, keys, show, spelled=Spelled("name"), more="/comites/", order=25))
