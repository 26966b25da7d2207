"""The pages of the territory and the suggestions under a commune field."""

from __future__ import annotations

import pytest

from cordee.actors.territory.actions import create_basin
from cordee.actors.territory.models import Commune, Department


def test_options_answer_what_is_typed(visitor, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = visitor.get("/territoires/communes/", {"q": "besanc"}).content.decode()
    assert 'role="option"' in html
    assert 'data-code="25056"' in html
    assert 'data-label="Besançon (25000)"' in html


def test_options_say_when_nothing_answers(visitor):
    html = visitor.get("/territoires/communes/", {"q": "zzzz"}).content.decode()
    assert "Aucune commune ne commence ainsi" in html
    assert "data-code" not in html
    assert visitor.get("/territoires/communes/").status_code == 200


def test_france_shows_map_and_regions(visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        html = visitor.get("/territoires/").content.decode()
    assert html.count('class="department lvl-') > 101
    assert "Hauts-de-France" in html
    assert 'href="/territoires/59/"' in html
    assert " style=" not in html


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("besançon", "Besançon (25000)"),
        ("62", "Pas-de-Calais (62)"),
        ("zzzz", "Aucune région ni aucun département ne répond à « zzzz »"),
        ("<b>", "« &lt;b&gt; »"),
    ],
)
def test_france_is_searched(visitor, q, expected):
    assert expected in visitor.get("/territoires/", {"q": q}).content.decode()


def test_a_department_shows_its_basins_and_bodies(visitor, django_assert_max_num_queries):
    nord = Department.objects.get(code="59")
    create_basin(code="59-lille", name="Lille métropole", department=nord, communes=Commune.objects.filter(code="59350"))
    with django_assert_max_num_queries(4):
        html = visitor.get("/territoires/59/").content.decode()
    assert "Lille métropole" in html
    assert "59-lille" in html
    assert "Métropole Européenne de Lille" in html
    assert "n'est pas découpé" not in html


@pytest.mark.parametrize("code", ["2A", "974", "988"])
def test_every_kind_of_department_has_its_page(visitor, code):
    assert "n'est pas découpé en bassins" in visitor.get(f"/territoires/{code}/").content.decode()


def test_an_unknown_department_is_not_there(visitor):
    assert visitor.get("/territoires/99/").status_code == 404


def test_pages_are_only_read(visitor):
    assert visitor.post("/territoires/").status_code == 405
