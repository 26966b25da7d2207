"""How far each person sees: zones, basins, taking part, dates. One query a request, and each read by its index."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, capacities_in
from cordee.core.models import Event
from tests import factories as make
from tests.access.world import STRANGER


def sees(actor: Actor, *organisations: Organisation) -> set[str]:
    rows = Organisation.objects.visible_to(actor).filter(pk__in=[o.pk for o in organisations])
    return set(rows.values_list("name", flat=True))


@pytest.fixture
def map_(db: None) -> dict[str, Organisation]:
    """Beneficiaries here and there, and the open cards of elsewhere."""
    make.basin("59-lille", "59350")
    return {
        "nord": make.organisation("Nord"),
        "lille": make.organisation("Lille", zone="59-lille"),
        "aisne": make.organisation("Aisne", zone="02"),
        "toulouse": make.organisation("Toulouse", zone="31"),
        "cards": make.organisation("Cartes ouvertes", zone="31", roles=("provider",)),
    }


@pytest.mark.covers("GOV-902", "SYS-902")
def test_each_profile_sees_its_reach_and_the_open_cards(map_: dict[str, Organisation]) -> None:
    every = tuple(map_.values())
    expected = {
        "officer": (make.officer("59"), {"Nord", "Lille", "Cartes ouvertes"}),
        "basin": (make.officer(of=make.operator("59-lille")), {"Lille", "Cartes ouvertes"}),
        "regional": (make.regional(("59", "02")), {"Nord", "Lille", "Aisne", "Cartes ouvertes"}),
        "national": (make.national(), {"Nord", "Lille", "Aisne", "Toulouse", "Cartes ouvertes"}),
        "admin": (make.admin(), {"Nord", "Lille", "Aisne", "Toulouse", "Cartes ouvertes"}),
        "funder": (make.funder("02"), {"Aisne", "Cartes ouvertes"}),
        "provider": (make.provider("02"), {"Cartes ouvertes"}),
        "network": (make.network("02"), {"Cartes ouvertes"}),
        "structure": (make.director(map_["nord"]), {"Nord"}),
    }
    assert {name: sees(who.actor, *every) for name, (who, _) in expected.items()} == {name: names for name, (_, names) in expected.items()}


def test_a_mandate_over_the_nation_reaches_the_basins_too(map_: dict[str, Organisation]) -> None:
    body = make.organisation(zone="00", roles=("funder",))
    make.mandate(body, "00", level="funding")
    assert sees(make.person(body, "funder").actor, *map_.values()) == {"Nord", "Lille", "Aisne", "Toulouse", "Cartes ouvertes"}


def test_two_operators_of_one_zone_share_it(map_: dict[str, Organisation]) -> None:
    assert sees(make.officer("59").actor, map_["nord"]) == sees(make.officer("59").actor, map_["nord"]) == {"Nord"}


def test_a_mandate_over_or_to_come_gives_nothing(map_: dict[str, Organisation]) -> None:
    for period in (make.LONG_AGO, make.to_come()):
        someone = make.officer(of=make.operator("59", period=period))
        assert someone.actor.party_only
        assert sees(someone.actor, map_["nord"]) == set()


@pytest.mark.covers("SYS-902")
def test_a_membership_over_or_to_come_or_a_closed_account_is_no_one(db: None) -> None:
    place = make.operator("59")
    past, future = make.officer(of=place, period=make.LONG_AGO), make.officer(of=place, period=make.to_come())
    closed = make.officer(of=place)
    closed.user.is_active = False
    closed.user.save()
    assert [someone.maybe for someone in (past, future, closed)] == [None, None, None]
    assert past.client.get("/annuaire/").headers["Location"] == "/comptes/sans-acces/"


def test_taking_part_opens_the_thread_from_elsewhere_until_it_ends(map_: dict[str, Organisation]) -> None:
    ines = make.officer("59")
    assert not ines.actor.away
    make.takes_part(ines.organisation, map_["aisne"].thread, "operator")
    assert ines.actor.away
    assert sees(ines.actor, map_["aisne"], map_["nord"]) == {"Aisne", "Nord"}
    marc = make.officer("59")
    make.takes_part(marc.organisation, map_["aisne"].thread, "operator", period=make.LONG_AGO)
    assert sees(marc.actor, map_["aisne"]) == set()


def test_a_personal_participation_is_not_the_colleagues(map_: dict[str, Organisation]) -> None:
    conseil = make.provider("31")
    colleague = make.provider(of=conseil.organisation)
    make.takes_part(conseil.organisation, map_["nord"].thread, "provider", user=conseil.user)
    assert (sees(conseil.actor, map_["nord"]), sees(colleague.actor, map_["nord"])) == ({"Nord"}, set())


def test_taking_part_in_a_case_shows_the_card_of_its_structure_and_no_more(map_: dict[str, Organisation]) -> None:
    conseil = make.provider("31")
    make.takes_part(conseil.organisation, make.child_thread(map_["nord"].thread), "provider")
    assert sees(conseil.actor, map_["nord"]) == {"Nord"}
    assert capacities_in(conseil.actor, map_["nord"].thread) == []
    assert not Event.objects.visible_to(conseil.actor).filter(thread=map_["nord"].thread).exists()


def test_a_role_that_has_ended_closes_the_card(map_: dict[str, Organisation]) -> None:
    map_["cards"].roles.update(period=make.LONG_AGO)
    assert sees(make.officer("59").actor, map_["cards"]) == set()


def test_no_one_acts_without_a_profile_that_says_how_far(db: None) -> None:
    lost = Actor(None, None, None, "guest", "structure", frozenset(), party_only=True)
    assert not Organisation.objects.visible_to(lost).filter(roles__kind="beneficiary").exists()


# -- sections ---------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-001")
def test_the_sections_of_a_sheet_follow_what_one_is_to_it(db: None) -> None:
    sheet = make.organisation("La Fabrique")
    make.figures(sheet, budget="987654.00")
    make.position(sheet, "Boussole")
    people = {
        "structure": make.director(sheet),
        "officer": make.officer(),
        "funder": make.funder(),
        "provider": make.provider("31"),
        "network": make.network("31"),
    }
    for capacity in ("provider", "network"):
        make.takes_part(people[capacity].organisation, sheet.thread, capacity)
    pages = {name: someone.client.get(sheet.get_absolute_url()).content.decode() for name, someone in people.items()}
    assert {name for name, page in pages.items() if "987\u202f654" in page} == {"structure", "officer", "funder"}
    assert {name for name, page in pages.items() if "boussole@essai.example" in page} == {"structure", "officer", "provider", "network"}
    assert {name for name, page in pages.items() if "Fiche créée" in page} == {"structure", "officer"}


@pytest.mark.covers("ORG-901", "SYS-001")
def test_a_siret_known_elsewhere_says_that_it_exists_and_nothing_more(db: None) -> None:
    new = {"name": "Essai", "role": "beneficiary", "siret": "552 081 317 66522", "commune": "Lille (59000)", "commune_code": "59350"}
    make.organisation("Secret de l'Aisne", zone="02", siret="55208131766522")
    page = make.officer("59").client.post("/annuaire/ajouter/", new)
    content = page.content.decode()
    assert page.status_code == 422
    assert "Cette structure existe déjà" in content
    assert "Secret" not in content
    assert "Laon" not in content


def test_a_sheet_that_does_not_exist_is_not_found(db: None) -> None:
    assert make.officer().client.get(f"/annuaire/{STRANGER}/").status_code == 404


# -- cost -------------------------------------------------------------------------------------------------------------
def test_who_acts_is_one_query_a_request(db: None) -> None:
    someone = make.regional()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert someone.client.get("/navigation/compteurs/").status_code == 200
    # « À faire » also reads accounts, in its one union: what is counted here is who acts.
    asked = [q["sql"] for q in queries if "UNION ALL" not in q["sql"]]
    about = [sql for sql in asked if "accounts_membership" in sql or "accounts_user" in sql]
    assert len(about) == 1


def test_a_page_that_asks_no_one_loads_no_one(db: None, django_assert_num_queries: Any) -> None:
    from django.test import Client

    with django_assert_num_queries(1):
        assert Client().get("/sante").status_code == 200


THREADS = """
INSERT INTO core_thread (kind, zone)
SELECT 'organisation', z.code
FROM (SELECT code, row_number() OVER () AS n FROM territory_zone WHERE kind = 'department') z
JOIN generate_series(1, 20000) i ON i % 101 + 1 = z.n
"""
SHEETS = """
INSERT INTO directory_organisation (public_id, thread_id, zone, version, name, acronym, legal_form, esus, address, postcode, city,
  setting, phone, email, website, naf, naf25, vocation, story, projects, services, clients, territorial_impact, fictitious, created_at)
SELECT gen_random_uuid(), t.id, t.zone, 1, 'Atelier ' || t.id, '', '', false, '', '', 'Ville ' || t.id % 500,
  '', '', '', '', '', '', '', '', '', '', '', '', true, now()
FROM core_thread t
"""


@pytest.fixture
def crowd(db: None) -> None:
    """Twenty thousand sheets over the departments, with the planner told of them."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE directory_organisation DISABLE TRIGGER USER")
        cursor.execute(THREADS)
        cursor.execute(SHEETS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE directory_organisation ENABLE TRIGGER USER")
        cursor.execute("ANALYZE directory_organisation")
        cursor.execute("ANALYZE core_thread")


def test_lists_of_each_reach_are_read_by_indexes(crowd: None) -> None:
    from cordee.actors.directory.lists import OrganisationList
    from cordee.core.lists.declare import lists
    from cordee.core.lists.run import ask, run

    a_list = lists[OrganisationList.code]
    readers = (make.officer("59"), make.regional(), make.national(), make.provider("02"))
    for someone in readers:
        actor = someone.actor
        for address in ({}, {"q": "atelier 77"}, {"tri": "ville"}):
            with CaptureQueriesContext(connection) as asked:
                run(a_list, ask(a_list, address, actor), actor)
            for query in [q["sql"] for q in asked if "directory_organisation" in q["sql"]]:
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN {query}")
                    plan = "\n".join(row[0] for row in cursor.fetchall())
                if actor.zones is None and (address or "COUNT(" in query):
                    continue  # nation-wide, a sort or a search may be cheaper read whole; a count stops at its thousandth row
                assert "Seq Scan on directory_organisation" not in plan, f"{actor.profile} {address}\n{plan}"
