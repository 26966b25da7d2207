"""Dossiers before the support committee: put on the agenda, read without their accounts, judged by members who have no account."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cordee.accompaniment.cases import actions as cases
from cordee.actors.partners import actions
from cordee.actors.partners.models import AgendaItem, AgendaLink, Meeting, Opinion
from cordee.actors.partners.parameters import BLOCKING
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import ReadLog
from cordee.core.models.outbox import Mail
from cordee.core.parameters import set_param
from tests.accompaniment.cases import scene as dossiers
from tests.actors.partners import scene as committees
from tests.factories import SYSTEM

FIGURE = "12345"


@pytest.fixture
def told(db: None) -> Any:
    """The committee of the Nord, its meeting to come, and a dossier whose accounts must stay where they are."""
    told = committees.scene()
    from tests import factories as make

    structure = make.organisation("La Fabrique des Rives")
    told.case = dossiers.bring(dossiers.open_case(structure, by=told.ines), "received")
    amounts = {"net_result": Decimal(f"-{FIGURE}.00"), "equity": None, "working_capital": None, "working_need": None, "cash": None}
    cases.keep_accounts(actor=told.ines.actor, case=told.case, organisation=structure, year=2025, amounts=amounts)
    return told


def add(told: Any, *threads: int) -> Any:
    address = f"/comites/reunions/{told.meeting.public_id}/dossiers/ajouter/"
    return told.ines.client.post(address, {"dossiers": [str(t) for t in threads], "asks_opinion": "on"})


def point(told: Any) -> AgendaItem:
    add(told, told.case.thread_id)
    item: AgendaItem = AgendaItem.objects.for_system("test").get(dossier=told.case.thread_id, meeting=told.meeting)
    return item


def test_an_agenda_is_made_of_dossiers(told: Any) -> None:
    page = told.ines.client.get(f"/comites/reunions/{told.meeting.public_id}/dossiers/ajouter/").content.decode()
    assert "La Fabrique des Rives, accueil" in page
    answer = add(told, told.case.thread_id)
    assert answer.status_code == 302
    item = AgendaItem.objects.for_system("test").get(dossier=told.case.thread_id)
    assert (item.title, item.rank, item.organisation.name, item.asks_opinion) == ("Consolider l'atelier", 4, "La Fabrique des Rives", True)
    again = add(told, told.case.thread_id)
    assert again.status_code == 422
    assert AgendaItem.objects.for_system("test").filter(dossier=told.case.thread_id).count() == 1


def test_a_dossier_of_elsewhere_is_not_proposed(told: Any) -> None:
    from tests import factories as make

    make.operator("02")
    other = dossiers.bring(dossiers.open_case(make.organisation("Ailleurs", zone="02")), "received")
    page = told.ines.client.get(f"/comites/reunions/{told.meeting.public_id}/dossiers/ajouter/").content.decode()
    assert "Ailleurs" not in page
    assert add(told, other.thread_id).status_code == 422


def test_members_read_the_summary_and_never_the_accounts(told: Any) -> None:
    point(told)
    advance(told.meeting, "convene", actor=told.ines.actor)
    page = told.fondation.client.get(told.meeting.get_absolute_url()).content.decode()
    assert "Revoir notre stratégie commerciale." in page
    assert "Premier échange" in page
    assert FIGURE not in page
    assert told.case.get_absolute_url() not in page, "it reads the summary, it does not open the dossier"
    assert told.case.get_absolute_url() in told.ines.client.get(told.meeting.get_absolute_url()).content.decode()
    assert told.fondation.client.get(told.case.get_absolute_url()).status_code == 404


def secret_of(told: Any) -> str:
    letter = Mail.objects.for_system("test").get(recipient="contact@communaute.example", kind="partners.convened")
    found = re.search(r"/comites/invitation/([\w-]{43})/", str(letter.letter))
    assert found, letter.letter
    return found[1]


@pytest.mark.covers("GOV-029")
def test_a_member_without_an_account_reads_and_judges_by_a_dated_link(told: Any) -> None:
    """(a) a partner brings what it knows of the territory; (b) in an opinion beside the DLA's own action."""
    item = point(told)
    advance(told.meeting, "convene", actor=told.ines.actor)
    secret, phone = secret_of(told), Client()
    address = f"/comites/invitation/{secret}/"
    page = phone.get(address).content.decode()
    assert "Revoir notre stratégie commerciale." in page
    assert FIGURE not in page
    assert told.case.get_absolute_url() not in page
    link = AgendaLink.objects.for_system("test").get(member=told.seats["body"])
    assert link.secret != secret
    assert len(link.secret) == 64
    assert ReadLog.objects.for_system("test").filter(subject_id=link.pk, subject_kind="partners.agendalink").count() == 1
    assert "lu le" in told.ines.client.get(told.meeting.get_absolute_url()).content.decode()

    answer = phone.post(f"{address}points/{item.public_id}/avis/", {"value": "reserved", "text": "Voir la régie des Rives."})
    assert answer.status_code == 302
    given = Opinion.objects.for_system("test").get(item=item)
    assert (given.member, given.value, given.given_by) == (told.seats["body"], "reserved", None)
    assert given.given_by_label.endswith("par son lien")
    bad = phone.post(f"{address}points/{item.public_id}/avis/", {"value": "against", "text": ""})
    assert bad.status_code == 422
    assert "Une réserve ou un avis défavorable se motive" in bad.content.decode()


def test_a_link_of_interest_closes_the_point_to_who_declares_it(told: Any) -> None:
    item = point(told)
    advance(told.meeting, "convene", actor=told.ines.actor)
    phone, address = Client(), f"/comites/invitation/{secret_of(told)}/"
    assert phone.post(f"{address}points/{item.public_id}/lien-d-interet/", {"reason": "Nous la finançons."}).status_code == 302
    assert "Revoir notre stratégie commerciale." not in phone.get(address).content.decode()
    assert phone.get(f"{address}points/{item.public_id}/avis/").status_code == 404


def test_a_link_opens_neither_late_nor_closed_nor_twice_nor_elsewhere(told: Any) -> None:
    other = committees.meeting(told.ines, told.committee, days=20)
    elsewhere = committees.item(told.ines, other, "Autre réunion")
    item = point(told)
    advance(told.meeting, "convene", actor=told.ines.actor)
    first = secret_of(told)
    phone = Client()
    assert phone.get(f"/comites/invitation/{first}/points/{elsewhere.public_id}/avis/").status_code == 404
    assert phone.get("/comites/invitation/" + "a" * 43 + "/").status_code == 404
    seat = told.seats["body"]
    given = told.ines.client.post(f"/comites/reunions/{told.meeting.public_id}/liens/{seat.public_id}/donner/").content.decode()
    second = re.search(r"/comites/invitation/([\w-]{43})/", given)
    assert second
    assert phone.get(f"/comites/invitation/{first}/").status_code == 404, "the new one closes the former"
    assert phone.get(f"/comites/invitation/{second[1]}/").status_code == 200
    link = AgendaLink.objects.for_system("test").get(member=seat, revoked_at=None)
    assert told.ines.client.post(f"/comites/liens/{link.public_id}/fermer/").status_code == 302
    assert phone.get(f"/comites/invitation/{second[1]}/").status_code == 404
    third = actions.give_link(actor=told.ines.actor, meeting=told.meeting, member=seat)
    AgendaLink.objects.for_system("test").filter(revoked_at=None).update(expires_at=committees.in_days(-1))
    assert phone.post(f"/comites/invitation/{third}/points/{item.public_id}/avis/", {"value": "favourable"}).status_code == 404
    with pytest.raises(Refused) as refused:
        actions.give_link(actor=told.ines.actor, meeting=told.meeting, member=told.seats["fondation"])
    assert refused.value.refusal.code == "account"


def judged(told: Any, *values: str, present: int = 2) -> AgendaItem:
    """The committee met yesterday: these opinions, so many present."""
    item = point(told)
    seats = list(told.seats.values())
    for seat, value in zip(seats, values, strict=False):
        actions.give_opinion(actor=told.ines.actor, item=item, member=seat, value=value, text="Motif.")
    committees.held(told)
    from cordee.actors.partners.actions.meetings import Minutes

    there = {seat.pk: ("present" if rank < present else "excused", None) for rank, seat in enumerate(seats)}
    meeting = Meeting.objects.for_system("test").select_related("committee", "thread").get(pk=told.meeting.pk)
    actions.write_minutes(actor=told.ines.actor, meeting=meeting, minutes=Minutes("Texte.", {}, there), version=meeting.version)
    told.meeting = meeting
    return item


def to_plan(told: Any) -> None:
    dossiers.prepare(dossiers.bring(told.case, "shared"))


def needed(told: Any) -> None:
    from cordee.core.clock import today

    set_param(BLOCKING, True, actor=SYSTEM, since=today(), zone="59", reason="Convention de 2026")


def test_an_opinion_blocks_nothing_unless_the_territory_says_so(told: Any) -> None:
    judged(told, "against", "against")
    to_plan(told)
    advance(told.case, "plan", actor=told.ines.actor)
    assert told.case.state == "planned"


@pytest.mark.parametrize(
    ("values", "present", "code"),
    [((), 2, "committee"), (("abstains",), 2, "committee"), (("favourable", "favourable"), 1, "quorum"),
     (("against", "against", "favourable"), 2, "against"), (("favourable", "against"), 2, ""), (("favourable",), 3, "")],
)  # fmt: skip
def test_where_the_territory_says_so_a_plan_waits_for_the_opinion(told: Any, values: tuple[str, ...], present: int, code: str) -> None:
    needed(told)
    judged(told, *values, present=present)
    to_plan(told)
    if not code:
        advance(told.case, "plan", actor=told.ines.actor)
        assert told.case.state == "planned"
        return
    with pytest.raises(Refused) as refused:
        advance(told.case, "plan", actor=told.ines.actor)
    assert refused.value.refusal.code == code


@pytest.mark.covers("GOV-903")
def test_minutes_are_drafted_from_opinions_and_adopted_at_the_next_meeting(told: Any) -> None:
    """Members, agenda, minutes and decisions, each linked to its dossier."""
    item = judged(told, "favourable", "reserved")
    Meeting.objects.for_system("test").filter(pk=told.meeting.pk).update(minutes="")
    page = told.ines.client.get(f"/comites/reunions/{told.meeting.public_id}/compte-rendu/").content.decode()
    assert "Avis favorable avec réserve (favorable 1, favorable avec réserve 1)" in page
    fresh = Meeting.objects.for_system("test").select_related("committee", "thread").get(pk=told.meeting.pk)
    from cordee.actors.partners.actions.meetings import Minutes

    there = {told.seats["body"].pk: ("present", None)}
    actions.write_minutes(
        actor=told.ines.actor, meeting=fresh, minutes=Minutes("Texte.", {item.pk: "Parcours soutenu."}, there), version=fresh.version
    )
    advance(fresh, "publish", actor=told.ines.actor)
    dossier = told.ines.client.get(told.case.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "Avis favorable avec réserve, 2 avis donnés" in dossier
    assert "suite donnée : Parcours soutenu." in dossier

    following = committees.meeting(told.ines, told.committee, days=3)
    committees.item(told.ines, following, "Point")
    Meeting.objects.for_system("test").filter(pk=following.pk).update(starts_at=committees.in_days(0))
    following.refresh_from_db()
    advance(following, "hold", actor=told.ines.actor)
    screen = f"/comites/reunions/{following.public_id}/compte-rendu/"
    assert "est adopté" in told.ines.client.get(screen).content.decode()
    sent = {"version": following.version, "minutes": "Suite.", f"adopte-{fresh.pk}": "on"}
    assert told.ines.client.post(screen, sent).status_code == 302
    fresh.refresh_from_db()
    assert fresh.adopted_in == following
    assert "Adopté à la" in told.ines.client.get(fresh.get_absolute_url()).content.decode()
    from cordee.core.corrections import correction_refusal
    from cordee.core.models import Event

    act = Event.objects.for_system("test").filter(code="partners.meeting.publish", subject_id=fresh.pk).get()
    refusal = correction_refusal(fresh, act, told.ines.actor)
    assert refusal
    assert refusal.code == "adopted"


# -- a dossier that ends -------------------------------------------------------------------------------------------------------
def test_nobody_awaits_an_opinion_on_a_dossier_that_stopped(told: Any) -> None:
    item = point(told)
    advance(told.meeting, "convene", actor=told.ines.actor)
    meeting, judged = told.meeting.get_absolute_url(), f"/comites/points/{item.public_id}/avis/"
    guest = f"/comites/invitation/{secret_of(told)}/"
    assert "avis demandé" in told.ines.client.get(told.case.get_absolute_url()).content.decode()
    assert judged in told.fondation.client.get(meeting).content.decode()
    advance(told.case, "abandon", actor=told.ines.actor, data={"reason": "La structure ferme.", "on_request": "on"})

    dossier = html.unescape(told.ines.client.get(told.case.get_absolute_url()).content.decode())
    assert "dossier arrêté, aucun avis n'est plus attendu" in dossier
    assert "avis demandé" not in dossier
    for page in (told.fondation.client.get(meeting), Client().get(guest)):
        shown = html.unescape(page.content.decode())
        assert "Ce dossier est fini : aucun avis n'est plus attendu." in shown
        assert "Arrêté à la demande de la structure" in shown
        assert "La Fabrique des Rives" in shown
        assert f"/points/{item.public_id}/avis/" not in shown
    assert told.fondation.client.get(judged).status_code == 404
    assert "Donner votre avis : La Fabrique des Rives" not in told.fondation.client.get("/").content.decode()
    assert "Dossier fini, aucun avis n'est plus attendu" in html.unescape(told.ines.client.get(meeting).content.decode())


def test_an_opinion_given_before_the_end_stays_told(told: Any) -> None:
    item = point(told)
    actions.give_opinion(actor=SYSTEM, item=item, member=told.seats["body"], value="favourable", text="")
    advance(told.case, "abandon", actor=told.ines.actor, data={"reason": "La structure ferme."})
    assert "Avis favorable, 1\u00a0avis donné" in told.ines.client.get(told.case.get_absolute_url()).content.decode()
