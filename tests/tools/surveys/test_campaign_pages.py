"""The screens of campaigns, as their users walk them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cordee.core.lifecycle import advance
from cordee.core.todo import todos
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.actions import dated
from cordee.tools.surveys.models import Campaign, Invitation
from tests import factories as make
from tests.tools.surveys.scene import campaign, published, scene, submit


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()).replace("&#x27;", "'").replace("\u00a0", " "))


def at(name: str, *args: Any) -> str:
    return reverse(f"surveys:{name}", args=args)


def typed(asked: Any, **more: Any) -> dict[str, Any]:
    day = timezone.localdate()
    return {
        "asked": str(asked.public_id), "name": "Besoins 2027", "why": "", "target": "structures", "place": "59",
        "opens_on": day.isoformat(),
        "closes_at": f"{day + timedelta(days=20)}T18:00", "reminders": "2", "reminder_days": "7", **more,
    }  # fmt: skip


def test_from_the_page_of_a_questionnaire_it_is_chosen_already(db: None) -> None:
    ines = make.officer()
    asked = published(ines)
    page = text(ines.client.get(asked.questionnaire.get_absolute_url()))
    assert "Préparer une campagne" in page
    address = f"{at('campaign_create')}?questionnaire={asked.questionnaire.public_id}"
    assert f'<option value="{asked.public_id}" selected>' in ines.client.get(address).content.decode()
    for forged in ("x", "7b1f8a44-6a2f-4e0b-9a51-0d5a3f0c2a11"):
        assert ines.client.get(f"{at('campaign_create')}?questionnaire={forged}").status_code == 200


def test_a_campaign_is_prepared_peopled_opened_and_watched(db: None) -> None:
    ines = make.officer()
    asked = published(ines)
    for number in range(3):
        make.organisation(f"Structure {number}", email=f"s{number}@essai.example")
    answer = ines.client.post(at("campaign_create"), typed(asked))
    made = Campaign.objects.for_system("test").get()
    assert answer.headers["Location"] == made.get_absolute_url()
    page = ines.client.get(at("campaign_invite", made.public_id), {"choisir": "oui", "type": "", "departement": ""})
    assert "Inviter 3 structures" in text(page)
    ines.client.post(at("campaign_invite", made.public_id) + "?choisir=oui&type=&departement=", {"toutes": "oui"})
    assert Invitation.objects.for_system("test").count() == 3
    ines.client.post(reverse("core:act", args=["surveys.campaign", made.public_id, "open"]))
    dated.send_unsent()
    submit(Invitation.objects.for_system("test").order_by("pk")[0])
    shown = text(ines.client.get(made.get_absolute_url()))
    assert "33,3 % (1 sur 3)" in shown
    assert "a répondu le" in shown
    fragment = ines.client.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert "33,3" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    waiting = text(ines.client.get(made.get_absolute_url() + "?attente=oui"))
    assert "a répondu le" not in waiting


def test_what_was_typed_is_kept_and_a_sentence_says_what_to_do(db: None) -> None:
    ines = make.officer()
    asked = published(ines)
    wrong = typed(asked, closes_at="2020-01-01T10:00", name="Mon nom gardé")
    answer = ines.client.post(at("campaign_create"), wrong)
    assert answer.status_code == 422
    assert "La clôture ne peut pas précéder l'ouverture." in text(answer)
    assert "Mon nom gardé" in answer.content.decode()
    forged = ines.client.post(at("campaign_create"), typed(asked) | {"asked": "7b1f8a44-6a2f-4e0b-9a51-0d5a3f0c2a11"})
    assert forged.status_code == 422
    assert not Campaign.objects.for_system("test").exists()
    empty = text(ines.client.post(at("campaign_create"), {})).replace("\u00a0", " ")
    told = [empty.index(f"« {name} »") for name in ("Questionnaire", "Nom de la campagne", "Qui répond")]
    assert told == sorted(told), "from top to bottom, as the page is read"


def test_the_next_step_of_an_open_link_is_to_open_and_a_structure_is_asked_for(db: None) -> None:
    ines = make.officer()
    values = typed(published(ines))
    for target, following in (("anyone", "l'ouvrir, puis donner son lien."), ("structures", "inviter à y répondre.")):
        answer = ines.client.post(at("campaign_create"), values | {"target": target}, follow=True)
        assert f"Prochaine étape : {following}" in text(answer)
    made = Campaign.objects.for_system("test").get(target="structures")
    refused = ines.client.post(at("campaign_invite", made.public_id), {"organisation": "", "channel_of": "mail"})
    assert refused.status_code == 422
    assert "Indiquez la structure." in text(refused)
    assert "Structure facultatif" not in " ".join(text(refused).split())


def test_a_double_click_prepares_one_campaign(db: None) -> None:
    ines = make.officer()
    values = typed(published(ines), operation="7b1f8a44-6a2f-4e0b-9a51-0d5a3f0c2a11")
    first, second = (ines.client.post(at("campaign_create"), values).headers["Location"] for _ in range(2))
    assert first == second
    assert Campaign.objects.for_system("test").count() == 1


def test_someone_without_address_gets_a_link_by_hand_and_an_answer_on_paper_is_typed(db: None) -> None:
    told = scene(1)
    one = told.invitations[0]
    assert "Aucun lien n'a encore été donné." in text(told.ines.client.get(at("invitation_link", one.public_id)))
    told.ines.client.post(at("invitation_link", one.public_id))
    page = told.ines.client.get(at("invitation_link", one.public_id)).content.decode()
    token = re.search(r"/q/([\w-]{43})/", page)
    assert token is not None
    assert queries.opened_by(token[1]) is not None
    answer = told.ines.client.post(at("invitation_enter", one.public_id), {"channel": "paper"})
    key = answer.headers["Location"].split("/")[2]
    opened = queries.opened_by(key)
    assert opened is not None
    assert opened.actor is not None
    assert (opened.channel, opened.actor.user_id) == ("paper", told.ines.user.pk)
    assert told.ines.client.post(at("invitation_enter", one.public_id), {"channel": "forged"}).status_code == 422


def test_the_structure_finds_its_questionnaire_at_home_and_opens_it_without_its_mail(db: None) -> None:
    told = scene(1)
    director = make.director(told.structures[0])
    mine = [one for one in todos(director.actor) if one.url.startswith("/campagnes/invitations/")]
    assert [(one.title, one.detail) for one in mine] == [("Répondre au questionnaire : Besoins 2027", told.ines.organisation.name)]
    assert director.client.get(mine[0].url).status_code == 200
    assert director.client.post(mine[0].url).headers["Location"].startswith("/q/")
    submit(told.invitations[0])
    assert not [one for one in todos(director.actor) if one.url == mine[0].url]
    advance(told.campaign, "close", actor=told.ines.actor)
    assert "La campagne est close." in text(director.client.get(mine[0].url))


def test_the_officer_is_told_of_a_campaign_that_cannot_open_and_of_one_that_ends(db: None) -> None:
    ines = make.officer()
    made = campaign(ines, published(ines), name="Sans invité")
    assert "Ouvrir la campagne : Sans invité" in [one.title for one in todos(ines.actor)]
    actions.invite(actor=ines.actor, campaign=made, organisations=[make.organisation()])
    advance(made, "open", actor=ines.actor)
    assert "Relancer avant la clôture : Sans invité" not in [one.title for one in todos(ines.actor)]
    until = timezone.now() + timedelta(days=3)
    actions.edit_campaign(actor=ines.actor, campaign=made, values={"closes_at": until}, version=made.version)
    ending = next(one for one in todos(ines.actor) if one.title == "Relancer avant la clôture : Sans invité")
    assert ending.detail == "1 sans réponse"


def test_an_anonymous_campaign_shows_how_many_and_never_who(db: None) -> None:
    told = scene(2, anonymous=True)
    submit(told.invitations[0])
    shown = text(told.ines.client.get(told.campaign.get_absolute_url()))
    assert "50 % (1 sur 2)" in shown
    assert "a répondu le" not in shown
    assert "qui a répondu est compté, jamais nommé" in shown
    first, second = (re.findall(rf"{one.name}.*?Remettre le lien", shown) for one in told.structures)
    assert bool(first) == bool(second), "both lines offer the same, whoever answered"


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_costs_the_same_for_two_and_for_twenty_invited(db: None, count: int) -> None:
    told = scene(count)
    told.ines.client.get(told.campaign.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        told.ines.client.get(told.campaign.get_absolute_url())
    assert len(asked) <= 15, [query["sql"][:90] for query in asked]


def test_reminding_says_how_many_and_refuses_when_there_is_nobody(db: None) -> None:
    told = scene(2)
    dated.send_unsent()
    assert "Personne n'est à relancer aujourd'hui" in text(told.ines.client.get(at("campaign_remind", told.campaign.public_id)))
    assert told.ines.client.post(at("campaign_remind", told.campaign.public_id)).status_code == 409
    Invitation.objects.for_system("test").update(sent_at=timezone.now() - timedelta(days=3))
    assert "2 invités" in text(told.ines.client.get(at("campaign_remind", told.campaign.public_id)))
    assert told.ines.client.post(at("campaign_remind", told.campaign.public_id)).status_code == 302


def test_an_open_link_is_made_by_a_press_and_replaced_by_another(db: None) -> None:
    ines = make.officer()
    made = campaign(ines, published(ines), target="anyone")
    url = at("campaign_link", made.public_id)
    assert "/q/" not in ines.client.get(url).content.decode()
    ines.client.post(url)
    first = ines.client.get(url).content.decode()
    ines.client.post(url, {"renouveler": "oui"})
    second = ines.client.get(url).content.decode()
    tokens = [re.search(r"/q/([\w-]{43})/", page) for page in (first, second)]
    found = [token[1] for token in tokens if token]
    assert len(set(found)) == 2
    assert [queries.opened_by(token) is not None for token in found] == [False, True]


def test_persons_are_invited_by_their_name(db: None) -> None:
    ines, structure = make.officer(), make.organisation("Atelier du Test")
    made = campaign(ines, published(ines), target="persons")
    url = at("campaign_invite", made.public_id)
    values = {
        "last_name": "Rivage",
        "first_name": "Lou",
        "email": "lou@essai.example",
        "organisation": "Atelier du Test",
        "channel_of": "mail",
    }
    assert ines.client.post(url, {**values, "last_name": ""}).status_code == 422
    assert "Nom · facultatif" not in text(ines.client.get(url))
    unreachable = ines.client.post(url, {**values, "email": ""})
    assert unreachable.status_code == 422
    assert "Un lien par courriel demande une adresse" in text(unreachable)
    assert 'value="Rivage"' in unreachable.content.decode()
    assert ines.client.post(url, values).status_code == 302
    one = Invitation.objects.for_system("test").get()
    assert (str(one.person), one.organisation) == ("Lou Rivage", structure)
    line = text(ines.client.get(made.get_absolute_url()))
    assert "Lou Rivage courriel à l'ouverture Atelier du Test" in line, "the person, then the structure where they are"
    by_hand = ines.client.post(url, {**values, "last_name": "Berge", "email": "", "channel_of": "link"}, follow=True)
    assert "Prochaine étape : remettre le lien, une fois la campagne ouverte." in text(by_hand)
