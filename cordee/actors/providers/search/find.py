"""What the box finds in the register: providers, by what they can do as well as by name."""

from __future__ import annotations

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from cordee.actors.providers.models import Provider
from cordee.actors.providers.search.queries import register
from cordee.actors.providers.search.words import area_said
from cordee.core import find
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet, Spelled

#: those who read the whole register
READERS = frozenset({"officer", "head", "accountant", "regional", "national", "resource", "admin", "network"})


def seen(actor: Actor) -> HouseQuerySet:
    return register(actor)  # type: ignore[no-any-return]


def keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    named = seen(actor).filter(search=sought.query)
    best = named.order_by(SearchRank(F("search"), sought.query).desc(), "sort_key", "id")
    return list(best.values_list("pk", flat=True)[:limit])


def show(actor: Actor, ids: list[int], sought: find.Sought) -> list[find.Hit]:
    rows = Provider.objects.for_system("rows whose keys were just read through the door").filter(pk__in=ids)
    found = {row["pk"]: row for row in rows.order_by("pk").values("pk", "public_id", "name", "kind", "everywhere", "departments")}
    kinds = dict(Provider.Kind.choices)
    return [
        find.Hit(
            row["name"],
            f"/annuaire/prestataires/{row['public_id']}/",
            what=str(kinds.get(row["kind"], "Prestataire")),
            why=area_said(row["everywhere"], row["departments"]),
        )
        for row in (found[key] for key in ids)
    ]


find.declare(
    find.FindSource(
        "prestataires",
        "Prestataires",
        "handshake",
        seen,
        keys,
        show,
        spelled=Spelled("name", "words", "known_for", "presentation", "similar_experience"),
        more="/annuaire/prestataires/?q={q}",
        order=15,
        profiles=READERS,
    )
)
