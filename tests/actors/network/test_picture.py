"""The network as it is and as it was: read from the demonstration, whose organisations are the documents' own."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cordee.actors.network.models import Perimeter
from cordee.actors.network.queries import picture
from cordee.core import find
from tests import factories as make

TODAY = timezone.localdate()
THEN = "2007-11-07"
WE_01 = {
    "02": "IRIAE Hauts-de-France", "59": "Nord Actif", "60": "BGE Picardie", "62": "Pas-de-Calais Actif", "80": "IRIAE Hauts-de-France",
}  # fmt: skip


@pytest.fixture
def julien(story: None, db: None) -> Any:
    return make.national()


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    assert main
    said = re.sub(r"<select.*?</select>", " ", main[0], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", said)).replace("\u00a0", " ").split())


@pytest.mark.covers("GOV-003", "GOV-008", "GOV-009")
def test_today_each_department_of_we_01_says_who_carries_it_and_the_region(julien: Any) -> None:
    for code, name in WE_01.items():
        page = words(julien.client, f"/reseau/territoires/{code}/")
        assert f"Qui porte le DLA {name}" in page, code
        assert "Mouvement Associatif Hauts-de-France DLA régional" in page, code
    page = words(julien.client, "/reseau/?region=32")
    assert re.search(r"IRIAE Hauts-de-France Aisne \(02\) ?, Somme \(80\)", page), "one host carries two DLAs"
    assert "Opérateur national" not in page, "a region shows what acts inside it"


@pytest.mark.covers("GOV-003", "GOV-008", "GOV-010", "GOV-901")
def test_in_2007_the_six_sites_of_we_02_under_the_names_of_their_time(julien: Any) -> None:
    page = words(julien.client, f"/reseau/?au={THEN}")
    sites = {
        "Comité de bassin d'emploi de Lille métropole": "03 59 30 67 30", "Entreprendre Ensemble": "03 28 22 64 26",
        "NordActif (Denain)": "03 27 44 32 58", "NordActif (Lille)": "03 20 74 57 40", "Inseraction 62 (Lens)": "03 21 42 68 44",
        "Inseraction 62 (Calais)": "03 21 00 83 08",
    }  # fmt: skip
    for name, phone in sites.items():
        assert name in page
        assert phone in page.replace("\u202f", " "), name
    assert page.count("Antenne de Inseraction 62") == 2
    assert "Centres régionaux de ressources et d'animation (C2RA)" in page
    assert "DLA régionaux" not in page
    now = words(julien.client, "/reseau/")
    assert "DLA régionaux" in now
    assert "C2RA" not in now
    assert "NordActif (Denain)" not in now


@pytest.mark.covers("GOV-006", "GOV-007")
def test_in_2009_the_resource_centre_has_its_seven_networks_and_its_delegate(julien: Any) -> None:
    page = words(julien.client, "/reseau/?au=2009-12-01&niveau=resource")
    assert "Centres nationaux d'appui et de ressources (CNAR)" in page
    assert "CNAR IAE Porté par CNLRQ 7 réseaux membres" in page
    for network in ("COORACE", "Tissons la Solidarité", "Réseau Cocagne", "CHANTIER école", "CNLRQ"):
        assert network in page
    assert "CR DLA IAE Porté par Avise" in words(julien.client, "/reseau/?niveau=resource")


@pytest.mark.covers("GOV-011", "GOV-012")
def test_other_hosts_and_a_perimeter_wider_than_the_department(julien: Any) -> None:
    page = words(julien.client, "/reseau/?au=2008-06-01&niveau=departmental")
    for name in ("Cantal Expansion Cantal (15)", "COJEP Moselle (57)", "MCAE Isère (38)", "ESIA Bouches-du-Rhône (13)", "Manche (50)"):
        assert name in page
    assert "Provence-Alpes-Côte d'Azur (Région)" in words(julien.client, "/reseau/territoires/13/?au=2007-01-15")
    assert Perimeter.objects.for_system("test").get().organisation.name == "ESIA"


@pytest.mark.covers("GOV-035")
def test_the_funders_and_supporters_of_2021(story: None, db: None) -> None:
    known = picture.national_funders(date(2021, 6, 1))
    assert known == ["Banque des Territoires", "ESS France", "Fonds social européen (FSE)", "Le Mouvement associatif", "État"]


@pytest.mark.covers("GOV-036")
def test_the_funders_of_2007_follow_the_department(julien: Any) -> None:
    nord = words(julien.client, f"/reseau/territoires/59/?au={THEN}")
    for name in ("DDTEFP du Nord", "Conseil régional Nord – Pas-de-Calais", "Conseil général du Nord", "Lille Métropole Communauté urbaine",
                 "Dunkerque Grand Littoral", "Caisse des Dépôts (CDC)"):  # fmt: skip
        assert name in nord
    assert "Conseil général du Pas-de-Calais" not in nord
    other = words(julien.client, f"/reseau/territoires/62/?au={THEN}")
    assert "Conseil général du Pas-de-Calais" in other
    assert "Conseil général du Nord" not in other
    assert "Lille Métropole" not in other


def test_a_territory_says_who_carried_it_before_and_its_objectives(julien: Any) -> None:
    page = words(julien.client, "/reseau/territoires/59/")
    assert "Auparavant" in page
    assert "Entreprendre Ensemble Bassin de Dunkerque (59) · du 01/01/2007 au 31/12/2007" in page
    assert "Version 2 En préparation Version 1 Publiée" in page
    assert "Aucune déclinaison locale publiée" in words(julien.client, f"/reseau/territoires/59/?au={THEN}")
    basin = words(julien.client, "/reseau/territoires/59-lille/")
    assert "Nord Actif pour tout le département" in basin.replace(" Siège de Lille, Lille", "")


def test_whoever_is_signed_in_reads_it_and_opens_only_the_sheets_that_are_theirs(story: None, db: None) -> None:
    director = make.director()
    html = director.client.get("/reseau/territoires/59/").content.decode()
    assert "<strong>Nord Actif</strong>" in html
    assert 'href="/annuaire/' not in re.search(r"<main.*?</main>", html, re.DOTALL)[0]  # type: ignore[index]
    assert "En préparation" not in html
    assert "Attribuer" not in html


def test_what_is_typed_badly_gets_a_page(julien: Any) -> None:
    for query in ("au=hier", "au=0207-01-01", "au=99999-01-01", "niveau=zzz", "region=%00", "region=999", "au=%00"):
        answer = julien.client.get(f"/reseau/?{query}")
        assert answer.status_code == 422, query
        assert "<h1>" in answer.content.decode()
    assert "Aucun opérateur enregistré ce jour-là" in words(julien.client, "/reseau/?au=1990-01-01")
    assert "Aucun repère en vigueur ce jour-là" in words(julien.client, "/reseau/reperes/?au=1990-01-01")
    for url in ("/reseau/territoires/00/", "/reseau/territoires/zz/", "/reseau/territoires/r32/", "/reseau/reperes/ajouter/zz/"):
        assert julien.client.get(url).status_code == 404, url


def test_the_page_costs_the_same_whatever_the_number_of_operators(db: None, django_assert_max_num_queries: Any) -> None:
    julien = make.national()
    for code in ("59", "62", "02"):
        make.operator(code)
    julien.client.get("/reseau/")
    with django_assert_max_num_queries(15) as few:
        julien.client.get("/reseau/")
    for number in range(20):
        make.operator(("59", "62", "02", "31")[number % 4])
    with django_assert_max_num_queries(len(few)):
        julien.client.get("/reseau/")


@pytest.mark.covers("GOV-009", "EXT-001")
def test_the_box_finds_the_operator_of_a_place_and_the_reference_data(story: None, db: None) -> None:
    salome = make.director()

    def hits(text: str, code: str) -> list[tuple[str, str]]:
        return [(hit.label, hit.url) for group in find.find(salome.actor, text).groups if group.source.code == code for hit in group.hits]

    assert ("IRIAE Hauts-de-France", "/reseau/territoires/02/") in hits("dla aisne", "reseau")
    above = ("Mouvement Associatif Hauts-de-France", "/reseau/territoires/80/")
    assert hits("somme", "reseau") == [("IRIAE Hauts-de-France", "/reseau/territoires/80/"), above]
    assert ("Nord Actif", "/reseau/territoires/59/") in hits("nord actif", "reseau")
    assert next(label for label, _ in hits("marché de l'inclusion", "reperes")) == "Marché de l'inclusion"
    assert any("lecture incertaine" in hit.why for group in find.find(salome.actor, "part des associations").groups for hit in group.hits)


def test_a_perimeter_is_kept_on_the_sheet_of_its_operator(db: None) -> None:
    esia = make.operator("59", "ESIA Essai")
    ines = make.officer(of=esia)
    page = ines.client.get(esia.get_absolute_url()).content.decode()
    assert "Un accompagnement peut dépasser le territoire du DLA" in page
    url = f"{esia.get_absolute_url()}perimetres/ajouter/"
    missing = ines.client.post(url, {"kind": "region", "place": "Hauts-de-France"})
    assert "Indiquez depuis quand" in missing.content.decode()
    assert 'value="Hauts-de-France"' in missing.content.decode()
    assert ines.client.post(url, {"kind": "region", "place": "Hauts-de-France", "period_debut": "2024-01-01"}).status_code == 302
    assert "Hauts-de-France" in words(make.director().client, "/reseau/territoires/59/")
