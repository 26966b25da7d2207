"""Doors of a committee that a link of interest, a draft or a date must keep closed, even to who holds its territory."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cordee.actors.partners import actions, policies
from cordee.actors.partners.actions.meetings import Minutes
from cordee.actors.partners.models import AgendaItem, Interest, Meeting, Paper
from cordee.core import todo
from cordee.core.access import IN_PERSON, Refused
from cordee.core.lifecycle import advance, offers
from cordee.core.models import File
from tests import factories as make
from tests.actors.partners.scene import Scene, contribution, held, in_days, scene, seat
from tests.actors.providers.test_register_doors import told_api
from tests.factories import Someone

pytestmark = pytest.mark.usefixtures("db")


def regional_member(told: Scene) -> Someone:
    """The regional DLA holds the territory of the committee, and sits in it."""
    someone = make.regional()
    seat(told.ines, told.committee, someone.organisation)
    return someone


def recused(told: Scene, someone: Someone) -> Interest:
    member = told.committee.members.get(organisation=someone.organisation)
    return actions.declare_interest(actor=someone.actor, item=told.items[0], member=member, reason="Nous finançons cette structure.")


def papered(told: Scene) -> Paper:
    upload = SimpleUploadedFile("synthese.txt", b"Synthese du diagnostic")
    return actions.add_paper(actor=told.ines.actor, item=told.items[0], upload=upload, label="Synthèse du diagnostic")


def published(told: Scene) -> Meeting:
    meeting = held(told)
    minutes = Minutes("Le comité a examiné trois parcours.", {}, {told.seats["fondation"].pk: ("present", None)})
    actions.write_minutes(actor=told.ines.actor, meeting=meeting, minutes=minutes, version=meeting.version)
    advance(meeting, "publish", actor=told.ines.actor)
    return meeting


@pytest.mark.parametrize("who", ["fondation", "reseau"])
def test_what_follows_a_point_is_not_given_by_the_api_before_the_minutes_are_published(who: str) -> None:
    told = scene()
    meeting = held(told)
    minutes = Minutes("Brouillon.", {told.items[0].pk: "Parcours ajourne."}, {told.seats["fondation"].pk: ("present", None)})
    actions.write_minutes(actor=told.ines.actor, meeting=meeting, minutes=minutes, version=meeting.version)
    path, member = f"/api/v1/reunions/{meeting.public_id}", getattr(told, who)
    assert "Parcours ajourne." not in told_api(member, path)[1]
    assert "Parcours ajourne." in told_api(told.ines, path)[1]


def test_a_regional_member_with_a_link_of_interest_has_no_other_door_to_the_papers() -> None:
    told = scene()
    someone, paper = regional_member(told), papered(told)
    file = File.objects.for_system("test").get(pk=paper.file_id)
    recused(told, someone)
    first = told.items[0]
    closed = [
        f"/fichiers/{file.public_id}/", reverse("committees:paper", args=[paper.public_id]),
        reverse("committees:item_edit", args=[first.public_id]), reverse("committees:paper_add", args=[first.public_id]),
    ]  # fmt: skip
    for url in closed:
        assert make.read(someone.client, url)[0] == 404, url
    assert make.read(told.ines.client, reverse("committees:paper", args=[paper.public_id]))[0] == 200


def test_papers_of_a_point_taken_off_the_agenda_stay_with_the_dla() -> None:
    told = scene()
    file = papered(told).file
    actions.withdraw_item(actor=told.ines.actor, item=told.items[0])
    assert make.read(told.ines.client, f"/fichiers/{file.public_id}/")[0] == 200
    assert make.read(told.fondation.client, f"/fichiers/{file.public_id}/")[0] == 404


def test_who_declared_a_link_does_not_lift_it_even_when_it_holds_the_territory() -> None:
    told = scene()
    someone = regional_member(told)
    link = recused(told, someone)
    url = reverse("committees:interest_lift", args=[told.items[0].public_id, link.pk])
    assert someone.client.post(url, {"reason": "Finalement non."}).status_code in (404, 422)
    with pytest.raises(Refused, match="levé par"):
        actions.lift_interest(actor=someone.actor, interest=link, reason="Finalement non.")
    assert told.ines.client.post(url, {"reason": "Déclaré sur le mauvais point."}).status_code == 302


def test_a_link_is_not_lifted_nor_a_paper_joined_after_the_minutes() -> None:
    """Whoever opened the page before the publication is told, and nothing moves."""
    told = scene()
    link = actions.declare_interest(actor=told.fondation.actor, item=told.items[0], member=told.seats["fondation"], reason="Lien.")
    link = Interest.objects.for_system("test").select_related("item__meeting", "member").get(pk=link.pk)
    assert link.item.meeting.state == "planned", "read before the publication"
    told.items[0] = AgendaItem.objects.for_system("test").select_related("meeting").get(pk=told.items[0].pk)
    assert told.items[0].meeting.state == "planned"
    published(told)
    with pytest.raises(Refused, match="publié"):
        actions.lift_interest(actor=told.ines.actor, interest=link, reason="Trop tard.")
    with pytest.raises(Refused, match="publié"):
        papered(told)
    assert Interest.objects.for_system("test").filter(pk=link.pk).exists()


def test_in_support_nobody_convenes_publishes_nor_agrees_in_the_name_of_another() -> None:
    told = scene()
    helped: Any = replace(told.ines.actor, on_behalf_of=told.ines.user.pk)
    assert {offer.refusal for offer in offers(told.meeting, helped) if offer.name in ("convene", "cancel")} == {IN_PERSON}
    with pytest.raises(Refused) as refused:
        advance(told.meeting, "convene", actor=helped)
    assert refused.value.refusal is IN_PERSON
    given = contribution(told.ines, told.fondation.organisation)
    assert policies.may_keep(helped, given) is IN_PERSON


# -- who only looks -------------------------------------------------------------------------------------------------------
def test_a_controller_of_a_member_reads_and_gives_no_opinion() -> None:
    told = scene()
    advance(told.meeting, "convene", actor=told.ines.actor)
    auditor = make.person(told.fondation.organisation, "controller")
    assert auditor.client.get(told.meeting.get_absolute_url()).status_code == 200
    first, member = told.items[0], told.seats["fondation"]
    for name, typed in (("opinion", {"value": "favourable"}), ("interest", {"reason": "x"})):
        assert auditor.client.post(reverse(f"committees:{name}", args=[first.public_id]), typed).status_code == 404, name
    with pytest.raises(Refused):
        actions.give_opinion(actor=auditor.actor, item=first, member=member, value="favourable", text="")
    with pytest.raises(Refused):
        actions.declare_interest(actor=auditor.actor, item=first, member=member, reason="x")
    assert not todo.todos(auditor.actor)


def test_a_controller_of_a_contributor_does_not_change_what_it_promised() -> None:
    ines, partner = make.officer(), make.funder()
    given = contribution(ines, partner.organisation)
    auditor = make.person(partner.organisation, "controller")
    assert auditor.client.get(given.get_absolute_url()).status_code == 200
    assert auditor.client.get(reverse("partners:contribution_edit", args=[given.public_id])).status_code == 404
    assert policies.may_edit_contribution(auditor.actor, given) is not None
    assert policies.may_edit_contribution(partner.actor, given) is None


def test_in_support_nobody_promises_in_the_name_of_a_partner() -> None:
    ines, partner = make.officer(), make.funder()
    given = contribution(ines, partner.organisation)
    helped = replace(partner.actor, on_behalf_of=partner.user.pk)
    assert policies.may_edit_contribution(helped, given) is IN_PERSON


# -- a regional member, once more ---------------------------------------------------------------------------------------------
def test_a_regional_member_with_a_link_neither_reads_nor_writes_what_follows_its_point() -> None:
    told = scene()
    someone = regional_member(told)
    recused(told, someone)
    meeting, first, second = held(told), told.items[0], told.items[1]
    minutes = Minutes("Brouillon.", {first.pk: "Parcours ajourne.", second.pk: "Parcours retenu."}, {})
    actions.write_minutes(actor=told.ines.actor, meeting=meeting, minutes=minutes, version=meeting.version)
    page, form = (make.read(someone.client, url)[1].decode() for url in (meeting.get_absolute_url(), minutes_url(meeting)))
    for shown in (page, form, told_api(someone, f"/api/v1/reunions/{meeting.public_id}")[1]):
        assert "Parcours ajourne." not in shown
    assert "Parcours retenu." in page
    fresh = Meeting.objects.for_system("test").select_related("committee", "thread").get(pk=meeting.pk)
    forged = Minutes("Texte.", {first.pk: "Parcours accepte.", second.pk: "Relu."}, {})
    actions.write_minutes(actor=someone.actor, meeting=fresh, minutes=forged, version=fresh.version)
    decisions = AgendaItem.objects.for_system("test").filter(meeting=meeting).order_by("rank").values_list("decision", flat=True)
    assert list(decisions)[:2] == ["Parcours ajourne.", "Relu."]


def minutes_url(meeting: Meeting) -> str:
    return reverse("committees:minutes", args=[meeting.public_id])


def test_what_is_joined_to_the_minutes_is_found_again_by_the_dla_alone() -> None:
    told = scene()
    meeting = held(told)
    typed = {"minutes": "Texte.", "version": meeting.version, "upload": SimpleUploadedFile("emargement.txt", b"Signatures")}
    assert told.ines.client.post(minutes_url(meeting), typed).status_code == 302
    file = File.objects.for_system("test").get(label="Pièce du compte rendu")
    assert f"/fichiers/{file.public_id}/" in told.ines.client.get(meeting.get_absolute_url()).content.decode()
    assert f"/fichiers/{file.public_id}/" not in told.fondation.client.get(meeting.get_absolute_url()).content.decode()
    assert [make.read(one.client, f"/fichiers/{file.public_id}/")[0] for one in (told.ines, told.fondation)] == [200, 404]


# -- the next step ----------------------------------------------------------------------------------------------------------
def filled(someone: Someone, meeting: Meeting) -> list[str]:
    """The primary buttons of the meeting's own acts."""
    acts = someone.client.get(meeting.get_absolute_url()).content.decode().split('<div class="acts">')[1].split("</div>")[0]
    return re.findall(r'class="btn btn-primary[^"]*"[^>]*>([^<]+)<', acts)


def test_the_primary_button_of_a_meeting_is_its_next_step() -> None:
    told = scene()
    meeting = told.meeting
    assert filled(told.ines, meeting) == ["Envoyer la convocation"]
    advance(meeting, "convene", actor=told.ines.actor)
    assert filled(told.ines, meeting) == [], "nothing but waiting for the day"
    Meeting.objects.for_system("test").filter(pk=meeting.pk).update(starts_at=in_days(-1))
    assert filled(told.ines, meeting) == ["Noter que la réunion s'est tenue".replace("'", "&#x27;")]
    meeting.refresh_from_db()
    advance(meeting, "hold", actor=told.ines.actor)
    assert filled(told.ines, meeting) == ["Écrire le compte rendu"]
    minutes = Minutes("Texte.", {}, {told.seats["fondation"].pk: ("present", None)})
    actions.write_minutes(actor=told.ines.actor, meeting=meeting, minutes=minutes, version=meeting.version)
    assert filled(told.ines, meeting) == ["Publier le compte rendu"]
