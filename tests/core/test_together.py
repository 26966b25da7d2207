"""What is read together is what each read would have given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Model, Value
from django.db.models.functions import Concat

from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Agreement, Organisation, Site, YearFigures
from cordee.actors.territory.models import Commune
from cordee.core.models import File
from cordee.core.together import read_together
from tests import factories as make


def columns(rows: Any, *more: str) -> list[dict[str, Any]]:
    names = [field.attname for field in rows.model._meta.concrete_fields if not field.generated]
    return [{name: getattr(row, name) for name in (*names, *more)} for row in rows]


@pytest.fixture
def sheet(db: None) -> Organisation:
    made = make.organisation(name="L'Atelier « & » des Élans")
    carrier = make.organisation(name="Maison mère")
    for year, budget in ((2023, "1234567.50"), (2024, "90.00")):
        YearFigures(organisation=made, year=year, budget=budget, fte="3.10").save()
    Agreement(organisation=made, type="aci", period=DateRange(date(2020, 1, 1), date(2024, 7, 1)), carried_by=carrier).save()
    Agreement(organisation=made, type="ei", period=DateRange(date(2020, 1, 1), None)).save()
    for commune in (Commune.objects.order_by("pk").first(), None):
        Site(organisation=made, kind="site", name='Cour "intérieure"\n2', commune=commune, period=DateRange(None, None)).save()
    return made


def test_each_read_gives_what_it_would_have_given_alone(sheet: Organisation, django_assert_num_queries: Any) -> None:
    said = Concat("type", Value(" "), F("reference"))
    reads: dict[str, Any] = {
        "years": sheet.years.order_by("-year"),
        "agreements": sheet.agreements.select_related("carried_by").annotate(said=said).order_by("-period", "id"),
        "sites": sheet.sites.select_related("commune").order_by("id"),
        "nobody": sheet.sites.filter(pk__in=[]).order_by("id"),
        "files": File.objects.for_system("test").filter(thread_id=sheet.thread_id).order_by("id"),
    }
    with django_assert_num_queries(1):
        found = read_together(**reads)
    with django_assert_num_queries(0):
        carriers = [agreement.carried_by for agreement in found["agreements"]]
        communes = [site.commune for site in found["sites"]]
    assert [(c.name, c.public_id) if c else None for c in carriers] == [
        (c.name, c.public_id) if c else None for c in (a.carried_by for a in reads["agreements"])
    ]
    assert communes == [site.commune for site in reads["sites"]]
    assert communes[0] is not None
    assert communes[1] is None
    for name, rows in reads.items():
        more = ("said",) if name == "agreements" else ()
        alone = columns(rows, *more)
        together = [{key: getattr(row, key) for key in of} for row, of in zip(found[name], alone, strict=True)]
        assert together == alone, name
    assert [str(year.budget) for year in found["years"]] == ["90.00", "1234567.50"]


def test_a_row_that_was_read_together_is_saved_as_any_other(sheet: Organisation) -> None:
    (latest, _) = read_together(years=sheet.years.order_by("-year"))["years"]
    latest.source = "Comptes déposés"
    latest.save()
    assert isinstance(latest, Model)
    assert sheet.years.get(year=2024).source == "Comptes déposés"


def test_what_is_selected_along_may_itself_lead_further(sheet: Organisation, django_assert_num_queries: Any) -> None:
    director = make.director(sheet)
    opened = make.takes_part(make.organisation(), sheet.thread, "network", period=DateRange(empty=True))
    alone = make.takes_part(director.organisation, sheet.thread, "structure", user=director.user)
    rows = Participation.objects.for_system("test").filter(pk__in=[opened.pk, alone.pk]).select_related("organisation", "user__person")
    with django_assert_num_queries(1):
        found = read_together(parts=rows.order_by("id"))["parts"]
        people = [(part.organisation.name, str(part.user.person) if part.user else None) for part in found]
    assert people == [(opened.organisation.name, None), (sheet.name, str(director.user.person))]
    assert [part.period.isempty for part in found] == [True, False]


def test_rows_without_an_order_are_refused(sheet: Organisation) -> None:
    with pytest.raises(ValueError, match="sites"):
        read_together(sites=sheet.sites.all())
