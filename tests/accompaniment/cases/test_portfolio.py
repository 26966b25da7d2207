"""The portfolio: a board for who follows, loads for who heads, DLA by DLA for the region; few queries, whatever the number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.accompaniment.cases import actions, portfolio
from cordee.accompaniment.cases.models import Case
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.cases.test_passing import held_by
from tests.factories import Someone

PAGE = "/dossiers/portefeuille/"


def opened(someone: Someone, query: str = "") -> Any:
    answer = someone.client.get(PAGE + query)
    assert answer.status_code == 200
    return answer


def columns(answer: Any) -> dict[str, tuple[int, int]]:
    """State → how many, how many late, of the columns that hold something."""
    return {c.state: (c.count, c.late) for c in answer.context["board"] if c.count}


class Team:
    def __init__(self) -> None:
        self.nord = scene.Nord()
        self.officer, self.head = self.nord.people["officer"], self.nord.people["head"]
        self.other = make.officer(of=self.nord.operator)
        scene.at("2026-06-01 09:00")
        self.late = self.case("Ancienne", "diagnosing", self.officer)
        scene.at("2027-02-22 09:00")
        self.recent = self.case("Récente", "diagnosing", self.officer)
        self.second = self.case("Seconde", "received", self.other)
        self.free = scene.open_case(make.organisation("Sans personne"))
        self.over = scene.bring(scene.open_case(make.organisation()), "closed")
        scene.at("2027-03-01 09:00")

    def case(self, name: str, state: str, by: Someone) -> Case:
        case = scene.bring(scene.open_case(make.organisation(name), title=f"Dossier {name}"), state)
        held_by(by, case, date(2026, 6, 1))
        return case


@pytest.fixture
def team(db: None) -> Team:
    return Team()


def test_the_officer_s_board_is_theirs_late_first(team: Team) -> None:
    answer = opened(team.officer)
    assert columns(answer) == {"diagnosing": (2, 1)}
    page = answer.content.decode()
    assert page.index("Ancienne") < page.index("Récente")
    assert "Seconde" not in page
    assert columns(opened(team.officer, "?qui=tous")) == {"requested": (1, 0), "received": (1, 0), "diagnosing": (2, 1)}
    assert columns(opened(team.officer, "?qui=personne")) == {"requested": (1, 0)}
    assert columns(opened(team.officer, f"?qui={team.other.membership.public_id}")) == {"received": (1, 0)}


def test_a_card_leads_to_the_next_stage_and_back(team: Team) -> None:
    card = next(c for c in opened(team.officer).context["board"] if c.state == "diagnosing").cards[0]
    page = team.officer.client.get(f"{card.step_url}?retour={PAGE}").content.decode()
    assert "valider" in page, "what is lacking is said"
    scene.prepare(team.late)
    answer = team.officer.client.post(card.step_url, {"retour": PAGE})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert columns(opened(team.officer)) == {"diagnosing": (1, 0), "shared": (1, 0)}


def loads(answer: Any) -> dict[str, tuple[int, int]]:
    return {load.name: (load.total, load.late) for load in answer.context["loads"]}


def test_the_head_reads_the_load_of_each_and_what_nobody_follows(team: Team) -> None:
    who = {str(one.user.person) for one in (team.officer, team.other)}
    found = loads(opened(team.head))
    assert found == {str(team.officer.user.person): (2, 1), str(team.other.user.person): (1, 0), "Suivis par personne": (1, 0)}
    assert who < set(found)


def test_the_region_reads_each_dla_then_its_people(team: Team) -> None:
    elsewhere = make.officer("62")
    held_by(elsewhere, scene.open_case(make.organisation("Artois", zone="62")), date(2027, 2, 1))
    region = team.nord.people["regional"]
    found = loads(opened(region))
    assert found["DLA du Nord"] == (4, 1)
    assert found[elsewhere.organisation.name] == (1, 0)
    inside = loads(opened(region, f"?dla={team.nord.operator.public_id}"))
    assert inside[str(team.other.user.person)] == (1, 0)
    assert region.client.get(f"{PAGE}?dla={make.operator('31').public_id}").status_code == 404


def test_a_colleague_of_elsewhere_has_no_board_here(team: Team) -> None:
    stranger = team.nord.people["officer_elsewhere"]
    assert team.officer.client.get(f"{PAGE}?qui={stranger.membership.public_id}").status_code == 404
    assert "Aucun dossier en cours ici" in opened(stranger).content.decode()
    for who in ("structure", "provider", "network", "funder", "controller"):
        assert team.nord.people[who].client.get(PAGE).status_code == 404, who
    assert 'class="btn btn-quiet btn-small" href="/actes/' not in opened(team.nord.people["accountant"], "?qui=tous").content.decode()


def test_a_substitute_finds_the_dossiers_where_it_stands_in(team: Team) -> None:
    away = team.nord.people["officer_elsewhere"]
    actions.stand_in(actor=team.head.actor, cases=[team.late], to=away.membership, on=date(2027, 3, 1), until=date(2027, 3, 5))
    assert columns(opened(away)) == {"diagnosing": (1, 1)}


def test_a_column_shows_twelve_cards_and_leads_to_the_list_of_all(db: None) -> None:
    nord = scene.Nord()
    officer = nord.people["officer"]
    structure = make.organisation("Grande")
    for _ in range(portfolio.SHOWN + 3):
        held_by(officer, scene.open_case(structure), date(2020, 1, 1))
    with CaptureQueriesContext(connection) as seen:
        column = next(c for c in opened(officer).context["board"] if c.count)
    before = len(seen)
    assert (column.count, len(column.cards)) == (15, 12)
    assert column.more_url == f"{reverse('cases:cases')}?etat=requested&personne={officer.membership.public_id}"
    listed = officer.client.get(column.more_url)
    assert "15 dossiers" in listed.content.decode()
    for _ in range(5):
        held_by(officer, scene.bring(scene.open_case(structure), "diagnosing"), date(2020, 1, 1))
    with CaptureQueriesContext(connection) as again:
        opened(officer)
    assert len(again) == before <= 8
