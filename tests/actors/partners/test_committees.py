"""Committees: who opens them, who sits, who reads; the seats of a provider that could be chosen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.models import Person
from cordee.actors.partners import actions
from cordee.actors.partners.models import Committee, Meeting, Work
from cordee.actors.partners.queries import committee_ties
from cordee.actors.territory.models import Region
from cordee.core.access import Actor, Refused
from cordee.core.journal import fil
from tests import factories as make
from tests.actors.partners.scene import committee, meeting, seat

pytestmark = pytest.mark.usefixtures("db")


def sees(actor: Actor, one: Committee) -> bool:
    return Committee.objects.visible_to(actor).filter(pk=one.pk).exists()


def test_the_animator_its_region_the_nation_and_the_members_see_it_and_nobody_else() -> None:
    ines, made = make.officer(), None
    made = committee(ines)
    member = make.funder()
    seat(ines, made, member.organisation)
    inside = [ines, make.head(of=ines.organisation), make.regional(), make.national(), member]
    outside = [make.officer("02"), make.funder("59"), make.network(), make.provider(), make.director(), make.regional(("31",))]
    assert [sees(one.actor, made) for one in inside] == [True] * len(inside)
    assert [sees(one.actor, made) for one in outside] == [False] * len(outside)


def test_a_funder_of_the_same_territory_reads_neither_the_events_nor_the_meeting() -> None:
    """Its zone opens sheets to it, not committees: only a seat does."""
    ines, funder = make.officer(), make.funder("59")
    made = committee(ines)
    met = meeting(ines, made)
    assert fil(made.thread, funder.actor)[0] == []
    assert funder.client.get(met.get_absolute_url()).status_code == 404
    seat(ines, made, funder.organisation)
    assert [line.sentence for line in fil(made.thread, funder.actor)[0]][-1] == "Comité ouvert"
    assert funder.client.get(met.get_absolute_url()).status_code == 200


def test_a_seat_that_ends_closes_the_committee_and_a_new_one_opens_it_again() -> None:
    ines, member = make.officer(), make.network()
    made = committee(ines)
    held = seat(ines, made, member.organisation)
    today = timezone.localdate()
    values = {"organisation": member.organisation, "seat": held.seat, "person": None, "period": DateRange(date(2021, 1, 1), today)}
    actions.keep_member(actor=ines.actor, committee=made, member=held, values=values, version=held.version)
    assert not sees(member.actor, made)
    seat(ines, made, member.organisation, period=DateRange(today, None))
    assert sees(member.actor, made)


def test_a_seat_to_come_opens_nothing_yet() -> None:
    ines, member = make.officer(), make.network()
    made = committee(ines)
    seat(ines, made, member.organisation, period=DateRange(timezone.localdate() + timedelta(days=3), None))
    assert not sees(member.actor, made)


def test_the_same_seat_twice_on_the_same_days_is_refused_in_french() -> None:
    ines, member = make.officer(), make.network()
    made = committee(ines)
    seat(ines, made, member.organisation)
    with pytest.raises(ValidationError, match="occupe déjà ce siège"):
        seat(ines, made, member.organisation)


def test_the_animating_organisation_takes_no_seat() -> None:
    ines = make.officer()
    made = committee(ines)
    with pytest.raises(Refused, match="n'y prend pas de siège"):
        seat(ines, made, ines.organisation)


def test_a_neighbour_a_member_and_a_structure_open_or_keep_nothing() -> None:
    ines, neighbour, member = make.officer(), make.officer("02"), make.network()
    made = committee(ines)
    seat(ines, made, member.organisation)
    for one in (neighbour, member, make.director()):
        with pytest.raises(Refused):
            actions.edit_committee(actor=one.actor, committee=made, values={"name": "Autre"}, version=made.version)
        with pytest.raises(Refused):
            meeting(one, made)
    with pytest.raises(Refused, match="son DLA peut ouvrir"):
        actions.create_committee(actor=neighbour.actor, organisation=neighbour.organisation, zone="59", values={})


@pytest.mark.covers("GOV-038")
def test_a_regional_steering_committee_is_of_its_region_and_starts_a_document() -> None:
    """It lies in no DLA zone: the officer of the department where it meets does not read it, its region's DLA does."""
    region = Region.objects.get(code="28")
    zones = ("14", "27", "50", "61", "76")
    dla = make.person(make.operator("14", level="regional", zones=zones), "regional")
    officer = make.officer("14")
    values = {"kind": "steering", "name": "Comité de pilotage du DLA régional", "purpose": "", "period": make.EVER, "quorum": None}
    made = actions.create_committee(actor=dla.actor, organisation=dla.organisation, zone="", values=values | {"region": region})
    assert sees(dla.actor, made)
    assert not sees(officer.actor, made)
    note = {"kind": "capitalisation", "title": "Cinq associations, cinq stratégies", "decided_on": date(2009, 1, 1), "note": ""}
    actions.add_work(actor=dla.actor, committee=made, values=note)
    assert "Cinq associations" in dla.client.get(made.get_absolute_url()).content.decode()
    with pytest.raises(Refused):
        actions.add_work(actor=officer.actor, committee=made, values=note | {"title": "Autre"})
    with pytest.raises(Refused, match="Ce territoire n'est pas le vôtre"):
        actions.create_committee(actor=officer.actor, organisation=officer.organisation, zone="", values=values | {"region": region})


@pytest.mark.covers("GOV-037")
def test_a_working_group_says_the_guide_that_results_from_it() -> None:
    c2ra = make.person(make.operator("59", level="regional", zones=("59", "62")), "regional")
    group = committee(c2ra, name="Groupe de travail C2RA et DLA", kind="working", quorum=None)
    day = date(2007, 11, 7)
    guide = {"kind": "guide", "title": "Guide des missions", "decided_on": day, "published_on": None, "note": ""}
    actions.add_work(actor=c2ra.actor, committee=group, values=guide)
    page = c2ra.client.get(group.get_absolute_url()).content.decode()
    assert "Groupe de travail" in page
    assert "décidé le 07/11/2007" in page
    late = guide | {"title": "Suite", "published_on": date(2006, 1, 1)}
    with pytest.raises(ValidationError, match="paraît après avoir été décidé"):
        actions.add_work(actor=c2ra.actor, committee=group, values=late)
    assert Work.objects.for_system("test").filter(committee=group).count() == 1


def test_a_provider_that_sits_is_known_to_whoever_chooses() -> None:
    """By itself, or through someone of its team who sits for another organisation; not once the seat is over, nor elsewhere."""
    ines, provider, network = make.officer(), make.provider(), make.network()
    made = committee(ines)
    assert committee_ties(provider.organisation) == []
    seat(ines, made, provider.organisation)
    (tie,) = committee_ties(provider.organisation, zone="59")
    assert (tie.committee, tie.by_person) == (made, False)
    assert "siège au Comité d'appui du Nord" in tie.refusal.sentence
    assert committee_ties(provider.organisation, zone="02") == []
    other = make.provider()
    seat(ines, made, network.organisation, person=Person.objects.for_system("test").get(user=other.user))
    assert [(t.by_person, t.member.organisation) for t in committee_ties(other.organisation)] == [(True, network.organisation)]
    technical = committee(ines, name="Comité technique", kind="technical")
    third = make.provider()
    seat(ines, technical, third.organisation)
    assert committee_ties(third.organisation) == []
    former = make.provider()
    seat(ines, made, former.organisation, period=make.LONG_AGO)
    assert committee_ties(former.organisation) == []


def test_the_screens_open_a_committee_give_a_seat_and_keep_what_was_typed() -> None:
    ines, network = make.officer(), make.network()
    answer = ines.client.post("/comites/ouvrir/", {"kind": "support", "name": "", "place": "59", "period_debut": "2026-01-01"})
    assert answer.status_code == 422
    typed = {"kind": "support", "name": "Comité d'appui", "place": "59", "period_debut": "2026-01-01", "quorum": "2"}
    made = Committee.objects.visible_to(ines.actor)
    assert ines.client.post("/comites/ouvrir/", typed).status_code == 302
    one = made.get()
    url = f"{one.get_absolute_url()}membres/ajouter/"
    wrong = ines.client.post(url, {"organisation": "Nulle part", "seat": "Réseaux", "period_debut": "2026-01-01"})
    assert wrong.status_code == 422
    assert "Nulle part" in wrong.content.decode()
    seated = {"organisation": network.organisation.name, "seat": "Réseaux", "period_debut": "2026-01-01", "last_name": "Jalon"}
    assert ines.client.post(url, seated | {"email": "jalon@reseau.example"}).status_code == 302
    member = one.members.get()
    assert (member.seat, str(member.person), member.person.email) == ("Réseaux", "Jalon", "jalon@reseau.example")
    change = f"{one.get_absolute_url()}membres/{member.public_id}/"
    values = seated | {"seat": "Réseaux d'insertion", "email": "jalon@reseau.example", "version": "1"}
    assert ines.client.post(change, values).status_code == 302
    assert ines.client.post(change, values | {"seat": "Autre siège"}).status_code == 409, "someone saved since"
    member.refresh_from_db()
    assert member.seat == "Réseaux d'insertion"


def test_the_box_finds_a_committee_for_those_who_see_it() -> None:
    ines = make.officer()
    made = committee(ines)
    assert made.get_absolute_url() in ines.client.get("/recherche/?q=appui").content.decode()
    assert made.get_absolute_url() not in make.officer("02").client.get("/recherche/?q=appui").content.decode()


def test_two_meetings_at_the_same_hour_are_refused() -> None:
    ines = make.officer()
    made = committee(ines)
    first = meeting(ines, made)
    with pytest.raises(ValidationError, match="se réunit déjà"):
        meeting(ines, made, starts_at=first.starts_at)
    with pytest.raises(ValidationError, match="un lieu, un lien"):
        meeting(ines, made, days=9, place="")
    assert Meeting.objects.for_system("test").count() == 1
