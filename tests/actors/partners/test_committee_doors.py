"""Doors of a committee that a link of interest, a draft or a date must keep closed, even to who holds its territory."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cordee.actors.partners import actions, policies
from cordee.actors.partners.actions.meetings import Minutes
from cordee.actors.partners.models import AgendaItem, Interest, Meeting, Paper
from cordee.core.access import IN_PERSON, Refused
from cordee.core.lifecycle import advance, offers
from cordee.core.models import File
from tests import factories as make
from tests.actors.partners.scene import Scene, contribution, held, scene, seat
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
    from dataclasses import replace

    told = scene()
    helped: Any = replace(told.ines.actor, on_behalf_of=told.ines.user.pk)
    assert {offer.refusal for offer in offers(told.meeting, helped) if offer.name in ("convene", "cancel")} == {IN_PERSON}
    with pytest.raises(Refused) as refused:
        advance(told.meeting, "convene", actor=helped)
    assert refused.value.refusal is IN_PERSON
    given = contribution(told.ines, told.fondation.organisation)
    assert policies.may_keep(helped, given) is IN_PERSON
