"""A meeting from its agenda to its minutes: links of interest, opinions, letters, documents, what no longer changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from cordee.actors.partners import actions
from cordee.actors.partners.actions.meetings import Minutes
from cordee.actors.partners.models import AgendaItem, Interest, Meeting, Opinion
from cordee.actors.partners.queries import latest_opinions
from cordee.core import todo
from cordee.core.access import Refused
from cordee.core.corrections import correct
from cordee.core.edits import Stale
from cordee.core.journal import events_of
from cordee.core.lifecycle import advance, offers
from cordee.core.models import Document, Event, File, Mail
from tests import factories as make
from tests.actors.accounts.people import text
from tests.actors.partners.scene import Scene, held, item, scene, seat

pytestmark = pytest.mark.usefixtures("db")


def convened() -> Scene:
    told = scene()
    advance(told.meeting, "convene", actor=told.ines.actor)
    return told


def papered(told: Scene) -> tuple[AgendaItem, str]:
    """The first point, with a paper; its address."""
    upload = SimpleUploadedFile("synthese.txt", b"Synthese du diagnostic")
    paper = actions.add_paper(actor=told.ines.actor, item=told.items[0], upload=upload, label="Synthèse du diagnostic")
    return told.items[0], reverse("committees:paper", args=[paper.public_id])


def titles(someone: Any) -> list[str]:
    return [line.title for line in todo.todos(someone.actor)]


# -- links of interest ------------------------------------------------------------------------------------------------------
def test_a_declared_link_closes_the_papers_and_the_opinion_even_to_a_forged_address() -> None:
    told = convened()
    first, paper = papered(told)
    opinion = reverse("committees:opinion", args=[first.public_id])
    client, other = told.fondation.client, told.reseau.client
    assert [make.read(client, url)[0] for url in (paper, opinion)] == [200, 200]
    answer = client.post(reverse("committees:interest", args=[first.public_id]), {"reason": "Nous finançons cette structure."})
    assert answer.status_code == 302
    assert [make.read(client, url)[0] for url in (paper, opinion)] == [404, 404]
    assert client.post(opinion, {"value": "favourable"}).status_code == 404
    assert [make.read(other, url)[0] for url in (paper, opinion)] == [200, 200], "the other members go on"
    page = text(client.get(told.meeting.get_absolute_url()))
    assert "Excusé·e, lien d'intérêt déclaré" in page
    assert "Synthèse du diagnostic" not in page
    with pytest.raises(Refused, match="lien d'intérêt"):
        actions.give_opinion(actor=told.fondation.actor, item=first, member=told.seats["fondation"], value="favourable", text="")
    assert Opinion.objects.for_system("test").count() == 0


def test_the_file_of_a_paper_has_no_other_door() -> None:
    told = convened()
    papered(told)
    file = File.objects.for_system("test").get(label="Synthèse du diagnostic")
    assert file.audience == []
    assert [make.read(one.client, f"/fichiers/{file.public_id}/")[0] for one in (told.fondation, told.ines)] == [404, 404]


def test_a_member_that_is_itself_spoken_of_is_excused_without_saying_so() -> None:
    told = convened()
    own = item(told.ines, told.meeting, "Le réseau lui-même", told.reseau.organisation)
    assert make.read(told.reseau.client, reverse("committees:opinion", args=[own.public_id]))[0] == 404
    with pytest.raises(Refused, match="lien d'intérêt"):
        actions.give_opinion(actor=told.ines.actor, item=own, member=told.seats["reseau"], value="favourable", text="")


def test_an_opinion_given_before_the_link_was_declared_leaves_the_count() -> None:
    told = convened()
    first = told.items[0]
    actions.give_opinion(actor=told.fondation.actor, item=first, member=told.seats["fondation"], value="favourable", text="")
    assert latest_opinions([first]).count() == 1
    actions.declare_interest(actor=told.fondation.actor, item=first, member=told.seats["fondation"], reason="Lien.")
    assert latest_opinions([first]).count() == 0


def test_a_member_does_not_lift_its_own_link_and_the_animator_says_why() -> None:
    told = convened()
    first = told.items[0]
    link = actions.declare_interest(actor=told.fondation.actor, item=first, member=told.seats["fondation"], reason="Lien.")
    again = actions.declare_interest(actor=told.fondation.actor, item=first, member=told.seats["fondation"], reason="Deux clics.")
    assert again == link
    url = reverse("committees:interest_lift", args=[first.public_id, link.pk])
    assert told.fondation.client.post(url, {"reason": "Erreur"}).status_code == 404
    with pytest.raises(Refused, match="levé par"):
        actions.lift_interest(actor=told.fondation.actor, interest=link, reason="Erreur")
    assert told.ines.client.post(url, {"reason": ""}).status_code == 422
    assert told.ines.client.post(url, {"reason": "Déclaré sur le mauvais point."}).status_code == 302
    assert not Interest.objects.for_system("test").exists()
    assert [e.code for e in events_of(told.meeting, told.ines.actor)[:2]] == ["partners.interest.lifted", "partners.interest.declared"]


def test_one_does_not_declare_for_another_member() -> None:
    told = convened()
    with pytest.raises(Refused, match="Seuls les membres"):
        actions.declare_interest(actor=told.reseau.actor, item=told.items[0], member=told.seats["fondation"], reason="Lui.")
    with pytest.raises(Refused, match="Seuls les membres"):
        actions.give_opinion(actor=told.reseau.actor, item=told.items[0], member=told.seats["fondation"], value="favourable", text="")


# -- opinions -----------------------------------------------------------------------------------------------------------------
def test_a_correction_is_a_new_revision_and_a_double_click_is_not() -> None:
    told = convened()
    first, member = told.items[0], told.seats["fondation"]
    for value, why in (("favourable", ""), ("favourable", ""), ("reserved", "Le plan de trésorerie manque.")):
        actions.give_opinion(actor=told.fondation.actor, item=first, member=member, value=value, text=why)
    given = Opinion.objects.for_system("test").order_by("revision")
    assert [(o.revision, o.value) for o in given] == [(1, "favourable"), (2, "reserved")]
    assert [o.value for o in latest_opinions([first])] == ["reserved"]
    with pytest.raises(DatabaseError, match="append"), transaction.atomic():
        given.update(value="against")


def test_a_reserve_says_why_and_what_was_chosen_stays_on_the_page() -> None:
    told = convened()
    url = reverse("committees:opinion", args=[told.items[0].public_id])
    agenda = told.fondation.client.get(told.meeting.get_absolute_url()).content.decode()
    assert "Prochaine étape : Donner votre avis" in agenda
    assert agenda.index(url) < agenda.index("Ordre du jour")
    answer = told.fondation.client.post(url, {"value": "against", "text": " "})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "dites pourquoi" in page
    assert 'value="against"' in page.replace("\n", " ")
    assert told.fondation.client.post(url, {"value": "zzz"}).status_code == 422


def test_members_read_the_opinions_of_others_once_the_meeting_is_held() -> None:
    told = convened()
    first = told.items[0]
    seated = told.seats["fondation"]
    actions.give_opinion(actor=told.fondation.actor, item=first, member=seated, value="reserved", text="Trésorerie courte")
    url = told.meeting.get_absolute_url()
    assert "Trésorerie courte" in text(told.ines.client.get(url))
    assert "Trésorerie courte" in text(told.fondation.client.get(url)), "its own"
    assert "Trésorerie courte" not in text(told.reseau.client.get(url))
    held(told)
    assert "Trésorerie courte" in text(told.reseau.client.get(url))
    event = Event.objects.for_system("test").get(code="partners.opinion.given")
    assert event.audience == ["operator"]


def test_the_animator_notes_the_opinion_of_a_member_without_an_account() -> None:
    told = convened()
    url = reverse("committees:opinion", args=[told.items[0].public_id])
    assert told.ines.client.post(url, {"value": "favourable"}).status_code == 422, "whose?"
    assert told.ines.client.post(url, {"value": "favourable", "member": told.seats["body"].pk}).status_code == 302
    assert [o.member for o in latest_opinions(told.items)] == [told.seats["body"]]
    stranger = seat(told.ines, told.committee, make.organisation(), period=make.LONG_AGO)
    with pytest.raises(Refused, match="n'est plus, de ce comité"):
        actions.give_opinion(actor=told.ines.actor, item=told.items[0], member=stranger, value="favourable", text="")


# -- convocation --------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-907")
def test_the_convocation_reaches_members_with_and_without_an_account() -> None:
    told = convened()
    mails = Mail.objects.for_system("test").filter(kind="partners.convened").order_by("id")
    assert {m.recipient for m in mails} == {told.fondation.user.email, told.reseau.user.email, "contact@communaute.example"}
    assert all("Structure 1" not in str(m.letter) for m in mails), "a letter names no dossier"
    document = Document.objects.for_system("test").get(type="partners.convocation")
    assert sorted(f.kind for f in document.files.all()) == ["docx", "pdf"]
    assert document.missing == []
    link = next(f for f in document.files.order_by("id"))
    assert make.read(told.fondation.client, f"/fichiers/{link.public_id}/")[0] == 200
    assert make.read(make.funder("59").client, f"/fichiers/{link.public_id}/")[0] == 404


def test_a_meeting_without_agenda_or_past_is_not_convened_and_another_day_asks_to_convene_again() -> None:
    told = scene()
    for point in told.items:
        actions.withdraw_item(actor=told.ines.actor, item=point)
    with pytest.raises(Refused, match="ordre du jour est vide"):
        advance(told.meeting, "convene", actor=told.ines.actor)
    item(told.ines, told.meeting, "Bilan", asks=False)
    advance(told.meeting, "convene", actor=told.ines.actor)
    values = {"starts_at": told.meeting.starts_at, "place": "Une autre salle", "visio_url": "", "note": ""}
    actions.edit_meeting(actor=told.ines.actor, meeting=told.meeting, values=values, version=told.meeting.version)
    assert told.meeting.convened_at is None
    assert "Envoyez la convocation de nouveau" in text(told.ines.client.get(told.meeting.get_absolute_url()))
    with pytest.raises(Refused, match="pas encore eu lieu"):
        advance(told.meeting, "hold", actor=told.ines.actor)


def test_a_member_without_an_address_is_named_to_the_animator() -> None:
    told = scene()
    seat(told.ines, told.committee, make.organisation("Sans adresse", roles=("authority",)))
    assert "Sans adresse" in text(told.ines.client.get(told.meeting.get_absolute_url()))
    assert "adresse électronique connue" not in text(told.fondation.client.get(told.meeting.get_absolute_url()))


def test_an_annulled_meeting_says_why_to_those_who_were_convened() -> None:
    told = convened()
    with pytest.raises(Exception, match="pourquoi la réunion est annulée"):
        advance(told.meeting, "cancel", actor=told.ines.actor, data={"reason": ""})
    advance(told.meeting, "cancel", actor=told.ines.actor, data={"reason": "Salle fermée."})
    assert Mail.objects.for_system("test").filter(kind="partners.cancelled").count() == 3
    with pytest.raises(Refused, match="ne changent plus"):
        actions.give_opinion(actor=told.fondation.actor, item=told.items[0], member=told.seats["fondation"], value="favourable", text="")


# -- agenda -------------------------------------------------------------------------------------------------------------------
def test_points_change_places_and_one_that_was_judged_stays() -> None:
    told = scene()
    first, second, third = told.items
    actions.move_item(actor=told.ines.actor, item=third, up=True)
    actions.move_item(actor=told.ines.actor, item=first, up=True)
    assert [i.title for i in told.meeting.items.order_by("rank")] == [first.title, third.title, second.title]
    actions.declare_interest(actor=told.fondation.actor, item=first, member=told.seats["fondation"], reason="Lien.")
    with pytest.raises(Refused, match="reste à l'ordre du jour"):
        actions.withdraw_item(actor=told.ines.actor, item=first)
    third.refresh_from_db()
    actions.withdraw_item(actor=told.ines.actor, item=third)
    assert [(i.rank, i.title) for i in told.meeting.items.order_by("rank")] == [(1, first.title), (2, second.title)]


# -- minutes ------------------------------------------------------------------------------------------------------------------
def written(told: Scene, *, version: int | None = None) -> Meeting:
    there = {told.seats["fondation"].pk: ("present", None), told.seats["reseau"].pk: ("represented", told.seats["fondation"].pk)}
    there |= {told.seats["body"].pk: ("excused", None)}
    draft = Minutes("Trois parcours ont été examinés.", {told.items[0].pk: "Le DLA complète le diagnostic."}, there)
    return actions.write_minutes(actor=told.ines.actor, meeting=told.meeting, minutes=draft, version=version or told.meeting.version)


def test_minutes_are_written_by_their_authors_then_published_and_frozen() -> None:
    told = convened()
    actions.give_opinion(actor=told.reseau.actor, item=told.items[0], member=told.seats["reseau"], value="favourable", text="")
    actions.declare_interest(actor=told.fondation.actor, item=told.items[0], member=told.seats["fondation"], reason="Lien.")
    held(told)
    with pytest.raises(Refused, match="compte rendu est vide"):
        advance(told.meeting, "publish", actor=told.ines.actor)
    written(told)
    url = told.meeting.get_absolute_url()
    assert "Trois parcours" not in text(told.reseau.client.get(url)), "a draft is its authors'"
    with pytest.raises(Refused):
        advance(told.meeting, "publish", actor=told.reseau.actor)
    advance(told.meeting, "publish", actor=told.ines.actor)
    page = text(told.reseau.client.get(url))
    assert "Trois parcours" in page
    assert "quorum de 2 atteint" in page
    assert [o.name for o in offers(told.meeting, told.ines.actor)] == []
    document = Document.objects.for_system("test").get(type="partners.minutes")
    assert document.context["points"][0]["opinions"] == [["Favorable", 1]]
    assert document.context["points"][0]["excused"] == ["Fondation des Écluses"]
    assert document.missing == []
    with pytest.raises(Refused, match="ne change plus"):
        written(told)
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.for_system("test").filter(pk=told.meeting.pk).update(minutes="Autre chose")


def test_published_minutes_are_corrected_by_a_new_version_with_a_reason() -> None:
    told = convened()
    held(told)
    written(told)
    event = advance(told.meeting, "publish", actor=told.ines.actor)
    correct(told.meeting, event, actor=told.ines.actor, reason="Une présence était fausse.")
    assert (told.meeting.state, told.meeting.published_at) == ("held", None)
    written(told)
    advance(told.meeting, "publish", actor=told.ines.actor)
    assert [d.version for d in Document.objects.for_system("test").filter(type="partners.minutes").order_by("version")] == [1, 2]


def test_two_people_who_write_the_minutes_at_once_lose_nothing() -> None:
    told = convened()
    held(told)
    opened = told.meeting.version
    written(told)
    with pytest.raises(Stale):
        written(told, version=opened)


def test_the_screen_of_minutes_refuses_someone_represented_by_nobody_and_keeps_the_text() -> None:
    told = convened()
    held(told)
    url = reverse("committees:minutes", args=[told.meeting.public_id])
    seats = told.seats
    typed = {f"presence-{seats['fondation'].pk}": "represented", "minutes": "Texte gardé.", "version": str(told.meeting.version)}
    answer = told.ines.client.post(url, typed)
    assert answer.status_code == 422
    assert "Texte gardé." in answer.content.decode()
    typed |= {f"par-{seats['fondation'].pk}": str(seats["reseau"].pk)}
    assert told.ines.client.post(url, typed).status_code == 302
    assert told.ines.client.post(url, typed).status_code == 409, "someone wrote since this page was opened"
    assert told.reseau.client.get(url).status_code == 404


# -- à faire ------------------------------------------------------------------------------------------------------------------
def test_the_home_of_a_member_and_of_the_animator() -> None:
    told = scene()
    assert titles(told.fondation) == [], "nothing before the convocation"
    assert titles(told.ines) == ["Animer la réunion : Comité d'appui du Nord"]
    advance(told.meeting, "convene", actor=told.ines.actor)
    actions.declare_interest(actor=told.fondation.actor, item=told.items[2], member=told.seats["fondation"], reason="Lien.")
    found = todo.todos(told.fondation.actor)
    assert sorted(t.title for t in found) == [
        "Donner votre avis : Structure 1", "Donner votre avis : Structure 2", "Préparer la réunion : Comité d'appui du Nord",
    ]  # fmt: skip
    assert next(t.detail for t in found if t.title.startswith("Préparer")) == "3 points, un lien d'intérêt déclaré"
    actions.give_opinion(actor=told.fondation.actor, item=told.items[0], member=told.seats["fondation"], value="favourable", text="")
    assert "Donner votre avis : Structure 1" not in titles(told.fondation)
    held(told)
    assert titles(told.fondation) == []
    assert titles(told.ines) == ["Publier le compte rendu : Comité d'appui du Nord"]
    assert titles(make.officer("02")) == []


def test_a_meeting_whose_day_has_passed_waits_for_a_word() -> None:
    told = convened()
    Meeting.objects.for_system("test").filter(pk=told.meeting.pk).update(starts_at="2026-01-05T09:00:00+00:00")
    (line,) = todo.todos(told.ines.actor)
    assert (line.title, line.detail) == ("Noter si la réunion s'est tenue : Comité d'appui du Nord", "réunion du 05/01/2026")
