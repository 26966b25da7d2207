"""Dossiers that change hands: forty at once, a substitute until an evening, an operator whose mandate ends at midnight."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from cordee.accompaniment.cases import actions, passings, queries
from cordee.accompaniment.cases.models import Accounts, Assignment, Case, Handover
from cordee.core.access import Refused
from cordee.core.journal import fil
from cordee.core.models import Mail
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import SYSTEM, Someone

MARCH = date(2027, 3, 1)


def letters() -> list[str]:
    return sorted(Mail.objects.for_system("test").filter(kind="cases.handed").values_list("recipient", flat=True))


def held_by(someone: Someone, case: Case, since: date = date(2027, 2, 1)) -> None:
    actions.assign(actor=SYSTEM, case=case, membership=someone.membership, role="holder", period=DateRange(since, None))


class Forty:
    """Twenty structures, two dossiers each, all followed by one officer since February."""

    def __init__(self) -> None:
        self.nord = scene.Nord()
        self.former, self.successor = self.nord.people["officer"], make.officer(of=self.nord.operator)
        self.head, self.away = self.nord.people["head"], self.nord.people["officer_elsewhere"]
        scene.at("2027-02-01 09:00")
        self.structures = [make.director() for _ in range(20)]
        self.cases = [scene.open_case(one.organisation, by=self.former) for one in self.structures for _ in range(2)]
        for case in self.cases:
            held_by(self.former, case)
        scene.at("2027-02-10 09:00")
        actions.note_presence(
            actor=self.former.actor, case=self.cases[0], organisation=self.structures[0].organisation,
            values={"step": 1, "who": "Présidence", "on": date(2027, 2, 10)},
        )  # fmt: skip

    def typed(self, to: Someone, **more: Any) -> dict[str, Any]:
        notes = {f"note-{case.public_id}": f"Passage {rank}" for rank, case in enumerate(self.cases)}
        return {"dossier": [str(c.public_id) for c in self.cases], "who": to.membership.pk, "since": "01/03/2027", **notes, **more}


@pytest.mark.covers("DLA-022")
def test_s10_forty_dossiers_change_hands_by_the_bulk_bar(db: None) -> None:
    forty = Forty()
    scene.at("2027-03-01 09:00")
    chosen = [str(case.public_id) for case in forty.cases]
    bulk = forty.head.client.post(reverse("cases:cases_bulk"), {"acte": "confier", "ligne": chosen})
    page = forty.head.client.get(bulk["Location"])
    assert page.status_code == 200
    assert page.content.decode().count('name="note-') == 40
    pressed = [forty.head.client.post(reverse("cases:pass"), forty.typed(forty.successor)) for _ in range(2)]
    assert [answer.status_code for answer in pressed] == [302, 302]
    assert letters() == sorted(one.user.email for one in forty.structures), "one letter a structure, none twice"
    letter = Mail.objects.for_system("test").filter(kind="cases.handed").order_by("id")[0]
    assert str(forty.successor.user.person) in letter.subject
    handover = Handover.objects.for_system("test").get()
    assert pressed[0]["Location"] == handover.get_absolute_url()
    for case in forty.cases:
        assert queries.handled_by(case, date(2027, 2, 28))["holder"].membership == forty.former.membership
        assert queries.handled_by(case, MARCH)["holder"].membership == forty.successor.membership
    first = queries.handled_by(forty.cases[0], MARCH)["holder"]
    assert first.note == "Passage 0"
    told = [line for line in fil(forty.cases[0].thread, forty.head.actor)[0] if "Présidence" in line.detail]
    assert [line.event.actor_label for line in told] == [str(forty.former.user.person)], "what was written in February names February's"


@pytest.mark.covers("DLA-022")
def test_s10_the_substitute_reads_until_the_evening_of_the_fifteenth(db: None) -> None:
    forty = Forty()
    scene.at("2027-03-01 09:00")
    typed = forty.typed(forty.successor, who="", elsewhere=forty.away.user.email, until="15/03/2027")
    for _ in range(2):
        assert forty.head.client.post(reverse("cases:pass"), typed).status_code == 302
    assert Handover.objects.for_system("test").get().kind == "substitute"
    assert letters() == [], "for some days, structures are not written to"
    case = forty.cases[7]
    scene.at("2027-03-15 23:59")
    assert forty.away.client.get(case.get_absolute_url()).status_code == 200
    assert Case.objects.visible_to(forty.away.actor).count() == 40
    scene.at("2027-03-16 00:00")
    assert forty.away.client.get(case.get_absolute_url()).status_code == 404
    assert not Case.objects.visible_to(forty.away.actor).exists()
    assert queries.handled_by(case, date(2027, 3, 16))["holder"].membership == forty.former.membership


def test_a_structure_with_two_dossiers_reads_the_name_once_and_both_numbers(db: None) -> None:
    forty = Forty()
    scene.at("2027-03-01 09:00")
    actions.hand_over(actor=forty.head.actor, cases=forty.cases, to=forty.successor.membership, on=MARCH)
    letter = Mail.objects.for_system("test").filter(kind="cases.handed", recipient=forty.structures[3].user.email).get()
    assert "2\xa0de vos dossiers" in " ".join(letter.letter["lines"])


def test_both_hands_read_the_same_list_late_first(db: None) -> None:
    nord = scene.Nord()
    former, successor = nord.people["officer"], make.officer(of=nord.operator)
    scene.at("2026-06-01 09:00")
    late = scene.open_case(make.organisation("Structure en retard"), title="Ancien")
    scene.at("2027-02-25 09:00")
    recent = scene.open_case(make.organisation("Structure récente"), title="Récent")
    for case in (recent, late):
        held_by(former, case, date(2027, 2, 25))
    scene.at("2027-03-01 09:00")
    actions.hand_over(actor=nord.people["head"].actor, cases=[recent, late], to=successor.membership, on=MARCH, notes={late.pk: "Rappeler"})
    handover = Handover.objects.for_system("test").get()
    assert [line.case for line in passings.lines_of(handover)] == [late, recent]
    pages = []
    for reader in (former, successor, nord.people["head"]):
        status, content = make.read(reader.client, handover.get_absolute_url())
        assert status == 200
        pages.append(content.decode())
    for page in pages:
        assert page.index("Ancien") < page.index("Récent")
        assert "Rappeler" in page
    for stranger in ("officer_elsewhere", "structure", "provider", "network", "funder"):
        assert nord.people[stranger].client.get(handover.get_absolute_url()).status_code == 404, stranger


def test_what_cannot_be_handed_over_changes_nothing_and_keeps_what_was_typed(db: None) -> None:
    forty = Forty()
    scene.at("2027-03-01 09:00")
    beyond = forty.typed(forty.successor, elsewhere=forty.away.user.email, who="")
    answer = forty.head.client.post(reverse("cases:pass"), beyond)
    assert answer.status_code == 422
    assert "Passage 3" in answer.content.decode()
    assert "remplacer pour un temps" in answer.content.decode()
    same = forty.head.client.post(reverse("cases:pass"), forty.typed(forty.former))
    assert same.status_code == 422
    assert "suit déjà ces dossiers" in same.content.decode()
    assert not Handover.objects.for_system("test").exists()
    theirs = scene.open_case(make.organisation(zone="02"))
    stranger = forty.typed(forty.successor) | {"dossier": [str(theirs.public_id)]}
    assert forty.head.client.post(reverse("cases:pass"), stranger).status_code == 404, "another department's dossier does not exist"
    over = forty.cases[0]
    scene.advance(over, "abandon", actor=SYSTEM, data={"reason": "Projet arrêté."})
    with pytest.raises(Refused, match="est fini"):
        actions.hand_over(actor=forty.head.actor, cases=forty.cases, to=forty.successor.membership, on=MARCH)
    assert queries.handled_by(forty.cases[1], MARCH)["holder"].membership == forty.former.membership


# -- an operator's mandate ends -----------------------------------------------------------------------------------------------
class Change:
    """The Nord passes from one DLA to another on 1 March 2027."""

    def __init__(self) -> None:
        self.nord = scene.Nord()
        self.former = self.nord.people["officer"]
        self.nord.operator.mandates.update(period=DateRange(date(2020, 1, 1), MARCH))
        self.newcomer = make.organisation("DLA des Flandres", roles=("operator",))
        make.mandate(self.newcomer, "59", period=DateRange(MARCH, None))
        self.taker = make.officer(of=self.newcomer)
        scene.at("2027-02-01 09:00")
        self.open, self.closed = self.nord.case("diagnosing", title="En cours"), self.nord.case("closed", title="Fini")
        for case in (self.open,):
            held_by(self.former, case)
        actions.keep_accounts(actor=SYSTEM, case=self.open, organisation=self.nord.structure, year=2025, amounts={})
        self.bystander = make.operator("59", "DLA d'à côté", period=DateRange(date(2019, 1, 1), date(2020, 1, 1)))


@pytest.mark.covers("GOV-901")
def test_at_midnight_open_dossiers_follow_the_territory_and_closed_ones_stay_readable(db: None) -> None:
    change = Change()
    former, taker = change.former, change.taker
    scene.at("2027-02-28 23:30")
    actions.territory_passes()
    assert former.client.get(change.open.get_absolute_url()).status_code == 200
    assert taker.client.get(change.open.get_absolute_url()).status_code == 404
    scene.at("2027-03-01 00:00")  # before any job has run
    assert former.client.get(change.open.get_absolute_url()).status_code == 404
    assert taker.client.get(change.open.get_absolute_url()).status_code == 200
    page = former.client.get(change.closed.get_absolute_url())
    assert page.status_code == 200
    assert "Clos" in page.content.decode(), "read as the DLA that conducted it"
    assert [str(c) for c in Case.objects.visible_to(former.actor)] == ["Fini"]
    assert not Accounts.objects.visible_to(former.actor).filter(case=change.open).exists()
    for path in ("cases:assign", "cases:adhesion", "cases:accounts"):
        assert former.client.get(reverse(path, args=[change.closed.public_id])).status_code == 404, "it reads, and writes nothing"


@pytest.mark.covers("GOV-901")
def test_both_operators_read_the_same_list_and_what_was_engaged_stays_the_former_s(db: None) -> None:
    change = Change()
    scene.at("2027-03-01 00:01")
    assert actions.territory_passes() == 1
    assert actions.territory_passes() == 0, "once"
    handover = Handover.objects.for_system("test").get()
    assert (handover.giver, handover.taker, handover.on) == (change.nord.operator, change.newcomer, MARCH)
    pages = [make.read(reader.client, handover.get_absolute_url()) for reader in (change.former, change.taker)]
    assert [status for status, _ in pages] == [200, 200]
    assert all("En cours" in page.decode() and "Fini" not in page.decode() for _, page in pages)
    assignment = Assignment.objects.for_system("test").get(case=change.open)
    assert (assignment.operator, assignment.last_day) == (change.nord.operator, date(2027, 2, 28))
    assert queries.handled_by(change.open, date(2027, 2, 27))["holder"].membership == change.former.membership
    assert queries.handled_by(change.open) == {}, "whoever takes over says who follows it"
    change.open.refresh_from_db()
    assert (change.open.opened_by, change.open.number[:4]) == (change.nord.operator, "2027")
    told = [line.sentence for line in fil(change.open.thread, change.taker.actor)[0]]
    assert told[0].startswith("Dossier repris par DLA des Flandres avec le territoire")


def test_a_renewed_mandate_passes_nothing(db: None) -> None:
    change = Change()
    make.mandate(change.nord.operator, "59", period=DateRange(MARCH, None))
    scene.at("2027-03-01 00:01")
    assert actions.territory_passes() == 0
    assert change.former.client.get(change.open.get_absolute_url()).status_code == 200
    assert queries.handled_by(change.open)["holder"].membership == change.former.membership
