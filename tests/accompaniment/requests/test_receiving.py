"""From a public request to a dossier: what is filed, what is asked before, what the DLA decides, what the requester is told."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests import actions, queries
from cordee.accompaniment.requests.actions import Named
from cordee.accompaniment.requests.models import Request
from cordee.actors.directory.models import Organisation
from cordee.actors.territory.models import Commune
from cordee.core import todo
from cordee.core.access import Refused
from cordee.core.lifecycle import Incomplete, advance, offers
from tests import factories as make
from tests.accompaniment.cases.scene import Nord
from tests.accompaniment.requests import scene
from tests.accompaniment.requests.scene import FREE


def act(demand: Request, name: str) -> str:
    return reverse("core:act", args=["requests.request", demand.public_id, name])


def received(someone: make.Someone) -> list[str]:
    return [t.title for t in todo.todos(someone.actor) if t.verb == "Recevoir"]


@pytest.mark.covers("DLA-002", "NET-025")
def test_a_request_is_received_and_becomes_a_dossier(db: None) -> None:
    ines = Nord().people["officer"]
    demand = scene.request(siret=FREE)
    assert (demand.state, demand.zone, demand.case) == ("deposited", "59", None)
    page = ines.client.get(act(demand, "accept")).content.decode()
    assert "Créer sa fiche" in page
    answer = ines.client.post(act(demand, "accept"), {"title": "Grandir", "fiche_0": "creer"})
    assert answer.status_code == 302
    demand.refresh_from_db()
    case = Case.objects.visible_to(ines.actor).get()
    assert (demand.state, demand.case) == ("accepted", case)
    assert (case.title, case.state, case.origin, case.kind) == ("Grandir", "requested", "alone", "individual")
    assert list(case.motives.all()) == [scene.motive()]
    sheet = case.requester
    assert (sheet.name, sheet.identifiers.get(kind="siret").value, sheet.zone) == ("Atelier du Pévèle", FREE, "59")
    assert sheet.positions.get().person == demand.contact, "whoever wrote is known on the new sheet"
    subjects = [mail.subject for mail in scene.letters()]
    assert subjects == ["Votre demande d'accompagnement est reçue", "Votre demande d'accompagnement est reçue par votre DLA"]
    assert str(demand) in ines.client.get(case.get_absolute_url()).content.decode()


def test_a_known_structure_is_not_created_twice(db: None) -> None:
    nord = Nord()
    known = make.organisation("Atelier du Pevele", siret=FREE)
    by_number, by_name = scene.request(siret=FREE), scene.request(email="autre@pevele.example")
    assert queries.structures_of(by_number)[0].organisation == known
    ines = nord.people["officer"]
    with pytest.raises(Incomplete, match="Choisissez la fiche"):
        advance(by_name, "accept", actor=ines.actor, data={"title": "Grandir"})
    advance(by_name, "accept", actor=ines.actor, data={"title": "Grandir", "fiche_0": str(known.public_id)})
    assert by_name.case.requester == known
    assert Organisation.objects.for_system("test").filter(name__icontains="vele").count() == 1


def test_the_others_of_a_collective_request_are_found_by_their_name_wherever_they_stand(db: None) -> None:
    ines = Nord().people["officer"]
    known = make.organisation("Le Fournil des Dunes (fictif)", commune=Commune.objects.get(code="59183"))
    make.organisation("Le Fournil des Dunes (fictif)", zone="02")
    demand = scene.request(Named("le fournil des dunes (Fictif)"))
    form = ines.client.get(act(demand, "accept")).context["form"]
    assert list(form.fields["fiche_1"].rows) == [str(known.public_id)], "and no sheet that she may not see"
    assert form.fields["fiche_1"].initial is None


def test_two_requests_of_one_structure_are_shown_together_and_may_share_a_dossier(db: None) -> None:
    ines = Nord().people["officer"]
    known = make.organisation("Atelier du Pévèle", siret=FREE)
    first, twice, other = scene.request(siret=FREE), scene.request(), scene.request(first=Named("Ailleurs", commune=known.commune))
    assert list(queries.near_requests(first, ines.actor)) == [twice]
    advance(first, "accept", actor=ines.actor, data={"title": "Grandir", "fiche_0": str(known.public_id)})
    again = scene.request(siret=FREE)
    page = ines.client.get(again.get_absolute_url()).content.decode()
    assert "la demande peut le rejoindre" in page
    chosen = {"title": "Grandir", "fiche_0": str(known.public_id), "dossier": str(first.case.public_id)}
    advance(again, "accept", actor=ines.actor, data=chosen)
    assert again.case == first.case
    assert Case.objects.for_system("test").count() == 1
    assert queries.near_requests(other, ines.actor).count() == 0


@pytest.mark.parametrize("days", [90, 91])
def test_the_period_compared_is_a_parameter_of_ninety_days(db: None, days: int) -> None:
    ines = Nord().people["officer"]
    old, new = scene.request(), scene.request()
    Request.objects.for_system("test").filter(pk=old.pk).update(deposited_at=new.deposited_at - timedelta(days=days))
    assert list(queries.near_requests(new, ines.actor)) == ([old] if days == 90 else [])


@pytest.mark.covers("DLA-002", "NET-025")
def test_an_unclear_request_starts_nothing_until_its_author_precises_it(db: None) -> None:
    ines = Nord().people["officer"]
    demand = scene.request(motives=[], origin="dla")
    offered = {offer.name: offer.refusal for offer in offers(demand, ines.actor)}
    assert offered["accept"]
    assert "n'a pas de motif" in offered["accept"].sentence
    with pytest.raises(Refused, match="n'a pas de motif"):
        advance(demand, "accept", actor=ines.actor, data={"title": "Grandir", "fiche_0": "creer"})
    assert ines.client.post(act(demand, "ask"), {"question": "Qu'attendez-vous de nous ?"}).status_code == 302
    assert "« Qu'attendez-vous de nous ? »" in scene.letters()[-1].letter["lines"][0]
    visitor = make.Client()
    page = visitor.get(scene.path(demand)).content.decode()
    assert "Qu&#x27;attendez-vous de nous ?" in page
    assert "Précision attendue" in page
    refused = visitor.post(scene.path(demand), {"answer": " ", "motives": [str(scene.motive().public_id)]})
    assert refused.status_code == 422
    answered = visitor.post(scene.path(demand), {"answer": "Un regard sur nos tarifs.", "motives": [str(scene.motive().public_id)]})
    assert answered.status_code == 302
    demand.refresh_from_db()
    assert demand.state == "deposited"
    advance(demand, "accept", actor=ines.actor, data={"title": "Grandir", "fiche_0": "creer"})
    assert demand.case.need == "Grandir.\n\nUn regard sur nos tarifs."


def test_a_request_set_aside_says_why_to_its_author_and_may_be_taken_up(db: None) -> None:
    ines = Nord().people["officer"]
    demand = scene.request()
    with pytest.raises(Incomplete, match="Dites pourquoi"):
        advance(demand, "set_aside", actor=ines.actor, data={"reason": ""})
    told = {"reason": "Votre besoin est un financement seul.", "referred_to": "France Active, 03 20 99 00 12"}
    advance(demand, "set_aside", actor=ines.actor, data=told)
    page = make.Client().get(scene.path(demand)).content.decode()
    assert "Votre besoin est un financement seul." in page
    assert "France Active" in page
    assert "Écartée" not in page, "an internal name"
    assert "financement seul" in scene.letters()[-1].letter["lines"][0]
    advance(demand, "take_up", actor=ines.actor)
    assert (demand.state, demand.reason, demand.decided_at) == ("deposited", "", None)


@pytest.mark.covers("GOV-021")
def test_a_relay_names_the_partner_and_what_is_left_to_do(db: None) -> None:
    ines = Nord().people["officer"]
    partner = make.organisation("Réseau des Écluses", roles=("network",))
    said = {"origin": "relay", "origin_body": "les Écluses", "answered_elsewhere": True, "elsewhere": "Les Écluses : reste le budget."}
    demand = scene.request(**said)
    assert "reste le budget" in ines.client.get(demand.get_absolute_url()).content.decode()
    chosen = {"title": "Suite", "fiche_0": "creer"}
    with pytest.raises(Incomplete, match="Indiquez le partenaire"):
        advance(demand, "accept", actor=ines.actor, data=chosen)
    advance(demand, "accept", actor=ines.actor, data=chosen | {"relayed_from": partner.name})
    assert (demand.case.origin, demand.case.relayed_from) == ("relay", partner)


def test_several_structures_and_a_network_that_asks_for_its_members(db: None) -> None:
    ines = Nord().people["officer"]
    together = scene.request(Named("Le Ruisseau"), Named("La Source"), origin="collective")
    assert together.label == "Atelier du Pévèle et 2 autres structures"
    advance(together, "accept", actor=ines.actor, data={"title": "Ensemble", **{f"fiche_{n}": "creer" for n in range(3)}})
    assert (together.case.kind, together.case.beneficiaries.count()) == ("collective", 3)
    asked = scene.request(
        Named("La Rive"),
        asker="network",
        origin="network",
        network=Named("Fédération des Quais"),
        first=Named("Le Quai", commune=make.Commune.objects.get(code="59350")),
    )
    assert [party.name for party in queries.parties_of(asked)] == ["Fédération des Quais", "Le Quai", "La Rive"]
    advance(asked, "accept", actor=ines.actor, data={"title": "Les Quais", **{f"fiche_{n}": "creer" for n in range(3)}})
    assert asked.case.requester.name == "Fédération des Quais"
    assert asked.case.requester.roles.get().kind == "network"
    assert {b.organisation.name for b in asked.case.beneficiaries.order_by("id")} == {"Le Quai", "La Rive"}


def test_a_territory_without_a_dla_is_watched_by_the_regional_one(db: None) -> None:
    regional = make.regional()
    demand = scene.request()
    assert received(regional) == ["Recevoir la demande : Atelier du Pévèle"]
    assert "Aucun DLA ne couvre ce territoire" in scene.letters()[0].letter["lines"][0]
    with pytest.raises(Refused, match="Aucun DLA"):
        advance(demand, "accept", actor=regional.actor, data={"title": "Grandir", "fiche_0": "creer"})
    officer = make.officer()
    assert received(regional) == []
    assert received(officer) == ["Recevoir la demande : Atelier du Pévèle"]


STATES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "deposited": (),
    "asked": (("ask", {"question": "Quoi ?"}),),
    "accepted": (("accept", {"title": "Grandir", "fiche_0": "creer"}),),
    "set_aside": (("set_aside", {"reason": "Financement seul."}),),
    "withdrawn": (("withdraw", {}),),
}
ACTS = {"accept": ("deposited",), "ask": ("deposited",), "answer": ("asked",), "set_aside": ("deposited", "asked"),
        "take_up": ("set_aside",), "withdraw": ("deposited", "asked")}  # fmt: skip
GIVEN = {"accept": {"title": "Grandir", "fiche_0": "creer"}, "ask": {"question": "Quoi ?"}, "answer": {"answer": "Cela."},
         "set_aside": {"reason": "Financement seul."}}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ACTS)
def test_each_act_from_each_state_by_each_profile(db: None, state: str, name: str) -> None:
    nord = Nord()
    ines = nord.people["officer"]
    demand = scene.request()
    for step, data in STATES[state]:
        advance(demand, step, actor=ines.actor, data=data)
    for profile, someone in nord.people.items():
        if profile in ("officer", "head", "regional"):
            continue
        with pytest.raises(Refused) as met:
            advance(demand, name, actor=someone.actor, data=GIVEN.get(name, {}))
        assert met.value.refusal.sentence.endswith((".", "»."))
    for profile in ("head", "regional", "officer"):
        demand.refresh_from_db()
        if state in ACTS[name] and profile == "officer":
            advance(demand, name, actor=nord.people[profile].actor, data=GIVEN.get(name, {}))
        elif state not in ACTS[name]:
            with pytest.raises(Refused, match="n'est plus possible"):
                advance(demand, name, actor=nord.people[profile].actor, data=GIVEN.get(name, {}))


def test_whoever_filed_it_takes_it_back(db: None) -> None:
    Nord()
    demand, visitor = scene.request(), make.Client()
    assert "Retirer ma demande" in visitor.get(f"{scene.path(demand)}?retirer").content.decode()
    assert visitor.post(scene.path(demand), {"acte": "retirer"}).status_code == 302
    demand.refresh_from_db()
    assert demand.state == "withdrawn"
    again = visitor.post(scene.path(demand), {"acte": "retirer"})
    assert again.status_code == 422
    assert "n&#x27;est plus possible" in again.content.decode()


def test_pressed_twice_at_the_same_second_it_is_filed_once(own_db: Any) -> None:
    operation = uuid.uuid4()

    def file() -> int:
        return actions.deposit(actor=actions.VISITOR, filed=scene.filed(), operation=operation).pk

    assert len(set(own_db.together(file, file))) == 1
    (count,) = own_db.together(lambda: Request.objects.for_system("test").count())
    assert count == 1


def test_one_precision_is_asked_of_several_requests_from_their_list(db: None) -> None:
    nord = Nord()
    ines = nord.people["officer"]
    first, second, aside = scene.request(), scene.request(email="deux@pevele.example"), scene.request(email="trois@pevele.example")
    advance(aside, "set_aside", actor=ines.actor, data={"reason": "Hors du champ."})
    url, key = reverse("requests:requests_bulk"), str(uuid.uuid4())
    chosen = {"acte": "ask", "ligne": [str(one.public_id) for one in (first, second, aside)], "operation": key}
    page = ines.client.post(url, chosen).content.decode()
    assert "2 demandes" in page.replace("\xa0", " ")
    assert "n&#x27;est plus possible" in page
    assert ines.client.post(url, chosen | {"confirme": "1", "question": ""}).status_code == 422
    for _ in range(2):
        done = ines.client.post(url, chosen | {"confirme": "1", "question": "Combien de salariés ?"}).content.decode()
        assert "2 demandes" in done.replace("\xa0", " ")
    assert Request.objects.for_system("test").filter(state="asked").count() == 2
    assert sum("Combien de salariés ?" in " ".join(mail.letter["lines"]) for mail in scene.letters("requests.followed")) == 2
    salome = nord.people["structure"]
    assert 'value="ask"' not in salome.client.get(reverse("requests:requests")).content.decode()
    assert salome.client.post(url, chosen | {"confirme": "1", "question": "Et vous ?"}).status_code == 404
