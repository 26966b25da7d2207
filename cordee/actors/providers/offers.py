"""What a provider can do and where, written by difference: what is no longer chosen ends yesterday, what is new begins today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.providers.models import Provider, ProviderArea, ProviderCompetence, ProviderSector
from cordee.core.models.bases import period_contains_today


def keep_offer(provider: Provider, *, competences: Iterable[Any], sectors: Iterable[Any]) -> list[str]:
    changed = ["competences"] if keep_competences(provider, competences) else []
    return [*changed, "sectors"] if keep_sectors(provider, sectors) else changed


def keep_competences(provider: Provider, chosen: Iterable[Any]) -> bool:
    return _keep(ProviderCompetence, provider, [{"competence_id": item.pk} for item in chosen])


def keep_sectors(provider: Provider, chosen: Iterable[Any]) -> bool:
    return _keep(ProviderSector, provider, [{"sector_id": item.pk} for item in chosen])


def keep_areas(provider: Provider, *, everywhere: bool, regions: Iterable[Any], departments: Iterable[Any]) -> list[str]:
    chosen: list[dict[str, Any]] = [{"kind": "region", "region_id": region.pk} for region in regions]
    chosen += [{"kind": "department", "department_id": department.pk} for department in departments]
    return ["areas"] if _keep(ProviderArea, provider, [{"kind": "france"}] if everywhere else chosen) else []


def _keep(model: Any, provider: Provider, chosen: list[dict[str, Any]]) -> bool:
    """The sheet is locked by the caller. Answers whether something changed."""
    today = timezone.localdate()
    names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "provider", "period")]
    wanted = {tuple(item.get(name) for name in names) for item in chosen}
    in_force = model.objects.for_system("the sheet is locked").filter(period_contains_today(), provider=provider).order_by("pk")
    held = {tuple(getattr(row, name) for name in names): row for row in in_force}
    for key, row in held.items():
        if key in wanted:
            continue
        if row.period.lower and row.period.lower >= today:  # said by mistake today: it never held a whole day
            row.delete()
        else:
            row.period = DateRange(row.period.lower, today)
            row.save()
    for key in wanted - held.keys():
        model(provider=provider, period=DateRange(today, None), **dict(zip(names, key, strict=True))).save(force_insert=True)
    return bool(wanted ^ held.keys())
