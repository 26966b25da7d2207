"""« Pour une structure »: who is proposed, in which words; who is set aside; comparing; where there is nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.actors.directory.models import Competence, Organisation, Position
from cordee.actors.providers.models import Consultant, Rate, Reference
from cordee.actors.providers.search import conflicts, facts
from cordee.actors.providers.search.facts import Fact, FactSource, Kind
from cordee.core import todo
from tests import factories as make
from tests.actors.partners import scene
from tests.actors.providers.search.making import DIGITAL, ECONOMY, SOCIAL, provider, suspended

COMPARE, COVERAGE = "/annuaire/prestataires/comparer/", "/annuaire/prestataires/couverture/"


def place(structure: Organisation) -> str:
    return f"/annuaire/prestataires/pour/{structure.public_id}/"


def page(someone: Any, url: str) -> str:
    answer = someone.client.get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode().replace("\u00a0", " "))


@pytest.fixture
def rives(db: None) -> Organisation:
    return make.organisation("La Fabrique des Rives")


@pytest.fixture
def ines(db: None) -> Any:
    return make.officer("59")


def declare(monkeypatch: pytest.MonkeyPatch, kind: Kind, known: Mapping[int, Fact]) -> None:
    monkeypatch.setitem(facts.sources._items, kind, FactSource(kind, kind, "essai", lambda question, ids: known))


@pytest.mark.covers("PRO-003", "PRO-007", "GOV-024")
def test_each_one_is_proposed_in_words(rives: Any, ines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one, far = provider("Cap Modèle"), provider("Partout", everywhere=True, departments=())
    provider("Ailleurs", departments=("02",))
    today = timezone.localdate()
    declare(monkeypatch, Kind.MISSION, {one.pk: Fact(4)})
    declare(monkeypatch, Kind.MARK, {one.pk: Fact(5, mean=Decimal("4.6"))})
    declare(monkeypatch, Kind.SOLICITATION, {one.pk: Fact(2, today)})
    html = page(ines, f"{place(rives)}?competence={ECONOMY}")
    said = "intervient dans le Nord · compétence Modèle économique et plan d&#x27;affaires · 4 missions sur ce thème"
    assert f"{said} · note moyenne 4,6 (5 avis) · sollicité 2 fois ce trimestre" in html
    assert "intervient partout en France" in html
    assert "jamais sollicité" in html
    assert "Ailleurs" not in html
    assert html.index("Cap Modèle</a>") < html.index(f"{far.name}</a>"), "near before everywhere"


def test_without_any_declared_fact_nothing_is_counted(rives: Any, ines: Any) -> None:
    provider("Cap Modèle")
    html = page(ines, place(rives))
    assert "aucune mission suivie dans Cordée" in html
    assert "sollicité" not in html.replace("le moins sollicité", "")
    assert "note moyenne" not in html


@pytest.mark.covers("PRO-008", "GOV-024")
def test_the_group_of_new_ones_is_always_there(rives: Any, ines: Any) -> None:
    assert "Aucun nouveau prestataire ne répond" in page(ines, place(rives))
    provider("Ancien")
    neuf = provider("Éclaireur Neuf", known_for_days=20)
    html = page(ines, place(rives))
    assert f'href="#p-{neuf.public_id}"' in html
    assert html.count("Nouveau référencé<") == 1


# -- ties of interest -------------------------------------------------------------------------------------------------
def aside(html: str) -> str:
    return html[html.index('id="ecartes"') :] if 'id="ecartes"' in html else ""


@pytest.mark.covers("GOV-024")
def test_ties_of_interest_are_set_aside_and_said(rives: Any, ines: Any) -> None:
    tied, people, committee = provider("Cabinet Lié"), provider("Cabinet Commun"), provider("Cabinet du Comité")
    free = provider("Cabinet Libre")
    make.child("tie", rives, kind="member", target=tied.organisation, period=make.EVER)
    post = make.position(rives)
    Position(organisation=people.organisation, person=post.person, title="board", period=make.EVER).save()
    scene.seat(ines, scene.committee(ines), committee.organisation)
    html = page(ines, place(rives))
    assert free.name in html
    assert "lien déclaré avec la structure (adhère à)" in aside(html)
    assert "une même personne a des responsabilités dans les deux organisations" in aside(html)
    assert "écarté : membre du comité d&#x27;appui" in aside(html)
    assert "Boussole" not in aside(html), "the reason names no person"
    shown = html[: html.index('id="ecartes"')]
    assert not [one.name for one in (tied, people, committee) if f"{one.name}</a>" in shown]


def test_someone_of_its_team_who_sits_at_the_committee_is_a_tie_and_a_seat_elsewhere_is_none(rives: Any, ines: Any) -> None:
    one, other = provider("Cabinet du Siège"), provider("Cabinet de l'Aisne")
    post = make.position(one.organisation)
    scene.seat(ines, scene.committee(ines), make.organisation("Fondation"), person=post.person)
    aisne = make.officer("02")
    scene.seat(aisne, scene.committee(aisne, name="Comité d'appui de l'Aisne"), other.organisation)
    found = conflicts.conflicts_of(rives)
    assert one.organisation_id in found
    assert other.organisation_id not in found


def test_a_tie_that_ended_is_no_tie(rives: Any, ines: Any) -> None:
    one = provider("Ancien Lien")
    make.child("tie", rives, kind="member", target=one.organisation, period=make.LONG_AGO)
    assert aside(page(ines, place(rives))) == ""


def test_whoever_acts_for_both_is_a_tie_even_without_a_post(rives: Any) -> None:
    one = provider("Cabinet de la Directrice")
    salome = make.director(rives)
    make.person(one.organisation, "provider", user=salome.user)
    assert list(conflicts.conflicts_of(rives)) == [rives.pk, one.organisation_id]


def test_suspended_or_withdrawn_ones_are_not_proposed(rives: Any, ines: Any) -> None:
    suspended(provider("En Pause"))
    assert "En Pause" not in page(ines, place(rives))


@pytest.mark.parametrize("who", [lambda: make.officer("02"), make.network, make.provider, lambda: make.director(make.organisation())])
def test_only_the_operator_of_the_territory_looks_for_a_structure(rives: Any, who: Any) -> None:
    someone = who()
    assert [someone.client.get(f"{place(rives)}{end}").status_code for end in ("", "garder/")] == [404, 404]


def test_a_structure_is_chosen_by_name_on_one_s_own_territory(rives: Any, ines: Any) -> None:
    make.organisation("Fabrique de Laon", zone="02")
    html = page(ines, "/annuaire/prestataires/pour/?q=fabrique")
    assert place(rives) in html
    assert "Fabrique de Laon" not in html


def test_the_page_costs_the_same_for_two_as_for_twenty(rives: Any, ines: Any) -> None:
    provider("Premier")
    url = f"{place(rives)}?theme=ECO"

    def cost() -> int:
        page(ines, url)
        with CaptureQueriesContext(connection) as seen:
            page(ines, url)
        return len(seen)

    before = cost()
    for number in range(19):
        provider(f"Conseil {number}")
    assert cost() == before <= 15


@pytest.mark.parametrize("query", ["competence=%00", "theme=zzz", "departement=%27", "q=%00", "q=" + "%3F" * 300, "q=!!!"])
def test_a_forged_need_gets_a_page(rives: Any, ines: Any, query: str) -> None:
    provider("Cap Modèle")
    page(ines, f"{place(rives)}?{query}")


# -- comparing --------------------------------------------------------------------------------------------------------
def compared(*ones: Any, structure: Any = None) -> str:
    more = f"&structure={structure.public_id}" if structure else ""
    return f"{COMPARE}?{'&'.join(f'p={one.public_id}' for one in ones)}{more}"


@pytest.fixture
def two(db: None) -> tuple[Any, Any]:
    one, other = provider("Premier", sectors=("textile",)), provider("Second", competences=(SOCIAL,))
    Rate(provider=one, day_ht=Decimal(800), day_ttc=Decimal(960), period=make.EVER).save()
    Reference(provider=one, client="Atelier du Lin", year=2024, subject="Plan d'affaires", similar=True).save()
    person = make.position(one.organisation, "Falaise").person
    Consultant(provider=one, person=person, status="head", field="Gestion", since_year=date.today().year - 12, period=make.EVER).save()
    return one, other


def test_providers_are_read_side_by_side(two: Any, ines: Any, rives: Any) -> None:
    html = page(ines, compared(*two, structure=rives))
    assert "Atelier du Lin, 2024" in html
    assert "12 ans d&#x27;expérience" in html
    assert "Journée de conseil : 800,00 € HT, 960,00 € TTC" in html
    assert "il manque l&#x27;adresse" in html
    assert "Falaise" not in html, "no name and no age"
    assert html.count("<article") == 2


def test_a_fifth_is_refused_kindly_and_nothing_is_lost(db: None, ines: Any) -> None:
    five = [provider(f"Cabinet {n}") for n in range(5)]
    html = page(ines, compared(*five))
    assert html.count("<article") == 4
    assert "La comparaison tient sur quatre colonnes" in html
    assert "Laissé de côté : Cabinet 4" in html


def test_rates_and_follow_up_are_the_scheme_s_own(two: Any) -> None:
    html = page(make.network(), compared(*two))
    assert "960" not in html
    assert html.count("réservé aux opérateurs du dispositif") == 8
    for someone in (make.provider(of=two[0].organisation), make.funder()):
        assert someone.client.get(compared(*two)).status_code == 404


@pytest.mark.parametrize("query", ["", "p=", "p=x&p=%00", "p=00000000-0000-4000-8000-000000000000"])
def test_nobody_to_compare_says_what_to_do(ines: Any, query: str) -> None:
    assert "Aucun prestataire à comparer" in page(ines, f"{COMPARE}?{query}")


def test_the_comparison_says_who_is_tied(two: Any, ines: Any, rives: Any) -> None:
    make.child("tie", rives, kind="member", target=two[0].organisation, period=make.EVER)
    assert "lien déclaré avec la structure" in page(ines, compared(*two, structure=rives))


def test_chosen_rows_of_the_list_open_the_comparison(two: Any, ines: Any) -> None:
    keys = [str(one.public_id) for one in two]
    answer = ines.client.post("/annuaire/prestataires/actes/", {"acte": "comparer", "ligne": keys, "retour": ""})
    assert (answer.status_code, answer.headers["Location"]) == (302, compared(*two))


# -- where there is nobody --------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-007")
def test_the_map_counts_the_available_and_names_the_gaps(db: None, ines: Any) -> None:
    provider("Cap Modèle", departments=("59", "62"))
    provider("Autre Modèle", departments=("59",))
    suspended(provider("En Pause", departments=("02",)))
    html = page(ines, f"{COVERAGE}?theme=ECO")
    assert "Nord (59) : 2 prestataires" in html
    assert "Pas-de-Calais (62) : 1 prestataire<" in html
    gaps = html[html.index("Sans prestataire</h3>") :]
    assert "Aisne (02)" in gaps[: gaps.index("<figure")]
    assert "Nord (59)" not in gaps[: gaps.index("<figure")]
    provider("Partout", everywhere=True, departments=())
    assert "Nord (59) : 3 prestataires" in page(ines, f"{COVERAGE}?theme=ECO")
    assert "Chaque département a au moins un prestataire" in page(ines, f"{COVERAGE}?theme=ECO")


@pytest.mark.covers("PRO-007")
def test_the_region_finds_its_widest_gap_on_its_home(db: None) -> None:
    every_theme = [word.code for word in Competence.objects.for_system("test").exclude(theme=None).order_by("pk")]
    provider("Sait tout", competences=every_theme, departments=("59", "62"))
    provider("Tout sauf le numérique", competences=[c for c in every_theme if c not in (DIGITAL, "communication")], departments=("02",))
    helene = make.regional()

    def lines(someone: Any) -> list[tuple[str, str]]:
        return [(t.title, t.detail) for t in todo.todos(someone.actor) if t.title.startswith("Repérer")]

    gap = [("Repérer un prestataire : Transition numérique, communication", "sans prestataire sur ce thème : Aisne")]
    assert lines(helene) == gap
    suspended(provider("Inutile", competences=(DIGITAL,), departments=("02",)))
    assert lines(helene) == gap, "a suspended one covers nothing"
    assert lines(make.officer("02")) == []
    provider("Partout", competences=(DIGITAL,), departments=(), everywhere=True)
    assert lines(helene) == []
