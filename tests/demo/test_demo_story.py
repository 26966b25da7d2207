"""The lines of the demonstration's story that the directory and the accounts can tell, each true on first opening."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import Membership, User
from cordee.actors.directory.models import Agreement, Coverage, Organisation, Person, Role, Workshop, YearFigures
from cordee.demo.examples.stage import public_id
from cordee.demo.examples.when import working_day
from tests.factories import figures

TODAY = timezone.localdate()
J = working_day(TODAY)


@pytest.fixture(autouse=True)
def _told(story: None, db: None) -> None:
    """On the base of the demonstration."""


def sheet(key: str) -> Organisation:
    found: Organisation = Organisation._base_manager.get(public_id=public_id(key))
    return found


def read(code: str, key: str) -> tuple[int, str]:
    """What a persona reads of a sheet."""
    client = Client()
    client.force_login(User.objects.get(email=f"{code}@cordee.example"), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(sheet(key).get_absolute_url())
    return answer.status_code, answer.content.decode().replace("&#x27;", "'").replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.covers("ORG-902", "FIN-016")
def test_we_09_2_funding_mix_90_8_2_accepted_and_90_8_3_refused() -> None:
    astre = sheet("astre")
    year = YearFigures._base_manager.get(organisation=astre, year=2008)
    assert [share for _, share in year.mix_parts] == [Decimal(90), Decimal(8), Decimal(2)]
    assert sum(share for _, share in year.mix_parts) == 100
    with pytest.raises(IntegrityError, match="directory_years_mix"), transaction.atomic():
        figures(astre, 2009, sales_share=90, services_share=8, grants_share=3)
    with pytest.raises(IntegrityError, match="directory_years_grants_share"), transaction.atomic():
        figures(astre, 2009, sales_share=90, services_share=12, grants_share=-2)
    assert figures(astre, 2009, sales_share=90, services_share=8, grants_share=2).pk


@pytest.mark.covers("ORG-006", "ORG-007", "ORG-016", "ORG-020", "FIN-016")
def test_astre_reads_as_its_document_says_for_the_national_operator() -> None:
    status, page = read("avise", "astre")
    assert status == 200
    for said in ("<dt>Demandeurs d'emploi mis à disposition</dt><dd>558</dd>",
                 "98 526 heures : 59 000 chez des particuliers, 39 526 en entreprise", "32 % des heures vendues",
                 "ventes 90 %, accompagnement payé par l'État 8 %, autres subventions 2 %", "Cotentin", "non-discrimination",
                 "Appui social individualisé"):  # fmt: skip
        assert said in page, said


@pytest.mark.covers("ORG-005")
def test_dispo_services_covers_five_cantons_one_of_them_in_aveyron() -> None:
    rows = Coverage._base_manager.filter(organisation=sheet("dispo-services")).order_by("id")
    assert list(rows.values_list("name", "department__code")) == [
        ("Maurs", "15"), ("Saint-Mamet La Salvetat", "15"), ("Montsalvy", "15"), ("Laroquebrou", "15"), ("Entraigues", "12"),
    ]  # fmt: skip
    assert "Aveyron (12)" in read("avise", "dispo-services")[1]


@pytest.mark.covers("ORG-008", "ORG-017")
def test_the_two_workshops_of_the_isere_and_the_accounts_that_the_state_asked_for() -> None:
    ateliers = sheet("ateliers-sud-gresivaudan")
    rows = Workshop._base_manager.filter(figures__organisation=ateliers).order_by("id").values_list("name", "turnover_share", "demand")
    assert list(rows) == [("Maquettes", 50, "one_off"), ("Couture", 50, "regular")]
    assert (ateliers.analytical_accounting, ateliers.accounting_required_by) == (False, "DDTEFP de l'Isère")


@pytest.mark.covers("ORG-010")
def test_pa_iss_in_2008() -> None:
    page = read("avise", "pa-iss")[1]
    for said in ("85 000", "1 808,5 par équivalent temps plein", "1 300 000,00 €"):
        assert said in page, said


def test_structures_that_the_study_counts_without_naming_them_say_that_their_names_are_invented() -> None:
    counted = {"thionville": (10, {"ai", "aci"}), "etti": (5, {"etti"}), "cantal": (4, {"ai"})}
    for prefix, (number, types) in counted.items():
        some = [sheet(f"{prefix}-{rank}") for rank in range(1, number + 1)]
        assert all(o.fictitious and "inventés" in o.story for o in some)
        assert set(Agreement._base_manager.filter(organisation__in=some).values_list("type", flat=True)) == types
    assert sheet("thionville-1").zone == "57"
    assert {tie.source.name for tie in sheet("deesse").tied.select_related("source")} >= {"Dispo Services"}
    assert sheet("deesse").tied.count() == sheet("ge-14").tied.count() == 5


@pytest.mark.covers("GOV-901")
def test_the_group_of_paca_ended_in_2010_and_its_sheet_stays() -> None:
    assert sheet("ge-14").ended_on == date(2010, 1, 31)
    assert "A cessé d'exister le" in read("avise", "ge-14")[1]
    assert not Role._base_manager.filter(organisation=sheet("ge-14"), period__contains=J).exists()


def test_line_of_the_seven_invented_organisations() -> None:
    types = {"fabrique-des-rives": "aci", "linge-et-compagnie": "ai", "verger-du-canal": "ei", "recycl-aisne": "aci"}
    for key, type_ in types.items():
        assert sheet(key).agreements.get().type == type_
        assert sheet(key).zone.startswith("02" if key == "recycl-aisne" else "59")
    for key in ("trois-ponts", "beffroi", "eclaireur"):
        assert sheet(key).roles.get().kind == "provider"
    assert not sheet("beffroi").identifiers.exists()
    assert sheet("eclaireur").roles.get().period.lower.year == J.year


def test_line_of_the_officer_38_quiet_structures_more() -> None:
    quiet = Organisation._base_manager.filter(fictitious=True, zone__startswith="59").exclude(name__endswith="(fictif)")
    assert quiet.count() == 38


def test_line_of_the_head_three_officers_one_leaving_in_twenty_days() -> None:
    officers = Membership._base_manager.filter(organisation=sheet("nord-actif"), profile="officer", period__contains=J)
    assert officers.count() == 3
    leaving = officers.get(period__upper_inf=False)
    assert leaving.period.upper - timedelta(days=1) == J + timedelta(days=20)


def test_line_of_the_officer_of_aisne_the_nord_is_refused_in_a_friendly_way() -> None:
    status, page = read("charge-mission-aisne", "fabrique-des-rives")
    assert status == 404
    assert "Cette page n'existe pas ou ne vous est pas ouverte" in page
    assert read("charge-mission-aisne", "recycl-aisne")[0] == 200


@pytest.mark.covers("ORG-012")
def test_line_of_the_network_five_members_of_2008_accounts_closed() -> None:
    for key in ("aider", "astre", "le-relais", "asace", "cap-emploi"):
        status, page = read("reseau-coorace", key)
        assert status == 200
        for closed in ("Chiffres et comptes", "98 526", "Ventes 90", "Budget"):
            assert closed not in page


@pytest.mark.covers("ORG-015")
def test_the_level_of_la_fabrique_is_dated_and_was_lower_before() -> None:
    rives = sheet("fabrique-des-rives")
    assert (rives.digital_level, rives.digital_level_on) == (2, J - timedelta(days=60))
    assert "auparavant très faible" in read("charge-mission-nord", "fabrique-des-rives")[1]


def test_line_of_rule_3_no_person_is_real() -> None:
    assert not Person._base_manager.filter(fictitious=False).exists()
