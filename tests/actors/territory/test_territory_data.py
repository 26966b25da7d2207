"""What every database holds after the migrations, and what the database refuses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cordee.actors.territory.models import Commune, Department, Epci, Region, Zone, ZoneCommune

pytestmark = pytest.mark.django_db


def test_the_nomenclature_is_loaded():
    assert Region.objects.filter(collectivity=False).count() == 18
    assert Department.objects.filter(collectivity=False).count() == 101
    assert set(Department.objects.filter(collectivity=True).values_list("code", flat=True)) == {"975", "977", "978", "986", "987", "988"}
    assert Epci.objects.count() == 1255
    assert Commune.objects.count() == 34963


def test_a_commune_knows_its_places():
    lille = Commune.objects.select_related("department__region", "epci").get(code="59350")
    assert (lille.name, lille.department.name, lille.department.region.name) == ("Lille", "Nord", "Hauts-de-France")
    assert lille.epci.name == "Métropole Européenne de Lille"
    assert "59000" in lille.postcodes
    assert lille.label == "Lille (59000)"
    assert lille.population > 200_000
    assert abs(lille.latitude - 50.63) < 0.05
    assert abs(lille.longitude - 3.06) < 0.05


def test_most_inhabitants_live_in_a_located_commune():
    located = sum(Commune.objects.exclude(latitude=None).exclude(population=None).values_list("population", flat=True))
    everybody = sum(Commune.objects.exclude(population=None).values_list("population", flat=True))
    assert located / everybody > 0.82
    assert not Commune.objects.filter(population__gt=100_000, latitude=None).exists()


def test_nation_and_departments_have_their_zone():
    assert Zone.objects.get(code="00").parent is None
    zones = Zone.objects.filter(kind="department").select_related("parent", "department")
    assert {zone.code for zone in zones} == set(Department.objects.values_list("code", flat=True))
    assert all(zone.parent.code == "00" and zone.department.code == zone.code for zone in zones)


def test_the_search_column_is_not_fetched():
    assert "search" in Commune.objects.get(code="59350").get_deferred_fields()


@pytest.mark.parametrize(
    ("model", "code", "field", "value"),
    [
        (Commune, "59350", "code", "5935"),
        (Commune, "59350", "latitude", 91.0),
        (Epci, "200093201", "code", "12345678X"),
        (Zone, "59", "code", "nord"),
        (Zone, "59", "department", None),
        (Zone, "59", "kind", "basin"),
    ],
)
def test_the_database_refuses(model, code, field, value):
    row = model.objects.get(code=code)
    setattr(row, field, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError):
        row.full_clean()


def test_one_zone_per_department_and_one_basin_per_commune():
    nord, lille = Zone.objects.get(code="59"), Commune.objects.get(code="59350")
    with pytest.raises(IntegrityError), transaction.atomic():
        Zone.objects.create(code="59B", name="Nord bis", kind="department", department=nord.department, parent=nord.parent)
    basins = [Zone.objects.create(code=code, name=code, kind="basin", department=nord.department, parent=nord) for code in ("59-a", "59-b")]
    ZoneCommune.objects.create(zone=basins[0], commune=lille)
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneCommune.objects.create(zone=basins[1], commune=lille)


def test_search_uses_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Commune.objects.extra(where=["search @@ 'besanc:*'::tsquery"]).explain()
    assert "territory_commune_search" in plan
