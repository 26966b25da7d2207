"""The register as a list: who is found, by what, seen by whom, at what cost."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from cordee.actors.providers.models import Rate
from cordee.actors.providers.search import facts
from cordee.actors.providers.search.facts import Fact, FactSource, Kind
from cordee.core.find.near import refresh_vocabulary
from tests import factories as make
from tests.actors.providers.search.making import DIGITAL, ECONOMY, SOCIAL, provider, suspended

LIST = "/annuaire/prestataires/"


def text(client: Any, query: str = "q=") -> str:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def register(db: None) -> Any:
    provider("Cap Modèle", sectors=("textile",), presentation="Accompagnement à la comptabilité analytique.")
    provider("Boussole Sociale", competences=(SOCIAL,), departments=("02", "80"), kind="self_employed")
    provider("Partout Numérique", competences=(DIGITAL, ECONOMY), everywhere=True)
    return make.officer("59")


def shown(client: Any, query: str) -> set[str]:
    page = text(client, query)
    return {name for name in ("Cap Modèle", "Boussole Sociale", "Partout Numérique") if name in page}


@pytest.mark.covers("PRO-003", "PRO-009")
@pytest.mark.parametrize(("query", "found"), [
    ("q=modeles", {"Cap Modèle", "Partout Numérique"}),  # by name or by competence, in the plural, without accents
    ("q=comptabilites", {"Cap Modèle"}),
    (f"competence={ECONOMY}", {"Cap Modèle", "Partout Numérique"}),
    ("theme=STRAT", {"Boussole Sociale"}),
    ("secteur=textile", {"Cap Modèle"}),
    ("departement=59", {"Cap Modèle", "Partout Numérique"}),
    ("departement=02&theme=ECO", {"Partout Numérique"}),
    ("nature=self_employed", {"Boussole Sociale"}),
    ("etat=spotted&q=cap", {"Cap Modèle"}),
    ("tri=recent", {"Cap Modèle", "Boussole Sociale", "Partout Numérique"}),
])  # fmt: skip
def test_providers_are_found_by_text_competence_sector_and_place(register: Any, query: str, found: set[str]) -> None:
    assert shown(register.client, query) == found


def test_a_typing_fault_finds_what_was_meant_and_says_so(register: Any) -> None:
    refresh_vocabulary()
    page = text(register.client, "q=comptabilte")
    assert "Rien ne répond à « comptabilte »" in page
    assert "Cap Modèle" in page
    assert 'value="comptabilte"' in page


@pytest.mark.parametrize("query", ["q=" + "!%3F;:.,-" * 40, "q=" + "%27%29%3B--" * 30])
def test_three_hundred_characters_of_punctuation_get_a_calm_empty_page(register: Any, query: str) -> None:
    page = text(register.client, query)
    assert "Rien ne répond à tous ces filtres à la fois" in page
    assert "3 prestataires" in page, "the whole list is one gesture away"
    assert "Cap Modèle" not in page


def test_the_department_of_the_officer_is_where_the_list_begins(register: Any) -> None:
    page = register.client.get(LIST).content.decode()
    assert "Intervient dans : 59 · Nord" in page
    assert "Boussole Sociale" not in page
    assert "Boussole Sociale" in make.national().client.get(LIST).content.decode()


@pytest.mark.covers("PRO-008", "GOV-024")
def test_new_ones_have_their_own_filter(register: Any) -> None:
    provider("Éclaireur Neuf", known_for_days=10)
    page = text(register.client, "nouveaux=oui")
    assert "Éclaireur Neuf" in page
    assert "Cap Modèle" not in page


def test_the_suspended_are_left_out_on_request(register: Any) -> None:
    suspended(provider("En Pause"))
    assert "En Pause" in text(register.client, "q=pause")
    assert "En Pause" not in text(register.client, "disponibles=oui")


# -- facts ------------------------------------------------------------------------------------------------------------
def test_facts_are_read_once_for_the_rows_shown_and_never_invented(register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text(register.client).count("aucune mission suivie dans Cordée") == 3
    batches: list[int] = []

    def read(question: Any, ids: Any) -> Any:
        batches.append(len(ids))
        return {pk: Fact(4) for pk in ids[:1]}

    monkeypatch.setitem(facts.sources._items, "essai", FactSource("essai", Kind.MISSION, "essai", read))
    page = text(register.client)
    assert batches == [3]
    assert page.count("4\u00a0missions dans Cordée") == 1
    assert page.count("aucune mission suivie dans Cordée") == 2


# -- who reads what ---------------------------------------------------------------------------------------------------
def export(client: Any) -> tuple[list[str], list[list[str]]]:
    status, content = make.read(client, f"{LIST}export.csv?q=")
    assert status == 200
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return header, lines


def test_the_export_holds_rates_for_operators_alone_and_never_bank_nor_age(register: Any) -> None:
    one = provider("Tarifé")
    Rate(provider=one, day_ht=Decimal(800), day_ttc=Decimal(960), period=make.EVER).save()
    header, lines = export(register.client)
    row = dict(zip(header, next(line for line in lines if line[0] == "Tarifé"), strict=True))
    assert (row["Journée TTC, au moins (€)"], row["État"], row["Intervient"]) == ("960,00", "Repéré", "Nord")
    assert not [title for title in header if any(word in title.lower() for word in ("iban", "banc", "âge", "naissance"))]
    header, lines = export(make.network().client)
    assert header == ["Nom", "Compétences", "Intervient", "Secteurs", "Ville", "Nature", "Repéré le"]
    assert "960" not in str(lines)


@pytest.mark.parametrize("who", [make.provider, make.funder, lambda: make.director(make.organisation())])
def test_those_who_do_not_read_the_register_find_no_list(register: Any, who: Any) -> None:
    client = who().client
    assert [client.get(url).status_code for url in (LIST, f"{LIST}comparer/", f"{LIST}couverture/", f"{LIST}pour/")] == [404] * 4


def test_a_network_reads_cards_without_state_nor_follow_up(register: Any) -> None:
    page = text(make.network().client)
    assert "Cap Modèle" in page
    assert "mission suivie" not in page
    assert "Repéré</span>" not in page
    assert "Cap Modèle" in text(make.network().client, "etat=withdrawn"), "a filter that is not theirs is not read"


def test_a_list_costs_six_queries_for_two_rows_as_for_twenty(register: Any) -> None:
    def cost() -> int:
        register.client.get(f"{LIST}?departement=59")
        with CaptureQueriesContext(connection) as seen:
            register.client.get(f"{LIST}?departement=59")
        return len(seen)

    before = cost()
    for number in range(18):
        provider(f"Conseil {number}")
    assert cost() == before <= 6


def test_a_period_of_rates_that_ended_is_not_a_rate(register: Any) -> None:
    one = provider("Ancien tarif")
    Rate(provider=one, day_ht=Decimal(100), day_ttc=Decimal(120), period=DateRange(make.LONG_AGO.lower, make.LONG_AGO.upper)).save()
    assert "120" not in str(export(register.client)[1])
