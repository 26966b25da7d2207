"""Sheets that may be one: what brings them together, what a person decides, and what nobody learns."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.actors.directory.duplicates import Name, close_to, find_duplicates, tell_apart
from cordee.actors.directory.models import DuplicateCandidate, Organisation
from cordee.actors.directory.queries import known_siret
from cordee.actors.territory.models import Commune
from cordee.core import merging
from cordee.core.access import Refused
from cordee.core.journal import fil
from cordee.core.todo import todos
from tests import factories as make

SIRET, SIRET_2 = "12000101100010", "12000101100028"


def pairs() -> dict[frozenset[str], list[str]]:
    rows = DuplicateCandidate.objects.for_system("test").select_related("first", "second").order_by("id")
    return {frozenset((row.first.name, row.second.name)): row.reasons for row in rows}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Association Le Relais", "Relais (Le)", True),
        ("Lutte contre l'illetrisme", "Lutte contre l'illettrisme", True),
        ("Atelier 7", "Atelier 8", False),
        ("Les Jardins de Cocagne", "Les Ateliers de Cocagne", False),
        ("Association", "Asso", False),
        ("Club de judo du Ruisseau", "Club de judo du Sentier", False),
        ("Harmonie des Trois Moulins de Cambrai", "Harmonie de Cambrai", False),
        ("Porte-Plume", "Porteplume", True),
    ],
)
def test_near_names(one: str, other: str, near: bool) -> None:
    assert Name.of(one).is_near(Name.of(other)) is near


@pytest.mark.covers("ORG-901")
def test_the_job_says_what_brings_two_sheets_together(db: None) -> None:
    make.organisation("Alpha", siret=SIRET)
    make.organisation("Bêta", siret=SIRET)
    antenna = make.organisation("Alpha, antenne", siret=SIRET, zone="62")
    make.child("tie", antenna, kind="antenna", period=make.EVER, target=Organisation.objects.for_system("t").get(name="Alpha"))
    make.organisation("Gamma", siret="13000548100018", address="2, rue des Rives", postcode="59000")
    make.organisation("Delta", siret="13000548100026", address="2 Rue des rives", postcode="59000")
    make.organisation("L'Écluse", postcode="59000")
    make.organisation("L’écluse", postcode="59000", zone="62")
    make.organisation("Ateliers du Peuple")
    make.organisation("Les Atelier du Peuple")
    make.organisation("Les Atelier du Peuple", zone="62")
    find_duplicates()
    assert pairs() == {
        frozenset(("Alpha", "Bêta")): ["siret"],
        frozenset(("Bêta", "Alpha, antenne")): ["siret"],
        frozenset(("Gamma", "Delta")): ["siren_address"],
        frozenset(("L'Écluse", "L’écluse")): ["name_postcode"],
        frozenset(("Ateliers du Peuple", "Les Atelier du Peuple")): ["near_name"],
    }


def test_a_decision_is_kept_and_the_pair_never_comes_back(db: None) -> None:
    ines = make.officer("59")
    one, two = make.organisation("L'Écluse", postcode="59000"), make.organisation("L'Ecluse", postcode="59000")
    find_duplicates()
    pair = DuplicateCandidate.objects.visible_to(ines.actor).get()
    assert [t.url for t in todos(ines.actor)] == [pair.get_absolute_url()]
    tell_apart(pair, actor=ines.actor, reason="L'une est un restaurant.")
    find_duplicates()
    pair.refresh_from_db()
    assert (pair.decided_by, pair.decision) == (ines.user.pk, "L'une est un restaurant.")
    assert todos(ines.actor) == []
    for sheet in (one, two):
        assert fil(sheet.thread, ines.actor)[0][0].detail == "L'une est un restaurant."
    with pytest.raises(Refused, match="l'a déjà dit"):
        tell_apart(pair, actor=ines.actor, reason="encore")


def test_a_pair_that_no_longer_holds_goes_and_a_merged_one_is_not_shown(db: None) -> None:
    ines = make.officer("59")
    one, two = make.organisation("L'Écluse", postcode="59000"), make.organisation("L'Ecluse", postcode="59000")
    find_duplicates()
    plan = merging.plan_of(one, two, ines.actor)
    done = merging.merge(one, two, actor=ines.actor, digest=plan.digest, choices={})
    assert not DuplicateCandidate.objects.visible_to(ines.actor).exists()
    merging.undo(done, actor=ines.actor)
    Organisation.objects.for_system("t").filter(pk=two.pk).update(name="Tout autre nom")
    find_duplicates()
    assert not DuplicateCandidate.objects.for_system("t").exists()


def test_a_pair_is_seen_by_who_keeps_both_sheets(db: None) -> None:
    make.organisation("L'Écluse", postcode="59000")
    make.organisation("L'Ecluse", postcode="59000", zone="62")
    find_duplicates()
    seen = {
        who.membership.profile: DuplicateCandidate.objects.visible_to(who.actor).count()
        for who in (make.officer("59"), make.regional(), make.national(), make.funder("59"), make.provider("59"), make.director())
    }
    assert seen == {"officer": 0, "regional": 1, "national": 1, "funder": 0, "provider": 0, "structure": 0}


def test_the_list_costs_the_same_for_two_pairs_and_for_twenty(db: None) -> None:
    ines, costs = make.officer("59"), []
    for number in (1, 1, 18):  # the first page also reads the names of the zones, once per process
        for _ in range(number):
            rank = Organisation.objects.for_system("t").count()
            make.organisation(f"Doublon {rank}", postcode="59000")
            make.organisation(f"Doublon {rank}", postcode="59000")
        find_duplicates()
        with CaptureQueriesContext(connection) as queries:
            page = ines.client.get("/annuaire/doublons/")
        assert page.status_code == 200
        costs.append(len(queries))
    assert costs[1] == costs[2] <= 6


# -- on creation --------------------------------------------------------------------------------------------------------------
def creation(name: str, **more: str) -> dict[str, str]:
    return {"name": name, "role": "beneficiary", "commune": "Lille (59000)", "commune_code": "59350", **more}


@pytest.mark.covers("ORG-901")
def test_a_close_sheet_is_shown_before_a_second_one_is_created(db: None) -> None:
    ines = make.officer("59")
    known = make.organisation("Ateliers du Pévèle")
    answer = ines.client.post("/annuaire/ajouter/", creation("Atelier du Pevele"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Une fiche proche existe" in page
    assert known.get_absolute_url() in page
    assert 'value="Atelier du Pevele"' in page
    assert not Organisation.objects.for_system("t").filter(name="Atelier du Pevele").exists()
    assert ines.client.post("/annuaire/ajouter/", creation("Atelier du Pevele", distincte="oui")).status_code == 302
    assert Organisation.objects.for_system("t").filter(name="Atelier du Pevele").exists()


def test_what_one_may_not_see_is_not_even_counted(db: None) -> None:
    lille = Commune.objects.get(code="59350")
    make.organisation("Ateliers du Pévèle", siret=SIRET)
    far = make.officer("02").actor
    assert close_to(far, name="Ateliers du Pévèle", commune=lille, siret=SIRET) == []


@pytest.mark.covers("ORG-901")
def test_the_number_of_a_joined_sheet_leads_to_the_one_that_stays(db: None) -> None:
    ines: Any = make.officer("59").actor
    one, two = make.organisation("Une", siret=SIRET), make.organisation("Deux", siret=SIRET_2)
    merging.merge(one, two, actor=ines, digest=merging.plan_of(one, two, ines).digest, choices={})
    assert [o.pk for o in known_siret(SIRET_2)] == [one.pk]


def test_a_double_click_is_not_its_own_close_sheet(db: None) -> None:
    ines, key = make.officer("59"), str(uuid.uuid4())
    answers = [ines.client.post("/annuaire/ajouter/", creation("L'Écluse", operation=key)) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert Organisation.objects.for_system("t").filter(name="L'Écluse").count() == 1
