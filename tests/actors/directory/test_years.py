"""Figures of a year: one line a year, never overwritten by another; a mix of resources totals 100 %, or is left empty."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cordee.actors.directory import actions
from cordee.actors.directory.models import YearFigures
from cordee.actors.directory.year_form import YearForm
from cordee.core.edits import Stale
from tests.factories import figures, officer, organisation

pytestmark = pytest.mark.django_db
MIX_90_8_2 = {"sales_share": Decimal(90), "services_share": Decimal(8), "grants_share": Decimal(2)}


@pytest.mark.covers("ORG-902", "FIN-016")
def test_90_8_2_is_accepted_and_90_8_3_is_refused_by_the_database_itself() -> None:
    structure = organisation(zone="59")
    figures(structure, 2008, **MIX_90_8_2)
    with pytest.raises(IntegrityError, match="directory_years_mix"), transaction.atomic():
        figures(structure, 2009, **(MIX_90_8_2 | {"grants_share": Decimal(3)}))
    with pytest.raises(IntegrityError, match="directory_years_mix"), transaction.atomic():
        figures(structure, 2010, sales_share=Decimal(90))


@pytest.mark.covers("ORG-902")
@pytest.mark.parametrize(
    ("mix", "sentence"),
    [
        (("90", "8", "3"), "La répartition fait 101 %, elle doit faire 100 %. Votre saisie est conservée."),
        (("90,5", "8", ""), "La répartition fait 98,5 %, elle doit faire 100 %. Votre saisie est conservée."),
    ],
)
def test_the_form_says_what_the_mix_makes_and_keeps_it(mix: tuple[str, str, str], sentence: str) -> None:
    form = YearForm({"year": "2008", "sales_share": mix[0], "services_share": mix[1], "grants_share": mix[2]})
    assert not form.is_valid()
    assert form.errors["grants_share"] == [sentence]
    assert form["sales_share"].value() == mix[0]


@pytest.mark.covers("ORG-902")
def test_a_later_year_never_overwrites_an_earlier_one() -> None:
    structure, ines = organisation(zone="59"), officer("59").actor
    save: Any = actions.save_year
    save(actor=ines, organisation=structure, year=2024, values={"permanent": 9})
    save(actor=ines, organisation=structure, year=2025, values={"permanent": 10})
    rows = YearFigures.objects.for_system("test").filter(organisation=structure).order_by("year")
    assert list(rows.values_list("year", "permanent")) == [(2024, 9), (2025, 10)]
    save(actor=ines, organisation=structure, year=2024, values={"permanent": 11}, version=1)
    with pytest.raises(Stale):
        save(actor=ines, organisation=structure, year=2024, values={"permanent": 12}, version=1)
    assert list(rows.values_list("year", "permanent", "version")) == [(2024, 11, 2), (2025, 10, 1)]
    assert rows[0].history.order_by("pgh_id").first().permanent == 9
