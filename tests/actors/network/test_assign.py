"""A territory passes to another operator: one act, its refusals, and files that follow."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory.models import Mandate, Organisation
from cordee.actors.network.actions.assign import assign, digest
from cordee.actors.network.queries.picture import carriers_of
from cordee.actors.territory.models import Zone
from cordee.core.access import Refused
from cordee.core.journal import fil
from cordee.core.models import Event
from tests import factories as make

TODAY = timezone.localdate()


def zone(code: str = "59") -> Zone:
    return Zone.objects.get(code=code)


def give(actor: Any, operator: Organisation, on: date = TODAY, code: str = "59", **more: Any) -> Mandate:
    seen = more.pop("seen", None)
    return assign(
        actor=actor, zone=zone(code), operator=operator, on=on, seen=digest(carriers_of(zone(code))) if seen is None else seen, **more
    )


def refusal(actor: Any, operator: Organisation, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        give(actor, operator, **more)
    return caught.value.refusal.code


@pytest.mark.covers("GOV-003", "GOV-901")
def test_one_act_ends_a_mandate_opens_the_next_and_files_follow(db: None) -> None:
    former, latter = make.operator("59", "Ancien DLA"), make.operator("31", "Nouveau DLA")
    ines, paul = make.officer(of=former), make.officer(of=latter)
    sheet = make.organisation("La Fabrique")
    assert ines.client.get(sheet.get_absolute_url()).status_code == 200
    assert paul.client.get(sheet.get_absolute_url()).status_code == 404
    made = give(make.national().actor, latter, reason="Appel de 2026")
    before = former.mandates.get()
    assert (before.last_day, made.period.lower, made.period.upper) == (TODAY - timedelta(days=1), TODAY, None)
    assert ines.client.get(sheet.get_absolute_url()).status_code == 404
    assert paul.client.get(sheet.get_absolute_url()).status_code == 200
    assert Organisation.objects.for_system("test").get(pk=sheet.pk).version == sheet.version, "no row of the files moved"
    for one in (former, latter):
        lines, _ = fil(one.thread, make.national().actor)
        told = next(line for line in lines if line.event.code == "network.assigned")
        assert told.sentence == "Nord\u00a0(59) : le DLA est porté par Nouveau DLA"
        assert "jusque-là Ancien DLA. Appel de 2026" in told.detail


@pytest.mark.covers("GOV-008")
def test_what_the_former_operator_carries_elsewhere_goes_on(db: None) -> None:
    iriae = make.operator("02", "IRIAE", zones=("02", "62"))
    latter = make.organisation("Autre", zone="02")
    give(make.national().actor, latter, code="02")
    kept = iriae.mandates.get(period__contains=TODAY)
    assert [z.code for z in kept.zones.all()] == ["62"]
    assert latter.roles.filter(kind="operator", period__contains=TODAY).exists(), "who carries a DLA is an operator"
    ended = iriae.mandates.exclude(pk=kept.pk).get()
    assert sorted(z.code for z in ended.zones.all()) == ["02", "62"], "what was is not rewritten"


def test_dates_and_overlaps_are_refused_in_french(db: None) -> None:
    former, latter, by = make.operator("59", "Ancien DLA"), make.operator("31", "Nouveau DLA"), make.national().actor
    assert refusal(by, latter, on=date(2020, 1, 1)) == "before"
    assert refusal(by, latter, on=date(2019, 6, 1)) == "overlap"
    assert refusal(by, former) == "overlap"
    assert refusal(by, latter, on=date(1990, 1, 1)) == "before"
    ended = make.organisation("Close", zone="31", ended_on=date(2024, 1, 1))
    assert refusal(by, ended) == "ended"
    give(by, latter, on=TODAY + timedelta(days=60))
    assert refusal(by, make.operator("02")) == "overlap", "someone carries it later"
    assert Mandate.objects.for_system("test").filter(zones__code="59").count() == 2


def test_who_may(db: None) -> None:
    make.operator("59")
    latter = make.operator("31")
    for someone in (make.officer("59"), make.head("59"), make.regional(("31", "62")), make.director(), make.funder("59")):
        assert refusal(someone.actor, latter) == "assign"
    give(make.regional(("59", "62")).actor, latter)


@pytest.mark.covers("SYS-903")
def test_two_people_at_the_same_second_one_act(own_db: Any) -> None:
    make.operator("59", "Ancien DLA")
    one, two, by = make.operator("31", "Un"), make.operator("02", "Deux"), make.national().actor
    seen = digest(carriers_of(zone()))

    def attempt(operator: Organisation) -> str:
        try:
            give(by, operator, seen=seen)
        except Refused as refused:
            return refused.refusal.code
        return "done"

    assert sorted(own_db.together(lambda: attempt(one), lambda: attempt(two))) == ["done", "stale"]
    assert Mandate.objects.for_system("test").filter(zones__code="59", period__contains=TODAY).count() == 1


def test_a_double_click_is_one_act(db: None) -> None:
    make.operator("59")
    latter, by, operation = make.operator("31"), make.national().actor, uuid.uuid4()
    first = give(by, latter, operation=operation)
    assert give(by, latter, operation=operation, seen="") == first
    assert Event.objects.for_system("test").filter(code="network.assigned", thread=latter.thread).count() == 1


def test_the_screen_says_what_it_will_do_keeps_what_was_typed_and_does_it(db: None) -> None:
    make.operator("59", "Ancien DLA")
    make.operator("31", "Nouveau DLA")
    make.organisation("La Fabrique")
    julien = make.national()
    html = julien.client.get("/reseau/territoires/59/attribuer/").content.decode()
    assert "Ancien DLA" in html
    assert "2\u00a0fiches de ce territoire suivent" in html
    body = {"organisation": "Nouveau DLA", "on": "2020-01-01", "reason": "Appel", "seen": digest(carriers_of(zone()))}
    refused = julien.client.post("/reseau/territoires/59/attribuer/", body)
    assert refused.status_code == 422
    assert "choisissez une date après celle-là" in refused.content.decode()
    assert 'value="Appel"' in refused.content.decode()
    stale = julien.client.post("/reseau/territoires/59/attribuer/", body | {"on": TODAY.isoformat(), "seen": "0.0"})
    assert "vient de changer" in stale.content.decode()
    assert f'value="{body["seen"]}"' in stale.content.decode(), "read again, it can be confirmed"
    done = julien.client.post("/reseau/territoires/59/attribuer/", body | {"on": TODAY.isoformat()}, follow=True)
    assert "Nouveau DLA porte le DLA de Nord" in done.content.decode()
    assert "Auparavant" in done.content.decode()
