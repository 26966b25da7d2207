"""The map: every department, valid XML, no inline style, and never colour alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from cordee.actors.territory.choropleth import choropleth, default_thresholds, written
from cordee.actors.territory.queries import map_departments

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [d for d in map_departments() if d.path]
VALUES = {d.code: place for place, d in enumerate(DRAWN)}
TAG = '{% load territory_map %}{% france_map values=values label="Structures" unit="structure,structures" links=links %}'


@pytest.fixture
def html(room) -> str:
    return Template(TAG).render(Context({"values": VALUES, "links": {}}))


@pytest.fixture
def linked(room) -> str:
    links = {d.code: f"/territoires/{d.code}/" for d in DRAWN}
    return Template(TAG).render(Context({"values": VALUES, "links": links}))


def drawing(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(re.search(r"<svg .*?</svg>", html, re.DOTALL)[0])  # noqa: S314 - our own output


def test_every_department_is_drawn_and_named(html):
    paths = [p for p in drawing(html).iter(f"{SVG}path") if p.get("class", "").startswith("department")]
    assert len(paths) == len(DRAWN) == 101
    titles = {p.find(f"{SVG}title").text for p in paths}
    assert "Ain (01) : 0\u00a0structure" in titles
    assert "Allier (03) : 2\u00a0structures" in titles
    assert all(p.get("d").startswith("M") and p.get("d").endswith("z") for p in paths)


def test_each_level_has_its_own_pattern(html):
    root = drawing(html)
    patterns = {p.get("id"): ElementTree.tostring(p) for p in root.iter(f"{SVG}pattern")}
    used = {p.get("fill") for p in root.iter(f"{SVG}path") if p.get("fill")}
    assert used == {f"url(#carte-structures-{level})" for level in range(6)}
    assert len({re.sub(rb'id="[^"]*"|lvl-\w+', b"", pattern) for key, pattern in patterns.items() if key[-1] in "1234"}) == 4


def test_strict_policy_and_weight(html, linked):
    for page in (html, linked):
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=", page)
        assert len(page.encode()) < 120_000


def test_the_table_says_what_the_map_says(html):
    rows = re.findall(r'<th scope="row">(.*?)</th>.*?<td class="num"[^>]*>(.*?)</td>', html, re.DOTALL)
    assert len(rows) == 101
    assert ("Nord (59)", written(VALUES["59"], "structures")) in rows


def test_links_are_for_pointer_on_the_map_and_for_all_in_the_table(linked, html):
    root = drawing(linked)
    anchors = list(root.iter(f"{SVG}a"))
    assert root.get("aria-hidden") == "true"
    assert len(anchors) == 101
    assert all(a.get("tabindex") == "-1" for a in anchors)
    assert '<th scope="row"><a href="/territoires/59/">Nord (59)</a></th>' in linked
    assert drawing(html).get("role") == "img"
    assert "Le tableau qui suit" in drawing(html).get("aria-label")


def test_names_are_escaped(room):
    page = Template(TAG).render(Context({"values": {"59": 1}, "links": {"59": '"><b>'}}))
    assert "<b>" not in page


def test_unknown_is_not_zero():
    result = choropleth({"59": 0, "62": 3})
    levels = {row.department.code: (row.level, row.text) for row in result.rows}
    assert levels["59"] == ("0", "0")
    assert levels["62"] == ("1", "3")
    assert levels["75"] == ("none", "sans donnée")
    assert result.legend == [("0", "0"), ("1", "3 et plus"), ("none", "Sans donnée")]


def test_overseas_collectivities_appear_when_they_have_a_value():
    assert "988" in {row.department.code for row in choropleth({"988": 4}).rows}
    assert "988" not in {row.department.code for row in choropleth({"59": 4}).rows}


def test_levels_hold_equal_shares_and_the_legend_reads_well():
    bounds = default_thresholds([1234, 2345, 3456, 4567, 5678, 6789, 7890, 8901, 9012, 10123])
    assert bounds == [1200, 3400, 5600, 7800, 9000]
    legend = choropleth({"59": 1, "62": 12, "75": 30}, thresholds=[1, 10, 20]).legend
    assert [text for _, text in legend][:3] == ["1 à 9", "10 à 19", "20 et plus"]
    assert choropleth({"59": 0.5, "62": 2.5}, thresholds=[1, 2]).legend[0] == ("0", "Moins de 1")


def test_an_empty_map_says_so():
    assert choropleth({}).legend == [("none", "Sans donnée")]


def test_a_negative_quantity_is_refused():
    with pytest.raises(ValueError, match="negative"):
        choropleth({"59": -1})


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0\u00a0jour"), (1.5, "1,5\u00a0jour"), (2, "2\u00a0jours"), (12345, "12\u00a0345\u00a0jours")],
)
def test_numbers_in_french(value, expected):
    assert written(value, "jour,jours") == expected
