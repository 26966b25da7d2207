"""ASTRE's two accompaniments, the accounts that no network reads, and forty dossiers that change hands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases import actions, queries
from cordee.accompaniment.cases.models import Accounts, Case
from cordee.core.access import Refused
from cordee.core.journal import fil
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import SYSTEM


@pytest.mark.covers("ORG-018", "DLA-019", "GOV-023")
def test_astre_two_accompaniments_in_order(db: None) -> None:
    make.operator("59")
    astre, other = make.organisation("ASTRE"), make.organisation("AIDER")
    first = scene.open_case(astre, other, requested_on=date(2008, 3, 1), title="Démarche collective", origin="collective")
    second = scene.open_case(astre, requested_on=date(2009, 2, 1), title="Reconventionnement", follows=first)
    assert [b.case for b in queries.accompaniments_of(astre)] == [first, second]
    assert [b.case for b in queries.accompaniments_of(other)] == [first]
    assert second.follows == first
    assert (first.number, second.number) == ("2008-0001", "2009-0001")


@pytest.mark.covers("WE-09.4", "GOV-018")
def test_we_09_4_the_record_of_attendance_shows_president_and_director_both_present(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("diagnosing")
    officer = nord.people["officer"]
    for who in ("Présidente", "Directeur"):
        values = {"step": 2, "who": who, "on": date(2026, 6, 1)}
        actions.note_presence(actor=officer.actor, case=case, organisation=nord.structure, values=values)
    for reader in (officer, nord.people["structure"]):
        page = make.read(reader.client, case.get_absolute_url())[1].decode()
        for who in ("Présidente", "Directeur"):
            assert f"{nord.structure.name} a pris part : {who}, le 01/06/2026" in " ".join(page.split())


@pytest.mark.covers("DLA-019", "GOV-023")
def test_a_new_need_after_the_review_is_a_new_request_of_the_same_structure(db: None) -> None:
    nord = scene.Nord()
    first = nord.case("reviewed")
    again = actions.ask_again(actor=nord.people["structure"].actor, case=first, title="Démarche qualité", need="Formaliser nos process.")
    assert (again.state, again.follows, again.requester) == ("requested", first, nord.structure)
    assert [b.organisation for b in queries.structures_of(again)] == [nord.structure]


@pytest.mark.covers("NET-901", "NET-020")
def test_the_accounts_are_never_a_network_s(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("diagnosing")
    coorace = nord.people["network"]
    actions.open_to(actor=nord.people["officer"].actor, case=case, organisation=coorace.organisation)
    actions.keep_accounts(
        actor=nord.people["structure"].actor, case=case, organisation=nord.structure, year=2025,
        amounts={"net_result": Decimal("-12345.00"), "cash": Decimal("20000"), "working_capital": Decimal("85000"),
                 "working_need": Decimal("60000")},
    )  # fmt: skip
    readers = {name for name, someone in nord.people.items() if Accounts.objects.visible_to(someone.actor).exists()}
    assert readers == {"officer", "head", "accountant", "regional", "national", "structure", "admin"}
    assert Case.objects.visible_to(coorace.actor).get() == case
    told = " ".join(f"{line.sentence} {line.detail} {line.event.data}" for line in fil(case.thread, coorace.actor)[0])
    assert "12345" not in told
    assert "Comptes" not in told
    everything = Event.objects.for_system("test").filter(thread=case.thread)
    assert not [event for event in everything.order_by("id") if "12345" in str(event.data)]
    assert Accounts.objects.for_system("test").get().cash_gap == Decimal("-5000.00")


def test_a_substitute_reads_until_the_last_evening_in_paris(db: None) -> None:
    nord = scene.Nord()
    elsewhere = nord.people["officer_elsewhere"]
    scene.at("2027-02-25 09:00")
    case = nord.case("diagnosing")
    assert not Case.objects.visible_to(elsewhere.actor).exists()
    scene.at("2027-03-01 09:00")
    actions.assign(
        actor=nord.people["head"].actor, case=case, membership=elsewhere.membership, role="substitute",
        period=DateRange(date(2027, 3, 1), date(2027, 3, 16)),
    )  # fmt: skip
    scene.at("2027-03-15 23:59")
    assert Case.objects.visible_to(elsewhere.actor).get() == case
    assert elsewhere.client.get(case.get_absolute_url()).status_code == 200
    scene.at("2027-03-16 00:00")
    assert not Case.objects.visible_to(elsewhere.actor).exists()
    assert elsewhere.client.get(case.get_absolute_url()).status_code == 404


def letters() -> list[str]:
    return sorted(Mail.objects.for_system("test").filter(kind="cases.handed").values_list("recipient", flat=True))


def test_forty_dossiers_change_hands_once(db: None) -> None:
    nord = scene.Nord()
    former, successor = nord.people["officer"], make.officer(of=nord.operator)
    scene.at("2027-02-01 09:00")
    structures = [make.director() for _ in range(20)]
    cases = [scene.open_case(one.organisation) for one in structures for _ in range(2)]
    for case in cases:
        actions.assign(
            actor=SYSTEM, case=case, membership=former.membership, role="holder", period=DateRange(date(2027, 2, 1), None)
        )  # fmt: skip
    head, first = nord.people["head"].actor, date(2027, 3, 1)
    assert actions.hand_over(actor=head, cases=cases, to=successor.membership, on=first) == 40
    assert letters() == sorted(one.user.email for one in structures)
    assert actions.hand_over(actor=head, cases=cases, to=successor.membership, on=first) == 0
    assert len(letters()) == 20
    for case in cases:
        assert queries.handled_by(case, date(2027, 2, 28))["holder"].membership == former.membership
        assert queries.handled_by(case, first)["holder"].membership == successor.membership


def test_one_person_at_a_time_holds_a_dossier(db: None) -> None:
    nord = scene.Nord()
    case, one, other = nord.case(), nord.people["officer"], make.officer(of=nord.operator)
    ever = DateRange(date(2027, 1, 1), None)
    actions.assign(actor=one.actor, case=case, membership=one.membership, role="holder", period=ever)
    with pytest.raises(ValidationError, match="tient déjà ce rôle"):
        actions.assign(actor=one.actor, case=case, membership=other.membership, role="holder", period=ever)
    with pytest.raises(ValidationError, match="dernier jour"):
        actions.assign(actor=one.actor, case=case, membership=other.membership, role="substitute", period=ever)
    elsewhere = nord.people["officer_elsewhere"].membership
    with pytest.raises(Refused, match="ne couvre pas ce territoire"):
        actions.assign(actor=one.actor, case=case, membership=elsewhere, role="holder", period=DateRange(date(2028, 1, 1), None))
