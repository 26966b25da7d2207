"""Two people draw two basins over the same commune at the same time: one has it, the other reads who took it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from cordee.actors.territory.actions import create_basin
from cordee.actors.territory.models import Commune, Department, Zone, ZoneCommune


def test_one_basin_has_the_commune(own_db: Any) -> None:
    nord, lille = Department.objects.get(code="59"), Commune.objects.get(code="59350")

    def draw(code: str) -> Zone:
        return create_basin(code=code, name=f"Bassin {code}", department=nord, communes=[lille])

    results = own_db.together(lambda: draw("59-a"), lambda: draw("59-b"))
    (made,) = [result for result in results if isinstance(result, Zone)]
    (refused,) = [result for result in results if isinstance(result, ValidationError)]
    assert refused.messages == [f"Déjà dans un bassin : Lille ({made.name})."]
    assert ZoneCommune.objects.get(commune=lille).zone == made
    assert Zone.objects.filter(kind="basin").count() == 1
