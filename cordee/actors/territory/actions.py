"""What the scheme decides about its territory."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from cordee.actors.territory.models import Commune, Department, Zone, ZoneCommune


@transaction.atomic
def create_basin(*, code: str, name: str, department: Department, communes: Iterable[Commune]) -> Zone:
    """A basin of a department: some of its communes, none of which belongs to another basin."""
    # Two basins of one department are made one after the other, so that the loser reads which commune is taken.
    parent = Zone.objects.select_for_update(no_key=True).get(kind=Zone.Kind.DEPARTMENT, department=department)
    members = list(communes)
    _refuse_strangers(department, members)
    basin = Zone(code=code, name=name, kind=Zone.Kind.BASIN, department=department, parent=parent)
    if not code.startswith(f"{department.code}-"):
        raise ValidationError({"code": f"Le code d'un bassin de ce département commence par {department.code}-."})
    basin.full_clean()
    basin.save()
    ZoneCommune.objects.bulk_create([ZoneCommune(zone=basin, commune=commune) for commune in members])
    return basin


def _refuse_strangers(department: Department, communes: list[Commune]) -> None:
    if not communes:
        raise ValidationError("Un bassin compte au moins une commune.")
    if outside := [c.name for c in communes if c.department_id != department.pk]:
        raise ValidationError(f"Hors du département {department} : {', '.join(outside)}.")
    taken = ZoneCommune.objects.filter(commune__in=communes).select_related("zone", "commune").order_by("commune__sort_key")
    if held := [f"{line.commune.name} ({line.zone.name})" for line in taken]:
        raise ValidationError(f"Déjà dans un bassin : {', '.join(held)}.")
