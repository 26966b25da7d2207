"""What the search box finds in the register: providers, by their name and by what they can do."""

from __future__ import annotations

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from cordee.actors.providers import policies
from cordee.actors.providers.models import Provider
from cordee.actors.territory.queries import zone_name
from cordee.core import find
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet, Spelled


def providers_seen(actor: Actor) -> HouseQuerySet:
    rows: HouseQuerySet = Provider.objects.visible_to(actor)
    return rows


def provider_keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    """Best first. Withdrawn sheets come last: they are found, and say so."""
    if sought.phone or sought.email:
        return []
    rows = providers_seen(actor).filter(search=sought.query).annotate(rank=SearchRank(F("search"), sought.query))
    return list(rows.order_by("-rank", "sort_key", "id").values_list("pk", flat=True)[:limit])


def show_providers(actor: Actor, keys: list[int], sought: find.Sought) -> list[find.Hit]:
    seen = Provider.objects.for_system("rows whose keys were just read through the door").filter(pk__in=keys).order_by("pk")
    found = {p.pk: p for p in seen}
    return [_hit(actor, found[key]) for key in keys]


def _hit(actor: Actor, provider: Provider) -> find.Hit:
    what = provider.get_state_display() if policies.may_read("follow_up", actor, provider) else provider.get_kind_display()
    return find.Hit(str(provider), provider.get_absolute_url(), what=str(what), why=zone_name(provider.zone))


find.declare(
    find.FindSource(
        "prestataires",
        "Prestataires",
        "briefcase-business",
        providers_seen,
        provider_keys,
        show_providers,
        spelled=Spelled("name", "words", "known_for", "presentation", "similar_experience"),
        more="/annuaire/prestataires/?q={q}",
        order=15,
    )
)
