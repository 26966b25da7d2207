"""A and B end, C is born and holds their agreements; each keeps its own past."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory.models import Agreement, Organisation, Succession
from cordee.actors.directory.successions import ancestors_of, of_sheet, succeed
from cordee.actors.territory.models import Commune
from cordee.core.access import Refused
from cordee.core.journal import fil
from cordee.core.models import Event
from tests import factories as make

DAY = date(2007, 6, 1)


class Gresivaudan:
    """WE-06: an ACI and an AI of one basin become one body that holds both agreements."""

    def __init__(self) -> None:
        self.ines = make.officer("59")
        self.aci = make.organisation("Les Ateliers du Sud (fictif)", founded_in=1999)
        self.ai = make.organisation("Anna (fictif)", founded_in=1995)
        for sheet, type_ in ((self.aci, "aci"), (self.ai, "ai")):
            period = DateRange(date(2000, 1, 1), None)
            make.child("agreement", sheet, type=type_, period=period, reference=type_.upper())
            make.figures(sheet, 2006, budget="600000.00")
        self.held = list(Agreement.objects.for_system("test").order_by("id"))

    def born(self, **more: Any) -> Organisation:
        new = {"name": "Pays d'Insertion (fictif)", "commune": Commune.objects.get(code="59350"), "city": "Lille"}
        values = {"predecessors": [self.aci, self.ai], "successor": None, "new": new, "on": DAY, "kind": "merger", "agreements": self.held}
        return succeed(actor=self.ines.actor, **(values | more))


@pytest.fixture
def story(db: None) -> Gresivaudan:
    return Gresivaudan()


@pytest.mark.covers("ORG-903", "ORG-002")
def test_two_structures_become_one_that_holds_both_agreements(story: Gresivaudan) -> None:
    heir = story.born()
    assert {(a.type, a.reference, a.period.lower, a.period.upper) for a in heir.agreements.order_by("id")} == {
        ("aci", "ACI", DAY, None),
        ("ai", "AI", DAY, None),
    }
    for sheet in (story.aci, story.ai):
        sheet.refresh_from_db()
        assert sheet.ended_on == date(2007, 5, 31)
        assert sheet.merged_into_id is None
        assert [a.period.upper for a in sheet.agreements.order_by("id")] == [DAY], "what it held stays its own, up to the day"
        assert sheet.years.filter(year=2006).exists()
    assert not heir.years.exists(), "the figures of before are not those of the heir"
    assert ancestors_of(heir) == {story.aci, story.ai}
    told = {sheet.name: fil(sheet.thread, story.ines.actor)[0][0].sentence for sheet in (story.aci, story.ai, heir)}
    assert told[heir.name] == f"Issue de {story.aci.name} et {story.ai.name}"
    assert told[story.ai.name] == f"A donné {heir.name}"


@pytest.mark.covers("ORG-903")
def test_the_people_of_the_heir_read_both_pasts_which_stay_where_they_were(story: Gresivaudan) -> None:
    events = list(Event.objects.for_system("t").order_by("id").values_list("id", "thread_id", "code"))
    heir = story.born()
    salome = make.director(heir)
    for sheet in (story.aci, story.ai):
        page = salome.client.get(sheet.get_absolute_url())
        assert page.status_code == 200
        assert "annees/2006/" in page.content.decode() or ">2006<" in page.content.decode()
    page = salome.client.get(heir.get_absolute_url()).content.decode()
    assert "Issue de" in page
    assert story.aci.get_absolute_url() in page
    assert list(Event.objects.for_system("t").order_by("id").values_list("id", "thread_id", "code"))[: len(events)] == events


@pytest.mark.covers("GOV-901")
def test_a_renamed_body_and_the_one_that_follows_it_coexist_with_their_dates(db: None) -> None:
    """DDTEFP, then Direccte: two sheets, each in its time, tied by a succession."""
    by = make.national().actor
    former, present = (make.organisation(name, roles=("public_body",)) for name in ("DDTEFP du Nord", "Direccte Nord"))
    succeed(actor=by, predecessors=[former], successor=present, on=date(2010, 3, 1), kind="change")
    former.refresh_from_db()
    assert former.ended_on == date(2010, 2, 28)
    names = set(Organisation.objects.visible_to(by).filter(pk__in=[former.pk, present.pk]).values_list("name", flat=True))
    assert names == {"DDTEFP du Nord", "Direccte Nord"}
    assert [link.get_kind_display() for link in of_sheet(present)] == ["Changement de nom ou de forme"]


def test_one_structure_may_become_two_and_go_on(story: Gresivaudan) -> None:
    second = make.organisation("Couture")
    heir = story.born(predecessors=[story.aci], ends=False, kind="split", agreements=[])
    succeed(actor=story.ines.actor, predecessors=[story.aci], successor=second, on=DAY, kind="split", ends=False)
    story.aci.refresh_from_db()
    assert story.aci.ended_on is None
    assert {link.successor for link in of_sheet(story.aci)} == {heir, second}


def refused(story: Gresivaudan, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        story.born(**more)
    return caught.value.refusal.sentence


def test_each_refusal_says_what_to_do_and_writes_nothing(story: Gresivaudan) -> None:
    second = make.child("agreement", story.ai, type="aci", period=DateRange(date(2000, 1, 1), None))
    assert "n'en faites passer qu'un" in refused(story, agreements=[*story.held, second])
    assert "n'est pas en vigueur la veille du 01/06/1999" in refused(story, on=date(1999, 6, 1))
    assert "à elle-même" in refused(story, successor=story.aci, agreements=[])
    away = make.organisation("Au loin", zone="02")
    assert "Seul le DLA de ce territoire" in refused(story, successor=away)
    assert not Succession.objects.for_system("t").exists()
    assert Agreement.objects.for_system("t").filter(period__endswith__isnull=False).count() == 0
    heir = story.born()
    with pytest.raises(Refused, match="ne revient pas sur ses pas"):
        succeed(actor=story.ines.actor, predecessors=[heir], successor=story.aci, on=date(2012, 1, 1), kind="takeover")
    with pytest.raises(Refused, match="déjà enregistrée"):
        succeed(actor=story.ines.actor, predecessors=[story.aci], successor=heir, on=DAY, kind="merger")


def test_a_double_click_makes_one_heir(story: Gresivaudan) -> None:
    key = uuid.uuid4()
    assert story.born(operation=key).pk == story.born(operation=key).pk
    assert Organisation.objects.for_system("t").filter(name="Pays d'Insertion (fictif)").count() == 1


def test_the_form_offers_the_agreements_of_both_and_keeps_what_was_typed(story: Gresivaudan) -> None:
    url = f"{story.aci.get_absolute_url()}succession/"
    typed = {"kind": "merger", "on": "2007-06-01", "ends": "on", "other": "anna (fictif)", "name": "Pays d'Insertion"}
    typed |= {"agreements": [story.held[0].pk], "commune": "Lille (59000)"}
    first = story.ines.client.post(url, typed)
    assert first.status_code == 422
    page = first.content.decode()
    assert "sont maintenant dans la liste" in page
    assert 'value="Pays d&#x27;Insertion"' in page
    again = story.ines.client.post(url, typed | {"offered": str(story.ai.public_id), "agreements": [a.pk for a in story.held]})
    assert again.status_code == 302, again.content.decode()
    heir = Organisation.objects.for_system("t").get(name="Pays d'Insertion")
    assert heir.agreements.count() == 2
    nobody = story.ines.client.post(url, typed | {"other": "zzz", "name": ""}).content.decode()
    assert "Rien ne répond à « zzz »" in nobody
    assert "Indiquez la structure qui suit" in nobody
