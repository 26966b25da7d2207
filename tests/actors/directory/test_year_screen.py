"""The screen of a year: pasted amounts, last year as a guide, two splits that total 100 %, two people at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cordee.actors.directory import actions
from cordee.actors.directory.models import Organisation, YearFigures
from cordee.actors.directory.workshops import Line, lines_of
from tests import factories as make

pytestmark = pytest.mark.django_db
LAST = timezone.localdate().year - 1


def typed(year: int = LAST, **more: str) -> dict[str, str]:
    return {"year": str(year), **more}


def post(client: Client, structure: Organisation, year: int | None = None, **more: str) -> Any:
    path = f"annees/{year}/" if year else "annees/ajouter/"
    return client.post(f"/annuaire/{structure.public_id}/{path}", typed(year or LAST, **more))


def saved(structure: Organisation, year: int = LAST) -> YearFigures:
    found: YearFigures = YearFigures.objects.for_system("test").get(organisation=structure, year=year)
    return found


@pytest.mark.covers("ORG-006", "ORG-007", "ORG-010")
def test_amounts_are_understood_as_they_are_pasted() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    figures = {
        "budget": "1\u202f234\u202f567,89\u00a0€", "hours_individuals": "59 000 h", "hours_companies": "39.526", "made_available": "558",
        "fte": "47,5 ETP", "department_share": "32 %", "sales_share": "90%", "services_share": "8", "grants_share": "2,00 %",
    }  # fmt: skip
    assert post(ines.client, structure, **figures).status_code == 302
    year = saved(structure)
    assert (year.budget, year.fte, year.department_share) == (Decimal("1234567.89"), Decimal("47.50"), 32)
    assert (year.hours_individuals, year.hours_companies, year.made_available, year.hours_total) == (59_000, 39_526, 558, 98_526)
    assert year.mix == "ventes 90\u00a0%, accompagnement payé par l'État 8\u00a0%, autres subventions 2\u00a0%"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("permanent", "11,5", "Écrivez un nombre entier, par exemple 12."),
        ("permanent", "-3", "au moins 0"),
        ("budget", "environ 12 000", "Écrivez un nombre, par exemple 9500,50."),
        ("grants_share", "3", "La répartition fait 3 %, elle doit faire 100 %."),
        ("workshop_1_share", "50", "Donnez le nom de cet atelier, ou videz la ligne."),
        ("year", "1850", "Indiquez une année entre 1980 et cette année."),
    ],
)
def test_a_bad_figure_is_refused_with_what_to_do_and_kept(name: str, value: str, sentence: str) -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    answer = post(ines.client, structure, **{name: value}) if name != "year" else post(ines.client, structure) and ines.client.post(
        f"/annuaire/{structure.public_id}/annees/ajouter/", {"year": value}
    )  # fmt: skip
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert f'value="{value}"' in answer.content.decode()


@pytest.mark.covers("ORG-902")
def test_the_empty_part_of_a_mix_is_asked_for_as_a_zero() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    answer = post(ines.client, structure, sales_share="92", services_share="8")
    assert answer.status_code == 422
    assert "Les autres parts font déjà 100 % : écrivez 0 ici." in answer.content.decode()


@pytest.mark.covers("ORG-008")
def test_workshops_are_written_with_the_year_and_total_100_or_nothing() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    rows = {"workshop_1_name": "Maquettes", "workshop_1_share": "50", "workshop_1_demand": "one_off", "workshop_2_name": "Couture"}
    wrong = post(ines.client, structure, **rows, workshop_2_share="40", workshop_2_demand="regular")
    assert wrong.status_code == 422
    assert "Les parts des ateliers font 90 %, elles doivent faire 100 %" in wrong.content.decode()
    assert post(ines.client, structure, **rows, workshop_2_share="50", workshop_2_demand="regular").status_code == 302
    assert lines_of(saved(structure)) == [Line("Maquettes", Decimal(50), "one_off"), Line("Couture", Decimal(50), "regular")]
    page = ines.client.get(structure.get_absolute_url()).content.decode()
    assert "au coup par coup, à prospecter" in page


@pytest.mark.covers("ORG-008", "ORG-902")
def test_a_workshop_changed_alone_makes_a_new_version_and_a_stale_screen_is_told() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    save: Any = actions.save_year
    save(actor=ines.actor, organisation=structure, year=LAST, values={"permanent": 9}, workshops=[Line("Couture", Decimal(100))])
    save(actor=ines.actor, organisation=structure, year=LAST, values={}, workshops=[Line("Couture", Decimal(100), "regular")], version=1)
    assert saved(structure).version == 2
    late = post(ines.client, structure, LAST, permanent="10", version="1", workshop_1_name="Couture", workshop_1_share="100")
    assert late.status_code == 409
    assert lines_of(saved(structure)) == [Line("Couture", Decimal(100), "regular")]
    assert saved(structure).permanent == 9


@pytest.mark.covers("ORG-902")
def test_last_year_is_a_guide_and_a_year_already_there_is_said() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    make.figures(structure, LAST - 1, budget="412000.00", permanent=11)
    form = ines.client.get(f"/annuaire/{structure.public_id}/annees/ajouter/").content.decode()
    assert f"{LAST - 1} : 412\u202f000\u00a0€" in form
    assert 'data-split="ressources"' in form
    assert "directory/year.js" in form
    again = ines.client.post(f"/annuaire/{structure.public_id}/annees/ajouter/", typed(LAST - 1, permanent="12"))
    assert again.status_code == 422
    assert "Les chiffres de cette année sont déjà saisis" in again.content.decode()
    assert saved(structure, LAST - 1).permanent == 11
