"""What the demonstration holds on first opening. Each test loads it: two seconds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cordee.actors.accounts.models import Invitation, Membership, Participation, User
from cordee.actors.accounts.queries import load_actor, support_of
from cordee.actors.directory import policies
from cordee.actors.directory.fields import IMPACTS
from cordee.actors.directory.models import Alias, ChangeRequest, Mandate, Organisation, Person, Position, YearFigures
from cordee.actors.territory.queries import zone_of
from cordee.core.access import Actor, capacities_in
from cordee.core.journal import fil
from cordee.core.models import Event
from cordee.demo.examples.load import load, loaded_on
from cordee.demo.examples.stage import public_id
from cordee.demo.examples.when import working_day
from cordee.demo.personas import PERSONAS

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _told(story: None, db: None) -> None:
    """On the base of the demonstration."""


def sheet(key: str) -> Organisation:
    return Organisation._base_manager.get(public_id=public_id(key))


def actor(code: str) -> Actor:
    found = load_actor(User.objects.get(email=f"{code}@cordee.example").pk)
    assert found
    return found


def test_a_second_load_changes_nothing_and_j_is_known() -> None:
    before = Organisation._base_manager.count(), Event.objects.count(), User.objects.count()
    assert not load(TODAY + timedelta(days=3))
    assert (Organisation._base_manager.count(), Event.objects.count(), User.objects.count()) == before
    assert loaded_on() == working_day(TODAY)


@pytest.mark.covers("ORG-002", "ORG-003")
def test_two_agreements_and_one_carried_by_another_body() -> None:
    assert set(sheet("pa-iss").agreements.values_list("type", flat=True)) == {"aci", "ai"}
    carried = sheet("ateliers-sud-gresivaudan").agreements.get(carried_by__isnull=False)
    assert carried.carried_by == sheet("mjc-saint-marcellin")
    assert carried.period.upper <= sheet("ateliers-sud-gresivaudan").agreements.get(carried_by=None).period.lower


@pytest.mark.covers("ORG-004", "ORG-006", "ORG-007", "ORG-011", "ORG-016", "ORG-020", "FIN-016")
def test_astre_as_its_sheet_of_2009_tells_it() -> None:
    astre = sheet("astre")
    kinds = list(astre.sites.order_by("kind").values_list("kind", flat=True))
    assert (kinds.count("antenna"), kinds.count("permanence"), astre.setting) == (2, 3, "seaside")
    figures = YearFigures._base_manager.get(organisation=astre, year=2008)
    assert (figures.made_available, figures.department_share) == (558, 32)
    assert (figures.hours_individuals, figures.hours_companies) == (59_000, 39_526)
    assert figures.hours_total == 98_526
    assert (figures.sales_share, figures.services_share, figures.grants_share) == (90, 8, 2)
    vacant, director = Position._base_manager.filter(organisation=astre, title="director").order_by("period")
    assert vacant.person is None
    assert round((vacant.period.upper - vacant.period.lower).days / 30.5) == 8
    assert director.period.lower == vacant.period.upper
    assert Position._base_manager.filter(organisation=astre, title="president").exists()
    assert all((astre.story, astre.vocation, astre.projects))
    assert all(getattr(astre, name) for name in IMPACTS if name != "territorial_impact")
    assert "25 ans" in astre.story
    assert set(astre.offers.values_list("code", flat=True)) == {"mise-disposition", "appui-social", "recherche-emploi"}


@pytest.mark.covers("ORG-010")
def test_workforce_hours_and_budget_of_a_year() -> None:
    figures = YearFigures._base_manager.get(organisation=sheet("pa-iss"), year=2008)
    assert (figures.permanent, figures.insertion, figures.hours_paid, figures.fte, figures.budget) == (11, 200, 85_000, 47, 1_300_000)
    assert round(figures.hours_per_fte or 0, 1) == Decimal("1808.5")


@pytest.mark.covers("ORG-012")
def test_the_five_of_basse_normandie_and_their_network() -> None:
    five = [sheet(key) for key in ("aider", "astre", "le-relais", "asace", "cap-emploi")]
    assert [o.zone for o in five] == ["50", "50", "14", "14", "14"]
    coorace = actor("reseau-coorace")
    assert {o.pk for o in five} <= set(Organisation.objects.visible_to(coorace).values_list("pk", flat=True))
    assert sheet("linge-et-compagnie").ties.get(kind="member").target == sheet("coorace")
    capacities = frozenset(capacities_in(coorace, sheet("astre").thread))
    assert capacities == {"network"}
    assert not policies.may_read("years", capacities)


@pytest.mark.covers("ORG-009", "ORG-013", "ORG-014", "ORG-015", "ORG-017")
def test_a_sheet_says_services_clients_agreement_sectors_and_maturity() -> None:
    rives = sheet("fabrique-des-rives")
    assert (rives.services != "", rives.clients, rives.digital_level, rives.analytical_accounting) == (True, "both", 2, False)
    assert set(rives.sectors.values_list("code", flat=True)) == {"iae", "economie-circulaire", "textile"}
    assert rives.agreements.get().exit_objective == 45


@pytest.mark.covers("GOV-901")
def test_renamed_bodies_keep_their_names_and_dates() -> None:
    names = dict(Alias._base_manager.filter(organisation=sheet("france-travail")).values_list("name", "period"))
    assert names["ANPE"].upper == names["Pôle emploi"].lower
    service = dict(Alias._base_manager.filter(organisation=sheet("ddets-59")).values_list("name", "period"))
    assert service["DDTEFP du Nord"].upper == service["DIRECCTE, unité départementale du Nord"].lower == date(2010, 2, 15)
    assert sheet("c2ra-npdc").ended_on == date(2008, 1, 1)
    assert Alias._base_manager.get(organisation=sheet("nord-actif")).name == "NordActif"


def test_operators_of_2007_are_history_and_those_of_today_have_the_region() -> None:
    ended = Mandate._base_manager.filter(
        organisation__in=[sheet(k) for k in ("cbe-lille", "nordactif-lille", "nordactif-denain", "inseraction-lens")]
    )
    assert {m.period.upper for m in ended} == {date(2008, 1, 1)}
    shared = [set(sheet(k).mandates.get().zones.values_list("code", flat=True)) for k in ("cbe-lille", "nordactif-lille")]
    assert shared[0] == shared[1] == {"59-lille"}
    assert actor("charge-mission-nord").zones == {"59", "59-lille", "59-denain", "59-dunkerque"}
    assert actor("charge-mission-aisne").zones == {"02", "80"}
    assert {"02", "59", "60", "62", "80"} <= set(actor("dla-regional-hdf").zones or ())
    assert actor("avise").zones is None


def test_aisne_does_not_see_the_nord_and_the_other_way_round() -> None:
    rives, aisne = sheet("fabrique-des-rives").pk, sheet("recycl-aisne").pk
    for code, seen, unseen in (("charge-mission-nord", rives, aisne), ("charge-mission-aisne", aisne, rives)):
        visible = set(Organisation.objects.visible_to(actor(code)).values_list("pk", flat=True))
        assert seen in visible
        assert unseen not in visible


def test_every_persona_can_come_in_without_a_password() -> None:
    for persona in PERSONAS:
        user = User.objects.get(email=persona.email)
        assert not user.has_usable_password()
        assert user.person
        assert user.person.fictitious
        assert actor(persona.code).organisation.removesuffix(" (fictif)") == persona.organisation
    assert not Person._base_manager.filter(fictitious=False).exists()


def test_what_waits_and_what_was_answered() -> None:
    rives = ChangeRequest._base_manager.filter(organisation=sheet("fabrique-des-rives"))
    assert sorted(rives.values_list("state", flat=True)) == ["accepted", "proposed", "proposed", "refused"]
    aisne = ChangeRequest._base_manager.filter(organisation=sheet("recycl-aisne"))
    assert sorted(aisne.values_list("part", "state")) == [("", "proposed"), ("contact", "proposed")]
    assert rives.get(state="refused").reason
    lines, _ = fil(sheet("fabrique-des-rives").thread, actor("charge-mission-nord"))
    codes = [line.event.code.rsplit(".", 1)[1] for line in reversed(lines)]
    assert [c for c in codes if c in ("propose", "accept", "corrected", "refuse")] == [
        "propose", "accept", "corrected", "accept", "propose", "refuse", "propose", "propose",
    ]  # fmt: skip
    moments = [line.event.at for line in lines]
    assert moments == sorted(moments, reverse=True)
    assert max(moments) < timezone.now()
    assert set(Invitation._base_manager.values_list("state", flat=True)) == {"sent", "expired"}


def test_invented_ones_say_so_and_zones_follow_the_commune() -> None:
    invented = Organisation._base_manager.filter(name__endswith="(fictif)")
    assert invented.count() == 11
    for organisation in invented.select_related("commune"):
        assert organisation.fictitious
        assert organisation.email.endswith(".example")
        assert all(i.value.startswith("999") for i in organisation.identifiers.all())
        assert organisation.zone == zone_of(organisation.commune).code
    assert not sheet("beffroi").identifiers.exists()
    assert Organisation._base_manager.filter(fictitious=True, zone__startswith="59").count() >= 38 + 3
    assert Membership._base_manager.exists()
    assert Participation._base_manager.exists()


def test_the_director_was_helped_once() -> None:
    access = support_of(actor("structure-directrice").user_id or 0).get()
    assert access.ended_at < access.until
    assert "proposition" in access.reason
