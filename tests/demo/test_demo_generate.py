"""The crowd: the same seed gives the same structures, each at its place, under numbers that nobody bears."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Q
from stdnum.fr import siren, siret

from cordee.actors.directory.models import Agreement, Identifier, Organisation, YearFigures
from cordee.actors.providers.models import Provider
from cordee.actors.providers.queries import mend_facets
from cordee.actors.territory.models import Commune
from cordee.actors.territory.queries import zone_of
from cordee.core.models import Thread
from cordee.demo.volume import numbers
from cordee.demo.volume.invent import Crowd, Place
from cordee.demo.volume.load import generate
from cordee.demo.volume.providers import generate_providers
from cordee.demo.volume.words import of_town

TODAY = date(2026, 11, 20)
PLACES = [Place(1, "Lille", "59000", "59", 238_000), Place(2, "Le Quesnoy", "59530", "59", 4_800)]


def people() -> list[Organisation]:
    return list(Organisation._base_manager.order_by("name", "city", "public_id"))


def test_same_seed_same_sheets() -> None:
    first, again, other = (list(Crowd(seed, PLACES, TODAY).sheets(200)) for seed in (5, 5, 6))
    assert first == again
    assert [s.name for s in first] != [s.name for s in other]


def test_a_second_crowd_takes_other_numbers() -> None:
    first = {s.siret for s in Crowd(5, PLACES, TODAY).sheets(300)}
    second = {s.siret for s in Crowd(5, PLACES, TODAY, first=300).sheets(300)}
    assert len(first) == len(second) == 300
    assert not first & second


def test_numbers_have_their_key_and_belong_to_nobody() -> None:
    for rank in (0, 1, 61_807, numbers.CROWD - 1, numbers.CROWD, 3 * numbers.CROWD + 7):
        body, whole = numbers.of_crowd(rank)
        assert siren.is_valid(body)
        assert siret.is_valid(whole)
        assert whole.startswith(body)
        assert body.startswith("999")


@pytest.mark.parametrize(
    ("town", "said"), [("Lille", "de Lille"), ("Amiens", "d'Amiens"), ("Le Mans", "du Mans"), ("Les Lilas", "des Lilas")]
)
def test_towns_are_said_as_in_french(town: str, said: str) -> None:
    assert of_town(town) == said


@pytest.mark.django_db
def test_generate_writes_a_crowd_that_holds() -> None:
    rows = generate(300, seed=7, today=TODAY)
    made = people()
    assert len(made) == 300
    assert (
        rows == sum(model._base_manager.count() for model in (Thread, Organisation, Identifier, Agreement, YearFigures)) + 300 + sectors()
    )
    assert all(o.fictitious and o.email.endswith(".example") and o.phone[:8] in ("01 99 00", "06 39 98") for o in made)
    assert len({o.public_id for o in made}) == len({(o.name, o.commune_id) for o in made}) == 300
    for organisation in made[:40]:
        assert organisation.commune
        assert organisation.zone == organisation.thread.zone == zone_of(organisation.commune).code
    assert Identifier._base_manager.filter(kind="siret").values("value").distinct().count() == 300


def sectors() -> int:
    return Organisation.sectors.through._base_manager.count()


@pytest.mark.django_db
def test_history_sleeps_during_the_load_only() -> None:
    generate(5, seed=1, today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM directory_organisationevent")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone() == (0,)
    organisation = people()[0]
    organisation.acronym = "ABC"
    organisation.save()
    assert organisation.history.count() == 1


@pytest.mark.django_db
@pytest.mark.covers("ORG-001")
def test_every_sort_of_structure_is_in_the_crowd() -> None:
    generate(2500, seed=3, today=TODAY, departments=["59", "62"])
    types = set(Agreement._base_manager.values_list("type", flat=True))
    assert types == {"ai", "aci", "ei", "etti", "eiti", "geiq"}
    beneficiaries = Organisation._base_manager.aggregate(
        associations=Count("id", filter=Q(legal_form="association", agreements=None)),
        cooperatives=Count("id", filter=Q(legal_form="cooperative")),
        esus=Count("id", filter=Q(esus=True, agreements=None)),
    )
    assert all(beneficiaries.values())
    assert set(Commune.objects.filter(organisations__isnull=False).values_list("department__code", flat=True)) == {"59", "62"}


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["--structures", "0"], ["--structures", "5", "--departments", "QQ"]])
def test_what_cannot_be_generated_is_said(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Donnez"):
        call_command("generate", *arguments)


def test_a_crowd_of_providers_has_sheets_that_the_search_reads(db: None) -> None:
    assert generate_providers(40, seed=3, today=date.today(), departments=["59", "62"]) > 200
    sheets = Provider.objects.for_system("test")
    assert sheets.count() == 40
    assert not sheets.filter(name="").exists()
    assert not sheets.filter(competence_ids=[]).exists()
    assert not sheets.filter(departments=[], everywhere=False).exists()
    assert mend_facets() == 0
    generate_providers(5, seed=3, today=date.today(), departments=["59"])
    assert sheets.count() == 45
